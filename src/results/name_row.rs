use crate::markup::{Text, push};
use crate::state::Link;
use crate::text::{count, fill, number, tr};
use std::fmt::Write;
use verbatim_corpus::{Facet, Filter, NameRow, Tab};
use verbatim_nlp::EntityType;

/// The word for a kind of entity.
pub fn kind_name(kind: EntityType) -> &'static str {
    EntityType::ALL.iter().position(|other| *other == kind).map_or("", |at| tr().entity_types[at])
}

/// One entity: its spellings with how often each is used, and what it does in the selection. Every
/// number opens what it counts.
pub fn name_row(row: &NameRow, link: &Link) -> String {
    let t = tr();
    let other: Vec<String> = row
        .variants
        .iter()
        .filter(|(name, _)| *name != row.name)
        .map(|(name, uses)| format!("{name}\u{a0}({})", number(*uses)))
        .collect();
    let facet = match row.kind {
        EntityType::Person => Some(Facet::Person),
        EntityType::Organization => Some(Facet::Organization),
        EntityType::Location | EntityType::Facility => Some(Facet::Place),
        _ => None,
    };
    let mut out = String::from("<span class=\"row-head\">");
    push(&mut out, "span", "speaker", &row.name);
    push(&mut out, "span", "tag", kind_name(row.kind));
    let _ = write!(
        out,
        "<button class=\"link correct\" data-key=\"{}\" data-testid=\"correct-name\" tabindex=\"-1\" aria-label=\"{}\">{}</button>",
        Text(&row.key),
        Text(&fill(t.correct_name, &row.name)),
        Text(t.correct)
    );
    out.push_str("</span>");
    let variants = if other.is_empty() { t.one_spelling.to_owned() } else { other.join(", ") };
    push(&mut out, "span", "variants", &variants);
    out.push_str("<span class=\"row-foot links\">");
    let mut opens = |facet: Option<Facet>, tab: Tab, text: String, testid: &str| {
        let Some(facet) = facet else { return push(&mut out, "span", "", &text) };
        let mut link = link.clone();
        link.query.filters.retain(|other| other.facet != facet || other.key != row.key);
        link.query.filters.push(Filter { facet, key: row.key.clone(), exclude: false });
        link.tab = tab;
        let _ = write!(
            out,
            "<a class=\"link\" data-testid=\"{testid}\" href=\"#{}\">{}</a>",
            Text(&link.fragment()),
            Text(&text)
        );
    };
    opens(facet, Tab::Articles, count(&t.articles, row.articles), "name-articles");
    if row.speaks > 0 {
        opens(Some(Facet::Speaker), Tab::Quotes, count(&t.speaks, row.speaks), "name-speaks");
    }
    if row.named > 0 {
        opens(Some(Facet::About), Tab::Quotes, count(&t.named, row.named), "name-named");
    }
    out.push_str("</span>");
    out
}
