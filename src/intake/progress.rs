use crate::app::store;
use crate::text::{count, fill, number, tr};
use leptos::prelude::*;

/// How long what came of reading stays on screen, in milliseconds.
const LASTS: u64 = 12_000;

/// How far reading is, with Cancel; afterwards what came of it, for a while or until it is dismissed. It lies over
/// the page's foot, so that nothing moves when it comes or goes.
#[component]
pub fn ProgressBar() -> impl IntoView {
    let store = store();
    let t = tr();
    let dismissed = RwSignal::new(0u32);
    let shown = Memo::new(move |_| {
        store.progress.with(|progress| {
            let own = !progress.sample && progress.files > 0;
            own && (progress.running || dismissed.get() != progress.version)
        })
    });
    let running = Memo::new(move |_| store.progress.with(|progress| progress.running));
    Effect::new(move |_| {
        if running.get() || !shown.get() {
            return;
        }
        let version = store.progress.with_untracked(|progress| progress.version);
        set_timeout(
            move || {
                let same = store
                    .progress
                    .try_with_untracked(|progress| !progress.running && progress.version == version);
                if same == Some(true) {
                    dismissed.set(version);
                }
            },
            std::time::Duration::from_millis(LASTS),
        );
    });
    let line = move || {
        store.progress.with(|progress| {
            let mut parts = vec![
                format!("{} / {}", number(progress.files_done), number(progress.files)),
                fill(t.read_files, &count(&t.articles, progress.articles)),
            ];
            if progress.duplicates > 0 {
                parts.push(count(&t.duplicates, progress.duplicates));
            }
            if progress.cancelled && !progress.running {
                parts.push(t.cancelled.to_owned());
            }
            parts.join(" · ")
        })
    };
    view! {
        <Show when=move || shown.get()>
            <div class="progress" class:running=move || running.get() data-testid="progress">
                <progress
                    aria-label=fill(t.reading, "")
                    max=move || store.progress.with(|progress| (progress.files.max(1) * 1000).to_string())
                    value=move || store.progress.with(|p| (p.files_done * 1000 + u32::from(p.share)).to_string())
                ></progress>
                <p>
                    <span class="current" dir="auto">
                        {move || store.progress.with(|p| p.running.then(|| fill(t.reading, &p.current)))}
                    </span>
                    <span class="counts" data-testid="progress-counts">{line}</span>
                </p>
                {move || if running.get() {
                    view! { <button class="tool" data-testid="cancel" on:click=move |_| store.cancel()>{t.cancel}</button> }.into_any()
                } else {
                    view! {
                        <button
                            class="tool"
                            on:click=move |_| dismissed.set(store.progress.with_untracked(|progress| progress.version))
                        >
                            {t.dismiss}
                        </button>
                    }.into_any()
                }}
            </div>
        </Show>
    }
}
