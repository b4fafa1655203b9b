use crate::app::store;
use crate::intake::Dialog;
use crate::protocol::Change;
use crate::text::tr;
use leptos::prelude::*;
use verbatim_article::{Article, ArticleId, PartialDate};
use verbatim_corpus::Correction;

/// What was read about an article and may be wrong.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct About {
    article: ArticleId,
    headline: Option<String>,
    outlet: Option<String>,
    agency: Option<String>,
    published: Option<PartialDate>,
}

impl About {
    /// What was read about this one.
    #[must_use]
    pub fn new(article: &Article) -> Self {
        Self {
            article: article.id,
            headline: article.headline.clone(),
            outlet: article.outlet.clone(),
            agency: article.agency.clone(),
            published: article.published,
        }
    }

    /// The corrections that lead from here to what was typed; `None` while the date is none.
    fn corrections(&self, [headline, outlet, agency, published]: [&str; 4]) -> Option<Vec<Correction>> {
        let article = self.article;
        let typed = |text: &str| Some(text.trim().to_owned()).filter(|text| !text.is_empty());
        let date = match typed(published) {
            None => None,
            Some(text) => Some(text.parse::<PartialDate>().ok()?),
        };
        let mut steps = Vec::new();
        if typed(headline) != self.headline {
            steps.push(Correction::Headline { article, value: typed(headline) });
        }
        if typed(outlet) != self.outlet {
            steps.push(Correction::Outlet { article, value: typed(outlet) });
        }
        if typed(agency) != self.agency {
            steps.push(Correction::Agency { article, value: typed(agency) });
        }
        if date != self.published {
            steps.push(Correction::Published { article, value: date });
        }
        Some(steps)
    }
}

/// Where the headline, outlet, agency and date of an article are put right.
pub fn article(about: About) -> impl IntoView {
    let store = store();
    let t = tr();
    let now = [&about.headline, &about.outlet, &about.agency].map(|value| value.clone().unwrap_or_default());
    let lead = now[0].clone();
    let [headline, outlet, agency] = now.map(RwSignal::new);
    let published = RwSignal::new(about.published.map(|date| date.to_string()).unwrap_or_default());
    let values = [headline, outlet, agency, published];
    let steps = Memo::new(move |_| {
        let typed = values.map(|value| value.get());
        about.corrections([&typed[0], &typed[1], &typed[2], &typed[3]])
    });
    let save = move || {
        for step in steps.get_untracked().unwrap_or_default() {
            store.change(Change::Make(step));
        }
        store.panel.set(None);
    };
    let labels = [t.columns[0], t.fields[0], t.fields[1], t.fields[3]];
    let names = ["headline", "outlet", "agency", "published"];
    let fields = values
        .into_iter()
        .zip(labels)
        .zip(names)
        .map(|((value, label), name)| {
            view! {
                <label class="field">
                    <span>{label}</span>
                    <input
                        type="text"
                        dir="auto"
                        data-testid=format!("mend-{name}")
                        aria-invalid=move || (name == "published" && steps.with(Option::is_none)).then_some("true")
                        aria-describedby=(name == "published").then_some("mend-date-hint")
                        prop:value=move || value.get()
                        on:input=move |event| value.set(event_target_value(&event))
                    />
                </label>
            }
            .into_any()
        })
        .collect_view();
    view! {
        <Dialog title=t.mend_article>
            <p class="lead" dir="auto">{if lead.is_empty() { t.no_headline.to_owned() } else { lead }}</p>
            <form
                class="mend"
                on:submit=move |event| {
                    event.prevent_default();
                    save();
                }
            >
                {fields}
                <p class="said" id="mend-date-hint">{t.mend_date_hint}</p>
                <button
                    class="tool"
                    type="submit"
                    data-testid="mend-article-do"
                    disabled=move || steps.with(|steps| steps.as_ref().is_none_or(Vec::is_empty))
                >
                    {t.mend_article_do}
                </button>
            </form>
        </Dialog>
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_what_was_changed_is_corrected() {
        let read = About::new(&Article {
            headline: Some("Ferry stays".to_owned()),
            outlet: Some("Olm Courier".to_owned()),
            published: PartialDate::ymd(2031, 2, 3),
            ..Article::default()
        });
        let steps = |fields| read.corrections(fields).map(|steps| steps.len());
        assert_eq!(steps(["Ferry stays", " Olm Courier ", "", "2031-02-03"]), Some(0));
        assert_eq!(steps(["Ferry stays", "Olm Courier", "", "2031-02"]), Some(1));
        assert_eq!(steps(["Ferry leaves", "", "Port News", ""]), Some(4));
        assert_eq!(steps(["Ferry stays", "Olm Courier", "", "3 February"]), None);
        assert_eq!(
            read.corrections(["Ferry stays", "", "", "2031-02-03"]),
            Some(vec![Correction::Outlet { article: ArticleId::default(), value: None }])
        );
    }
}
