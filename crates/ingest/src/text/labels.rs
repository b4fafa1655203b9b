/// What a line such as `Source: The Orvik Courier` names.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Label {
    Headline,
    Standfirst,
    Byline,
    Outlet,
    Agency,
    Published,
    Language,
    Url,
    /// A field that is not shown: section, length, keywords.
    Other,
}

const LABELS: &[(&str, Label)] = &[
    ("title", Label::Headline),
    ("headline", Label::Headline),
    ("heading", Label::Headline),
    ("titel", Label::Headline),
    ("titre", Label::Headline),
    ("título", Label::Headline),
    ("titolo", Label::Headline),
    ("başlık", Label::Headline),
    ("subtitle", Label::Standfirst),
    ("subheadline", Label::Standfirst),
    ("standfirst", Label::Standfirst),
    ("summary", Label::Standfirst),
    ("description", Label::Standfirst),
    ("deck", Label::Standfirst),
    ("spot", Label::Standfirst),
    ("author", Label::Byline),
    ("authors", Label::Byline),
    ("byline", Label::Byline),
    ("by", Label::Byline),
    ("autor", Label::Byline),
    ("auteur", Label::Byline),
    ("writer", Label::Byline),
    ("reporter", Label::Byline),
    ("yazar", Label::Byline),
    ("source", Label::Outlet),
    ("outlet", Label::Outlet),
    ("publication", Label::Outlet),
    ("newspaper", Label::Outlet),
    ("publisher", Label::Outlet),
    ("paper", Label::Outlet),
    ("site", Label::Outlet),
    ("journal", Label::Outlet),
    ("publication title", Label::Outlet),
    ("media", Label::Outlet),
    ("quelle", Label::Outlet),
    ("kaynak", Label::Outlet),
    ("agency", Label::Agency),
    ("wire", Label::Agency),
    ("date", Label::Published),
    ("published", Label::Published),
    ("publication date", Label::Published),
    ("pub date", Label::Published),
    ("pubdate", Label::Published),
    ("date published", Label::Published),
    ("published on", Label::Published),
    ("published at", Label::Published),
    ("posted", Label::Published),
    ("posted on", Label::Published),
    ("datum", Label::Published),
    ("fecha", Label::Published),
    ("data", Label::Published),
    ("tarih", Label::Published),
    ("publicado", Label::Published),
    ("publié le", Label::Published),
    ("veröffentlicht", Label::Published),
    ("language", Label::Language),
    ("url", Label::Url),
    ("link", Label::Url),
    ("web", Label::Url),
    ("permalink", Label::Url),
    ("section", Label::Other),
    ("length", Label::Other),
    ("keywords", Label::Other),
    ("tags", Label::Other),
    ("category", Label::Other),
    ("categories", Label::Other),
    ("page", Label::Other),
    ("edition", Label::Other),
    ("words", Label::Other),
    ("word count", Label::Other),
    ("id", Label::Other),
    ("updated", Label::Other),
    ("last updated", Label::Other),
    ("update", Label::Other),
    ("modified", Label::Other),
    ("last modified", Label::Other),
    ("layout", Label::Other),
    ("draft", Label::Other),
    ("slug", Label::Other),
    ("type", Label::Other),
    ("country", Label::Other),
    ("accessed", Label::Other),
    ("retrieved", Label::Other),
    ("copyright", Label::Other),
];

/// A labelled line's label and value: `Date: 3 February 2022`, `**Source:** The Courier`.
pub(crate) fn label(line: &str) -> Option<(Label, &str)> {
    let line = line.trim_start_matches(['*', '_', '-', ' ', '#', '|']);
    let bytes = line.as_bytes();
    let colon = (0..bytes.len().min(25)).find(|at| match bytes.get(*at) {
        Some(b':') => true,
        Some(0xEF) => line.get(*at..).is_some_and(|rest| rest.starts_with('：')),
        _ => false,
    })?;
    let key = line.get(..colon)?.trim().trim_matches(['*', '_']).to_lowercase();
    let value = line
        .get(colon..)?
        .trim_start_matches([':', '：', '*', '_', ' ', '\t'])
        .trim_end_matches(['*', '_', ' ']);
    let (_, found) = LABELS.iter().find(|(name, _)| *name == key)?;
    Some((*found, value.trim().trim_matches('"')))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn labelled_lines() {
        assert_eq!(label("Date: 3 February 2022"), Some((Label::Published, "3 February 2022")));
        assert_eq!(label("**Source:** The Courier"), Some((Label::Outlet, "The Courier")));
        assert_eq!(label("title: \"A head\""), Some((Label::Headline, "A head")));
        assert_eq!(label("He said: no"), None);
        assert_eq!(label("Turkey: the land between"), None);
    }
}
