use crate::app::{Mending, store};
use crate::mend::About;
use crate::text::{count, date, tr};
use leptos::prelude::*;
use verbatim_article::{Article, BlockKind};

/// Outlet above the article, and the headline when the text itself has none.
pub fn title(article: &Article) -> impl IntoView + use<> {
    let t = tr();
    let in_text = article.blocks.iter().any(|block| block.kind == BlockKind::Headline);
    let headline = article.headline.clone().filter(|_| !in_text);
    let parts = [article.published.map(date), article.byline.clone(), article.agency.clone()];
    let line: Vec<String> = parts.into_iter().flatten().filter(|part| !part.trim().is_empty()).collect();
    view! {
        <p class="kicker" dir="auto">{article.outlet.clone().unwrap_or_else(|| t.no_outlet.to_owned())}</p>
        <p class="byline" data-testid="article-date" dir="auto">{line.join(" · ")}</p>
        {headline.map(|headline| view! { <h2 class="headline" dir="auto">{headline}</h2> })}
    }
}

/// Every extracted field with what it was taken from.
pub fn about(article: &Article) -> impl IntoView + use<> {
    let store = store();
    let t = tr();
    let wrong = About::new(article);
    let dateline = article.dateline.as_ref().map(|dateline| {
        let parts = [dateline.place.clone(), dateline.date.clone()];
        parts.into_iter().flatten().collect::<Vec<_>>().join(", ")
    });
    let words = u32::try_from(article.text.split_whitespace().count()).unwrap_or(u32::MAX);
    let values = [
        ("outlet", article.outlet.clone()),
        ("agency", article.agency.clone()),
        ("byline", article.byline.clone()),
        ("published", article.published.map(date)),
        ("dateline", dateline),
        ("language", Some(article.language.clone())),
        ("url", article.url.clone()),
        ("words", Some(count(&t.words, words))),
        ("id", Some(article.id.to_string())),
    ];
    let rows = values.into_iter().zip(t.fields).filter_map(|((key, value), label)| {
        let value = value.filter(|value| !value.is_empty())?;
        let evidence = article.evidence.get(key).cloned();
        Some(view! {
            <dt>{label}</dt>
            <dd dir="auto">
                {value}
                {evidence.map(|evidence| view! { <span class="evidence" dir="auto">{evidence}</span> })}
            </dd>
        })
    });
    let files = article.origins.iter().map(|origin| view! {
        <dt>{t.from_files}</dt>
        <dd class="file" dir="auto">{origin.file.clone()}{(origin.part > 0).then(|| format!(" #{}", origin.part + 1))}</dd>
    });
    view! {
        <details class="about" data-testid="about-article">
            <summary>{t.about_article}</summary>
            <dl>{rows.collect_view()}{files.collect_view()}</dl>
            <button class="link" data-testid="mend-article" on:click=move |_| store.mend(Mending::Article(wrong.clone()))>{t.mend_article}</button>
        </details>
    }
}
