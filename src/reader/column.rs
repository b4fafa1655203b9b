use super::layers::{LayerSwitches, remembered};
use super::metadata::{about, title};
use super::steps::Steps;
use super::text::ArticleText;
use super::why::WhyCard;
use crate::app::history::Step;
use crate::app::{Icon, store};
use crate::text::tr;
use leptos::prelude::*;

/// The article that is open; before that, how to read the page.
#[component]
pub fn ReaderColumn() -> impl IntoView {
    let store = store();
    let t = tr();
    let layers = RwSignal::new(remembered());
    let wanted = Memo::new(move |_| store.link.with(|link| link.open.is_some()));
    let here =
        Memo::new(move |_| store.reader.with(|reader| reader.as_ref().map(|reader| reader.article.id)));
    let settled =
        Memo::new(move |_| store.progress.with(|progress| !progress.running && progress.version > 0));
    view! {
        <section class="column reader" aria-label=t.reader data-testid="reader">
            <Show
                when=move || wanted.get() && here.get().is_some()
                fallback=move || view! {
                    <div class="reader-empty">
                        {move || if wanted.get() && settled.get() {
                            view! { <p class="lead" data-testid="reader-missing">{t.reader_missing}</p> }.into_any()
                        } else if wanted.get() {
                            ().into_any()
                        } else {
                            view! { <Guide/> }.into_any()
                        }}
                    </div>
                }
            >
                <div class="reader-head">
                    <button
                        class="tool"
                        data-testid="close-reader"
                        aria-label=t.reader_close
                        title=t.reader_close
                        on:click=move |_| {
                            store.go(Step::Push, |link| link.open = None);
                            crate::app::focus(&format!("row-{}", store.cursor.get_untracked()));
                        }
                    >
                        <Icon name="close"/>
                    </button>
                    <LayerSwitches layers/>
                    <Steps/>
                </div>
                <div class="reader-scroll" id="article" tabindex="0">
                    <article>
                        {move || store.reader.with(|reader| reader.as_ref().map(|reader| title(&reader.article)))}
                        <ArticleText layers/>
                        {move || store.reader.with(|reader| reader.as_ref().map(|reader| about(&reader.article)))}
                    </article>
                </div>
                <WhyCard/>
            </Show>
        </section>
    }
}

/// Views that show what the page can do with any articles on one affair.
const EXAMPLES: [&str; 3] =
    ["tab=same&v=1", "grain=week&rows=verbfamily&tab=timeline&v=1&verbfamily=claim,deny", "tab=network&v=1"];

/// Before an article is open.
#[component]
fn Guide() -> impl IntoView {
    let t = tr();
    view! {
        <div class="guide" data-testid="guide">
            <p class="lead">{t.reader_empty}</p>
            <h2>{t.examples}</h2>
            <ul class="examples" data-testid="examples">
                {EXAMPLES.into_iter().zip(t.example_names).map(|(fragment, name)| view! {
                    <li><a class="link" href=format!("#{fragment}")>{name}</a></li>
                }).collect_view()}
            </ul>
            <h2>{t.guide}</h2>
            <dl>
                {t.guide_points.iter().map(|(name, text)| view! { <dt>{*name}</dt><dd>{*text}</dd> }).collect_view()}
            </dl>
            <p class="privacy">{t.privacy}</p>
        </div>
    }
}
