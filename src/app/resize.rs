use leptos::prelude::*;
use wasm_bindgen::closure::Closure;
use wasm_bindgen::{JsCast, JsValue};
use web_sys::{Element, ResizeObserver};

/// Calls `act` in the frame after an element got another size, as long as the current owner lives.
pub fn on_resize(element: &Element, act: impl Fn() + Copy + 'static) {
    let resized = Closure::<dyn FnMut()>::new(move || {
        request_animation_frame(act);
    });
    let observer: Result<ResizeObserver, JsValue> = ResizeObserver::new(resized.as_ref().unchecked_ref());
    let Ok(observer) = observer else { return };
    observer.observe(element);
    let kept = StoredValue::new_local((observer, resized));
    // Before the closure goes: nothing may call it any more.
    on_cleanup(move || {
        kept.try_with_value(|(observer, _)| observer.disconnect());
    });
}
