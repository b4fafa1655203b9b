use crate::text::tr;
use verbatim_corpus::Facet;
use verbatim_nlp::{QuotationKind, Stance, VerbFamily};

/// A facet's heading.
pub fn facet_title(facet: Facet) -> &'static str {
    Facet::ALL
        .iter()
        .position(|other| *other == facet)
        .and_then(|at| tr().facets.get(at).copied())
        .unwrap_or("")
}

/// How a facet's value is shown: closed lists in the interface's language, names as they are.
pub fn value_name(facet: Facet, key: &str, name: &str) -> String {
    let t = tr();
    let known = match facet {
        Facet::VerbFamily => VerbFamily::ALL.iter().position(|f| f.name() == key).map(|at| t.families[at]),
        Facet::QuoteType => {
            let kinds = [QuotationKind::Direct, QuotationKind::Indirect, QuotationKind::Mixed];
            kinds.iter().position(|kind| kind.name() == key).map(|at| t.kinds[at])
        }
        Facet::Stance => match key {
            "speech" => Some(t.stances[Stance::Speech as usize]),
            "attitude" => Some(t.stances[Stance::Attitude as usize]),
            _ => None,
        },
        _ => None,
    };
    match known {
        Some(known) => known.to_owned(),
        None if name.is_empty() => t.not_named.to_owned(),
        None => name.to_owned(),
    }
}
