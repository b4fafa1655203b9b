use super::record::{Record, is_date};
use verbatim_article::Article;

/// Factiva's field codes.
const CODES: &[&str] = &[
    "SE", "HD", "BY", "CR", "WC", "PD", "ET", "SN", "SC", "ED", "PG", "VOL", "LA", "CY", "LP", "TD", "ART",
    "CO", "IN", "NS", "RE", "IPC", "IPD", "PUB", "AN", "CLM", "CT", "CX", "DLN", "GC", "PBN", "RF", "DE",
    "NGC", "DJIC", "CC", "HLP",
];

fn code(line: &str) -> Option<(&'static str, &str)> {
    let line = line.trim_start_matches(['|', ' ', '\t']);
    let end = line.find(|c: char| !c.is_ascii_uppercase()).unwrap_or(line.len());
    let key = line.get(..end)?;
    let found = CODES.iter().find(|c| **c == key)?;
    let rest = line.get(end..)?;
    // "IN ADDITION" is no field: two spaces, a tab or a bar stand between code and value.
    let value = rest.trim_matches(|c: char| c.is_whitespace() || c == '|');
    let apart = rest.is_empty()
        || rest.starts_with("  ")
        || rest.starts_with(['\t', '|', '\u{A0}'])
        || value.is_empty()
        || rest.starts_with(" \t");
    apart.then_some((*found, value))
}

/// Reads downloads with field codes (HD, BY, WC, PD, SN, LP, TD, AN), or `None`.
pub(super) fn coded(lines: &[&str]) -> Option<Vec<Article>> {
    let count = |key: &str| lines.iter().filter(|l| code(l).is_some_and(|(k, _)| k == key)).count();
    let heads = count("HD");
    if heads == 0 || (count("TD") + count("LP") == 0) || (count("PD") + count("SN") + count("AN") == 0) {
        return None;
    }
    let mut records: Vec<Record> = Vec::new();
    let mut current = Record::default();
    let mut key = "";
    let mut ended = false;
    for line in lines {
        if let Some((found, value)) = code(line) {
            let anew = (found == "HD" && !current.headline.is_empty())
                || (ended && matches!(found, "SE" | "HD" | "CLM" | "BY"));
            if anew {
                records.push(std::mem::take(&mut current));
                ended = false;
            }
            key = found;
            if found == "AN" {
                ended = true;
            }
            take(&mut current, key, value);
        } else if ended {
            // Between articles: page numbers, notices.
        } else if line.trim().is_empty() {
            if matches!(key, "LP" | "TD") {
                current.body.push(String::new());
            }
        } else {
            take(&mut current, key, line);
        }
    }
    records.push(current);
    let articles: Vec<Article> =
        records.into_iter().filter(|r| !r.is_empty()).map(|r| r.article("Factiva")).collect();
    (!articles.is_empty()).then_some(articles)
}

fn take(out: &mut Record, key: &str, value: &str) {
    let words = value.trim();
    if words.is_empty() {
        return;
    }
    let slot = match key {
        "HD" => &mut out.headline,
        "BY" => &mut out.byline,
        "PD" => &mut out.date,
        "SN" => &mut out.outlet,
        "LA" => &mut out.language,
        "CR" => &mut out.agency,
        "LP" | "TD" => {
            out.body.push(value.trim_end().to_owned());
            return;
        }
        "ART" => {
            out.captions.push(words.to_owned());
            return;
        }
        _ => return,
    };
    if !slot.is_empty() {
        slot.push(' ');
    }
    slot.push_str(words);
}

/// What stands before the number of an article.
const ID: &[&str] = &[
    "Document ",
    "Documento ",
    "Dokument ",
    "Документ ",
    "Belge ",
    "Documentnummer ",
    "文書 ",
    "文件 ",
    "文档 ",
    "Dokumen ",
];

/// "words", in the languages of the database and its papers.
const WORDS: &[&str] = &[
    "words",
    "word",
    "mots",
    "mot",
    "wörter",
    "wort",
    "palabras",
    "parole",
    "palavras",
    "woorden",
    "слов",
    "слова",
    "слів",
    "kelime",
    "słów",
    "słowa",
    "ord",
    "slov",
    "slova",
    "szó",
    "sanaa",
    "kata",
    "cuvinte",
    "λέξεις",
    "文字",
    "字",
    "語",
    "단어",
];

/// Whether a page holds the number of an article.
pub(super) fn has_id(html: &str) -> bool {
    ID.iter().any(|word| {
        memchr::memmem::find_iter(html.as_bytes(), word.as_bytes()).take(1000).any(|at| {
            let tail = html.get(at..).unwrap_or_default();
            let end = tail.find(['<', '\n', '\r']).unwrap_or(tail.len());
            end < 80 && tail.get(..end).is_some_and(is_id)
        })
    })
}

/// `Document ORVC000020220203ei2300001`: the last line of every article.
fn is_id(line: &str) -> bool {
    let Some(rest) = ID.iter().find_map(|w| line.trim().strip_prefix(w)) else { return false };
    let rest = rest.trim();
    rest.len() >= 14
        && rest.len() <= 40
        && rest.bytes().all(|b| b.is_ascii_alphanumeric())
        && rest.bytes().take_while(u8::is_ascii_uppercase).count() >= 2
        && rest.bytes().filter(u8::is_ascii_digit).count() >= 8
}

/// "512 words", "512 mots", "512 Wörter".
fn is_count(line: &str) -> bool {
    let words: Vec<&str> = line.split_whitespace().collect();
    matches!(words.as_slice(), [n, w] if n.bytes().all(|b| b.is_ascii_digit() || b == b',' || b == b'.')
        && n.bytes().any(|b| b.is_ascii_digit())
        && WORDS.contains(&w.to_lowercase().as_str()))
}

/// Reads downloads without codes, or `None`.
pub(super) fn plain(lines: &[&str]) -> Option<Vec<Article>> {
    let ends: Vec<usize> = lines.iter().enumerate().filter(|(_, l)| is_id(l)).map(|(i, _)| i).collect();
    if ends.is_empty() || !lines.iter().any(|l| is_count(l)) {
        return None;
    }
    let mut out = Vec::with_capacity(ends.len());
    let mut from = 0;
    for end in ends {
        let part = lines.get(from..end).unwrap_or_default();
        from = end + 1;
        if let Some(record) = one(part) {
            out.push(record.article("Factiva"));
        }
    }
    (!out.is_empty()).then_some(out)
}

fn one(lines: &[&str]) -> Option<Record> {
    let mut out = Record::default();
    let furniture = |l: &str| {
        let t = l.trim();
        let lower = t.to_lowercase();
        let page = lower.starts_with("page ") && t.len() < 24;
        let notice = ["factiva, inc", "dow jones & company"].iter().any(|n| lower.contains(n));
        !(t.is_empty() || page || notice || lower.starts_with("search summary"))
    };
    let counted = lines.iter().position(|l| is_count(l))?;
    let mut head: Vec<String> = Vec::new();
    let mut wrapped = false;
    for line in lines.get(..counted)? {
        let words = line.trim();
        if !furniture(words) {
            wrapped = false;
            continue;
        }
        match head.last_mut().filter(|_| wrapped && words.starts_with(char::is_lowercase)) {
            // A headline that was broken at the margin.
            Some(last) => *last = format!("{last} {words}"),
            None => head.push(words.to_owned()),
        }
        wrapped = words.len() >= 58;
    }
    let head: Vec<&str> = head.iter().map(String::as_str).collect();
    let by = |l: &str| {
        let lower = l.to_lowercase();
        ["by ", "par ", "von ", "por ", "di ", "door ", "de ", "av ", "af "]
            .iter()
            .any(|b| lower.starts_with(b))
            && l.len() < 120
    };
    let byline = |l: &str| by(l) || (l.split_whitespace().count() <= 5 && l.len() < 60);
    match head.as_slice() {
        [] => {}
        [title] => out.headline = (*title).to_owned(),
        [.., title, author] if by(author) && !author.ends_with(['.', '?', '!']) => {
            out.headline = (*title).to_owned();
            out.byline = (*author).to_owned();
        }
        [title, author] if byline(author) && title.len() > author.len() => {
            out.headline = (*title).to_owned();
            out.byline = (*author).to_owned();
        }
        [_, title] => out.headline = (*title).to_owned(),
        [.., title, author] if byline(author) && title.len() > author.len() => {
            out.headline = (*title).to_owned();
            out.byline = (*author).to_owned();
        }
        [.., title] => out.headline = (*title).to_owned(),
    }
    let mut at = counted + 1;
    let mut below: Vec<&str> = Vec::new();
    // Date, time, source, code, edition, page, language, copyright; the text follows.
    let mut seen = 0;
    while let Some(line) = lines.get(at) {
        let words = line.trim();
        at += 1;
        if words.is_empty() {
            continue;
        }
        seen += 1;
        below.push(words);
        let lower = words.to_lowercase();
        if lower.starts_with("(c)")
            || lower.starts_with("copyright")
            || lower.starts_with('©')
            || lower.starts_with("(copyright")
            || lower.contains("all rights reserved")
        {
            break;
        }
        if words.len() > 140 || seen > 10 {
            at -= 1;
            below.pop();
            break;
        }
    }
    let dated = below.iter().position(|l| is_date(l));
    if let Some(dated) = dated {
        out.date = below.get(dated).copied().unwrap_or_default().to_owned();
        let source = below
            .iter()
            .skip(dated + 1)
            .find(|l| !l.contains(':') || !l.bytes().any(|b| b.is_ascii_digit()) || l.len() > 8);
        out.outlet = source.copied().unwrap_or_default().to_owned();
    }
    out.language = below
        .iter()
        .find(|l| {
            matches!(
                l.to_lowercase().as_str(),
                "english"
                    | "français"
                    | "french"
                    | "deutsch"
                    | "german"
                    | "español"
                    | "türkçe"
                    | "turkish"
                    | "italiano"
                    | "nederlands"
            )
        })
        .copied()
        .unwrap_or_default()
        .to_owned();
    out.body = lines.get(at..)?.iter().map(|l| (*l).to_owned()).collect();
    (!out.is_empty()).then_some(out)
}
