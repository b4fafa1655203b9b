//! The article of a printed page: its headline by the size of its type, and around it what is printed on every page.
use super::structure::{Known, structure, take_furniture};
use crate::date;
use crate::draft::{set, set_date, shorten, squeeze};
use crate::formats::pdf::PdfWords;
use verbatim_article::{Article, Block, BlockKind, Span};

/// Paragraphs that can stand above a headline: the section, a label, the paper's name.
const ABOVE: usize = 12;

/// The article of a printed document, or several where its words say so.
pub(crate) fn printed(words: &PdfWords) -> Vec<Article> {
    let paragraphs: Vec<&str> = words.text.split("\n\n").collect();
    let head = paragraphs.iter().take(ABOVE);
    let place = |headline: &str| head.clone().position(|p| bare(p) == bare(headline));
    let largest =
        words.largest.as_deref().and_then(|h| Some((h, place(h)?, "largest type on the first page")));
    let titled = words.title.as_deref().and_then(|h| Some((h, place(h)?, "title in the file's data")));
    let mut found = match largest.or(titled) {
        Some((headline, at, why)) => {
            let (above, rest) = paragraphs.split_at(at);
            let mut article = Article { text: rest.join("\n\n"), ..Article::default() };
            set(&mut article.evidence, &mut article.headline, "headline", headline, why);
            structure(&mut article, Known::default());
            for line in above.iter().flat_map(|paragraph| paragraph.lines()) {
                take_furniture(&mut article, line);
                aside(&mut article, line);
            }
            vec![article]
        }
        None => super::articles(&words.text),
    };
    if let [article] = found.as_mut_slice() {
        for line in &words.around {
            around(article, line);
            aside(article, line);
        }
    }
    found
}

fn bare(words: &str) -> String {
    words.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect()
}

/// Takes the date and the address out of a running head; a date with a clock is that of printing.
fn around(article: &mut Article, line: &str) {
    let why = format!("printed around the page: '{}'", shorten(line, 60));
    let address =
        line.split_whitespace().find(|word| word.starts_with("http://") || word.starts_with("https://"));
    if let Some(address) = address {
        set(&mut article.evidence, &mut article.url, "url", address, &why);
    } else if let Some(found) = date::find(line)
        && !line.contains(':')
    {
        set_date(article, found, line, &why);
    }
}

/// Adds words that are no part of the article, at its end.
fn aside(article: &mut Article, line: &str) {
    let line = squeeze(line);
    if line.is_empty() {
        return;
    }
    if !article.text.is_empty() {
        article.text.push_str("\n\n");
    }
    let start = article.text.len();
    article.text.push_str(&line);
    article.blocks.push(Block { kind: BlockKind::Boilerplate, span: Span::new(start, article.text.len()) });
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_largest_type_is_the_headline_and_heads_are_no_body() {
        let words = PdfWords {
            text: "WORLD NEWS\n\nFerry to Hafnar stays in dock\n\nBy Odd Lien\n\nThe harbour office of Orvik said on Monday that the ferry would stay.\n\nNobody knows for how long it will stay there.".to_owned(),
            largest: Some("Ferry to Hafnar stays in dock".to_owned()),
            around: vec!["The Orvik Courier 3 February 2022".to_owned(), "https://courier.example/ferry 1/2".to_owned()],
            ..PdfWords::default()
        };
        let article = printed(&words).remove(0);
        assert_eq!(article.headline.as_deref(), Some("Ferry to Hafnar stays in dock"));
        assert_eq!(article.byline.as_deref(), Some("Odd Lien"));
        assert_eq!(article.published.map(|d| d.to_string()).as_deref(), Some("2022-02-03"));
        assert_eq!(article.url.as_deref(), Some("https://courier.example/ferry"));
        let body: Vec<_> = article
            .blocks
            .iter()
            .filter(|b| b.kind == BlockKind::Body)
            .map(|b| b.span.of(&article.text))
            .collect();
        assert_eq!(body.len(), 2, "{:?}", article.blocks);
        assert!(article.text.ends_with(
            "WORLD NEWS\n\nThe Orvik Courier 3 February 2022\n\nhttps://courier.example/ferry 1/2"
        ));
    }
}
