use super::snippet::push_snippet;
use crate::markup::push;
use crate::text::{count, date, tr};
use verbatim_corpus::ArticleRow;

/// Words that stand for a headline where there is none.
const WORDS: usize = 9;

/// One line of the list of articles. An article without a headline goes by its first words, and says so.
pub fn article_row(row: &ArticleRow) -> String {
    let t = tr();
    let mut out = String::new();
    if row.headline.trim().is_empty() {
        let first: Vec<&str> = row.snippet.text.split_whitespace().take(WORDS).collect();
        push(&mut out, "span", "row-title missing", &format!("{}…", first.join(" ")));
    } else {
        push(&mut out, "span", "row-title", &row.headline);
    }
    push_snippet(&mut out, "row-words plain", &row.snippet);
    out.push_str("<span class=\"row-foot\">");
    push(&mut out, "span", "outlet", row.outlet.as_deref().unwrap_or(t.no_outlet));
    // An agency's own article names it once.
    let agency = row.agency.as_deref().filter(|agency| row.outlet.as_deref() != Some(*agency));
    push(&mut out, "span", "agency", agency.unwrap_or_default());
    push(&mut out, "span", "when", &row.published.map_or_else(|| t.undated_row.to_owned(), date));
    if row.headline.trim().is_empty() {
        push(&mut out, "span", "tag", t.no_headline);
    }
    push(&mut out, "span", "quotes", &count(&t.quotes, row.quotes));
    push(&mut out, "span", "headline", &row.speakers.join(", "));
    out.push_str("</span>");
    out
}

#[cfg(test)]
mod tests {
    use super::*;
    use verbatim_article::ArticleId;
    use verbatim_corpus::Snippet;

    #[test]
    fn no_row_is_blank() {
        let text =
            "The ferry <stays> in dock, the harbour office said on Tuesday, until its engine is mended.";
        let mut row = ArticleRow {
            article: ArticleId(1),
            headline: String::new(),
            outlet: None,
            agency: None,
            published: None,
            language: "en".to_owned(),
            snippet: Snippet { text: text.to_owned(), marks: Vec::new() },
            quotes: 1,
            words: 15,
            speakers: Vec::new(),
        };
        let drawn = article_row(&row);
        assert!(drawn.contains("missing\" dir=\"auto\">The ferry &lt;stays&gt; in dock"), "{drawn}");
        assert!(drawn.contains("no headline"));
        row.headline = "Ferry stays".to_owned();
        assert!(!article_row(&row).contains("missing"));
    }
}
