//! A drawing on the page as a file of its own: what the style sheet gives it is written into it.

use super::save::{save_blob, save_text};
use gloo::utils::{document, window};
use wasm_bindgen::prelude::*;
use web_sys::{Blob, CanvasRenderingContext2d, Element, HtmlCanvasElement, HtmlImageElement, XmlSerializer};

/// Properties that a drawing takes from the style sheet.
const PROPERTIES: [&str; 12] = [
    "fill",
    "fill-opacity",
    "stroke",
    "stroke-width",
    "stroke-opacity",
    "stroke-dasharray",
    "opacity",
    "font-family",
    "font-size",
    "font-weight",
    "text-anchor",
    "dominant-baseline",
];

/// Points of a picture for one of the page's.
const SCALE: f64 = 2.0;

fn standalone(id: &str) -> Option<(String, f64, f64)> {
    let drawn = document().get_element_by_id(id)?;
    let copy = drawn.clone_node_with_deep(true).ok()?.dyn_into::<Element>().ok()?;
    inline(&drawn, &copy);
    let bounds = drawn.get_bounding_client_rect();
    let (width, height) = (bounds.width(), bounds.height());
    for (name, value) in [
        ("xmlns", "http://www.w3.org/2000/svg".to_owned()),
        ("width", format!("{width:.0}")),
        ("height", format!("{height:.0}")),
    ] {
        copy.set_attribute(name, &value).ok()?;
    }
    let markup = XmlSerializer::new().ok()?.serialize_to_string(&copy).ok()?;
    Some((markup, width, height))
}

/// Writes the computed style of each element into its copy.
fn inline(drawn: &Element, copy: &Element) {
    if let Ok(Some(style)) = window().get_computed_style(drawn) {
        let values: Vec<String> = PROPERTIES
            .iter()
            .filter_map(|name| {
                Some((name, style.get_property_value(name).ok().filter(|value| !value.is_empty())?))
            })
            .map(|(name, value)| format!("{name}:{value}"))
            .collect();
        let _ = copy.set_attribute("style", &values.join(";"));
        let _ = copy.remove_attribute("class");
    }
    let (from, to) = (drawn.children(), copy.children());
    for at in 0..from.length() {
        if let (Some(from), Some(to)) = (from.item(at), to.item(at)) {
            inline(&from, &to);
        }
    }
}

/// Saves a drawing as SVG.
pub fn save_svg(id: &str, name: &str) {
    if let Some((markup, ..)) = standalone(id) {
        save_text(&format!("verbatim-{name}.svg"), "image/svg+xml", &markup);
    }
}

/// Saves a drawing as PNG, on the page's own ground.
pub fn save_png(id: &str, name: &str) {
    let Some((markup, width, height)) = standalone(id) else { return };
    let Ok(image) = HtmlImageElement::new() else { return };
    let ground = window()
        .get_computed_style(&gloo::utils::body())
        .ok()
        .flatten()
        .and_then(|style| style.get_property_value("background-color").ok())
        .unwrap_or_else(|| "white".to_owned());
    let name = format!("verbatim-{name}.png");
    let drawn = image.clone();
    let loaded = Closure::once_into_js(move || {
        let canvas =
            document().create_element("canvas").ok().and_then(|c| c.dyn_into::<HtmlCanvasElement>().ok());
        let Some(canvas) = canvas else { return };
        canvas.set_width((width * SCALE) as u32);
        canvas.set_height((height * SCALE) as u32);
        let context = canvas
            .get_context("2d")
            .ok()
            .flatten()
            .and_then(|c| c.dyn_into::<CanvasRenderingContext2d>().ok());
        let Some(context) = context else { return };
        context.set_fill_style_str(&ground);
        context.fill_rect(0.0, 0.0, width * SCALE, height * SCALE);
        let _ = context.draw_image_with_html_image_element_and_dw_and_dh(
            &drawn,
            0.0,
            0.0,
            width * SCALE,
            height * SCALE,
        );
        let save = Closure::once_into_js(move |blob: JsValue| {
            if let Ok(blob) = blob.dyn_into::<Blob>() {
                save_blob(&name, &blob);
            }
        });
        let _ = canvas.to_blob(save.unchecked_ref());
    });
    image.set_onload(Some(loaded.unchecked_ref()));
    let address = js_sys::encode_uri_component(&markup);
    image.set_src(&format!("data:image/svg+xml;charset=utf-8,{}", String::from(address)));
}
