use super::labels::{self, Label};
use super::lines;
use super::structure::{Known, structure, take_label};
use verbatim_article::Article;

/// The articles of a plain text: one, or many with separators or repeated heads between them.
pub(crate) fn articles(text: &str) -> Vec<Article> {
    parts(text).into_iter().map(one).collect()
}

fn one(part: &str) -> Article {
    let mut article = Article::default();
    let part = part.trim_matches(|c: char| c.is_whitespace() || c == '\u{C}');
    let body = front_matter(part, &mut article).unwrap_or(part);
    article.text = body.replace('\u{C}', "\n");
    structure(&mut article, Known::default());
    article
}

/// Markdown's front matter: `---`, labelled lines, `---`. The text goes on after it.
fn front_matter<'t>(text: &'t str, article: &mut Article) -> Option<&'t str> {
    let rest = text.strip_prefix("---")?.trim_start_matches([' ', '\t']).strip_prefix('\n')?;
    let end = rest.find("\n---").filter(|e| *e < 8000)?;
    let lines = rest.get(..end)?;
    let mut labelled = 0;
    for line in lines.lines() {
        if let Some((label, value)) = labels::label(line) {
            labelled += 1;
            take_label(article, label, value.trim_matches('\''), line);
        }
    }
    if labelled == 0 {
        return None;
    }
    rest.get(end + 4..).map(|body| body.trim_start_matches('-').trim_start())
}

/// Shortest stretch between separators that can be an article of its own, in bytes.
const LEAST: usize = 200;

fn parts(text: &str) -> Vec<&str> {
    for cut in [form_feeds as fn(&str) -> Vec<usize>, rules, numbered, heads, titles] {
        let cuts = cut(text);
        if cuts.is_empty() {
            continue;
        }
        let mut out = Vec::with_capacity(cuts.len() + 1);
        let mut from = 0;
        for cut in cuts {
            out.extend(text.get(from..cut));
            from = cut;
        }
        out.extend(text.get(from..));
        let out: Vec<&str> =
            out.into_iter().map(|p| strip_rule(p.trim())).filter(|p| !p.is_empty()).collect();
        let long = out.iter().filter(|p| p.len() >= LEAST).count();
        // A short stretch among long ones is a break within an article, not an article.
        if out.len() > 1 && long * 10 >= out.len() * 9 {
            return out;
        }
    }
    vec![text]
}

/// Takes off the separator that a part begins or ends with.
fn strip_rule(part: &str) -> &str {
    let mut part = part;
    if let Some((first, rest)) = part.split_once('\n')
        && (rule(first.trim()).is_some() || number(first).is_some())
    {
        part = rest;
    }
    if let Some((rest, last)) = part.rsplit_once('\n')
        && rule(last.trim()).is_some()
    {
        part = rest;
    }
    part.trim()
}

/// Pages of a print-out: one article a page only when each page begins anew.
fn form_feeds(text: &str) -> Vec<usize> {
    memchr::memchr_iter(0xC, text.as_bytes()).filter(|at| *at > 0).collect()
}

/// A line of one sign repeated; how often it is.
fn rule(line: &str) -> Option<(char, usize)> {
    let sign = line
        .chars()
        .next()
        .filter(|c| matches!(c, '-' | '=' | '_' | '*' | '#' | '~' | '+' | '—' | '─' | '═'))?;
    let mut count = 0;
    for c in line.chars() {
        if c == sign {
            count += 1;
        } else if c != ' ' {
            return None;
        }
    }
    (count >= 3).then_some((sign, count))
}

/// Ruled lines. Long ones part articles; three stars or dashes are often a pause within one, so
/// they part only what begins like an article each time.
fn rules(text: &str) -> Vec<usize> {
    let found: Vec<(usize, (char, usize))> = lines(text)
        .filter_map(|(at, line)| Some((at, rule(line.trim())?)))
        .filter(|(at, _)| *at > 0)
        .collect();
    let long: Vec<usize> = found.iter().filter(|(_, (_, n))| *n >= 5).map(|(at, _)| *at).collect();
    if !long.is_empty() {
        return long;
    }
    let short: Vec<usize> = found.iter().map(|(at, _)| *at).collect();
    let begins = short.iter().all(|at| {
        let after = text.get(*at..).and_then(|t| t.split_once('\n')).map_or("", |(_, rest)| rest);
        let first = after.lines().map(str::trim).find(|l| !l.is_empty()).unwrap_or("");
        let second = after.lines().map(str::trim).filter(|l| !l.is_empty()).nth(1).unwrap_or("");
        labels::label(first).is_some()
            || (first.len() < 200 && !first.ends_with(['.', '”', '"']) && second.len() > first.len())
    });
    if begins { short } else { Vec::new() }
}

/// The number of a line such as "Article 3 of 20", "Document 3", "Story #3:".
fn number(line: &str) -> Option<u32> {
    if line.len() > 60 {
        return None;
    }
    let lower = line.trim().trim_matches(['#', '*', '[', ']', ' ']).to_lowercase();
    let rest = ["article", "document", "text", "story", "item", "no.", "nr."]
        .iter()
        .find_map(|w| lower.strip_prefix(w))?;
    let rest = rest.trim_start_matches([' ', '#', ':']);
    let figures = rest.bytes().take_while(u8::is_ascii_digit).count();
    let after = rest.get(figures..)?.trim();
    let alone = after.is_empty()
        || after.starts_with("of ")
        || after.starts_with('/')
        || after == ":"
        || after == ".";
    if alone { rest.get(..figures)?.parse().ok() } else { None }
}

/// Numbered lines that count up from one.
fn numbered(text: &str) -> Vec<usize> {
    let mut cuts = Vec::new();
    let mut expected = 1;
    for (at, line) in lines(text) {
        if number(line) == Some(expected) {
            expected += 1;
            cuts.push(at);
        }
    }
    if expected > 2 { cuts } else { Vec::new() }
}

/// Heads of labelled lines ("Title: … Date: … Source: …") that come more than once: each begins
/// an article, at the first label of its run.
fn heads(text: &str) -> Vec<usize> {
    let mut runs: Vec<(usize, Label)> = Vec::new();
    let mut within = false;
    for (at, line) in lines(text) {
        if line.trim().is_empty() {
            continue;
        }
        let found = (line.len() < 400).then(|| labels::label(line)).flatten();
        if let Some((label, _)) = found {
            if !within {
                runs.push((at, label));
            }
            within = true;
        } else {
            within = false;
        }
    }
    let Some((_, first)) = runs.first().copied() else { return Vec::new() };
    let same: Vec<usize> = runs.iter().filter(|(_, label)| *label == first).map(|(at, _)| *at).collect();
    if same.len() > 1 { same } else { Vec::new() }
}

/// Markdown with more than one title: each `# ` begins an article.
fn titles(text: &str) -> Vec<usize> {
    let found: Vec<usize> = lines(text).filter(|(_, l)| l.starts_with("# ")).map(|(at, _)| at).collect();
    if found.len() > 1 { found } else { Vec::new() }
}

#[cfg(test)]
mod tests {
    use super::*;

    const BODY: &str = "The harbour master said on Monday that the ferry would not sail. “We wait for the inspectors,” \
        she said.\nThe mayor added that a replacement had been found in the next town. It is to arrive within days.";

    fn headlines(text: &str) -> Vec<String> {
        articles(text).into_iter().map(|a| a.headline.unwrap_or_default()).collect()
    }

    #[test]
    fn ways_to_part_articles() {
        let want = ["Ferry stays in dock", "Ferry sails again"];
        for text in [
            format!("Ferry stays in dock\n{BODY}\n=========\nFerry sails again\n{BODY}"),
            format!("Ferry stays in dock\n{BODY}\n\n---\n\nFerry sails again\n{BODY}"),
            format!("Article 1 of 2\nFerry stays in dock\n{BODY}\nArticle 2 of 2\nFerry sails again\n{BODY}"),
            format!(
                "Title: Ferry stays in dock\nDate: 3 February 2022\n\n{BODY}\n\nTitle: Ferry sails again\n\n{BODY}"
            ),
            format!("# Ferry stays in dock\n\n{BODY}\n\n# Ferry sails again\n\n{BODY}"),
            format!("Ferry stays in dock\n{BODY}\u{C}Ferry sails again\n{BODY}"),
        ] {
            let found: Vec<String> = headlines(&text);
            assert_eq!(found.iter().map(|h| h.trim()).collect::<Vec<_>>(), want, "{text}");
        }
    }

    #[test]
    fn a_pause_does_not_part() {
        assert_eq!(
            headlines(&format!(
                "Ferry stays in dock\n{BODY}\n\n* * *\n\nThe council meets on Friday.\n{BODY}"
            ))
            .len(),
            1
        );
    }

    #[test]
    fn front_matter_is_read() {
        let text =
            format!("---\ntitle: \"Ferry stays\"\ndate: 2022-02-03\nsource: The Courier\n---\n\n{BODY}");
        let all = articles(&text);
        let article = &all[0];
        assert_eq!(article.headline.as_deref(), Some("Ferry stays"));
        assert_eq!(article.published.unwrap().to_string(), "2022-02-03");
        assert_eq!(article.outlet.as_deref(), Some("The Courier"));
        assert!(article.text.starts_with("The harbour"));
    }
}
