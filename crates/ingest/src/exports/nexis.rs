use super::record::{Record, field, is_date};
use verbatim_article::Article;

/// Fields before the text.
const HEAD: &[&str] = &[
    "HEADLINE",
    "BYLINE",
    "SECTION",
    "LENGTH",
    "DATELINE",
    "HIGHLIGHT",
    "SERIES",
    "ABSTRACT",
    "AUTOR",
    "RUBRIK",
    "LÄNGE",
    "AUTEUR",
    "RUBRIQUE",
    "LONGUEUR",
    "SECTIE",
    "LENGTE",
    "SECCIÓN",
    "LONGITUD",
    "AUTEURS",
    "EDITION",
    "BLURB",
    "DACHZEILE",
    "ORT",
    "RUBRIEK",
    "SEZIONE",
    "LUNGHEZZA",
    "AUTORE",
    "SEÇÃO",
    "COMPRIMENTO",
    "TÍTULO",
    "TITRE",
    "TITEL",
    "TITOLO",
    "SÉRIE",
    "RESUMEN",
    "RÉSUMÉ",
    "ZUSAMMENFASSUNG",
    "TAMANHO",
    "SECÇÃO",
    "SECCION",
    "SECAO",
    "SOURCE",
];

/// Fields after the text.
const TAIL: &[&str] = &[
    "LOAD-DATE",
    "LANGUAGE",
    "PUBLICATION-TYPE",
    "GRAPHIC",
    "URL",
    "SUBJECT",
    "PERSON",
    "CITY",
    "STATE",
    "COUNTRY",
    "COMPANY",
    "ORGANIZATION",
    "GEOGRAPHIC",
    "INDUSTRY",
    "TYPE",
    "DOCUMENT-TYPE",
    "JOURNAL-CODE",
    "ACC-NO",
    "CORRECTION",
    "CORRECTION-DATE",
    "NOTES",
    "TICKER",
    "CATEGORY",
    "LOAD DATE",
    "UPDATE",
    "SPRACHE",
    "DATE-CHARGEMENT",
    "LANGUE",
    "TYPE-PUBLICATION",
    "ISSN",
    "PUB-TYPE",
    "JOURNAL CODE",
    "TAAL",
    "LAAD-DATUM",
    "LAADDATUM",
    "DATE DE CHARGEMENT",
    "FECHA DE CARGA",
    "DATA DI CARICAMENTO",
    "DATA DE CARREGAMENTO",
    "LADEDATUM",
    "LINGUA",
    "TIPO DE PUBLICACIÓN",
    "TIPO DI PUBBLICAZIONE",
    "TYPE DE PUBLICATION",
    "PUBLIKATIONSTYP",
    "PUBLICATIETYPE",
    "COPYRIGHT",
    "GRAFIK",
    "FECHA-CARGA",
    "IDIOMA",
    "CLASSIFICATION",
    "PUBLICATION TYPE",
    "PMID",
    "MEDIUM",
    "PUBLICATION SUBJECT",
    "DATA-CARICAMENTO",
    "DATA-DE-CARREGAMENTO",
    "DATA-CARREGAMENTO",
    "TIPO-PUBLICACIÓN",
    "TIPO-PUBBLICAZIONE",
    "TIPO-DE-PUBLICAÇÃO",
    "KLASSIFIZIERUNG",
    "CLASIFICACIÓN",
    "CLASSIFICAZIONE",
    "CLASSIFICAÇÃO",
    "CLASSIFICATIE",
    "GRAPHIQUE",
    "GRÁFICO",
    "GRAFICO",
    "GRAFIEK",
];

/// Names of the number of words.
const LENGTH: &[&str] =
    &["LENGTH", "LÄNGE", "LONGUEUR", "LENGTE", "LONGITUD", "LUNGHEZZA", "COMPRIMENTO", "TAMANHO"];

/// Names of the day when the database took the article in.
const LOADED: &[&str] = &[
    "LOAD-DATE",
    "LOAD DATE",
    "DATE-CHARGEMENT",
    "UPDATE",
    "DATE DE CHARGEMENT",
    "FECHA DE CARGA",
    "FECHA-CARGA",
    "DATA DI CARICAMENTO",
    "DATA DE CARREGAMENTO",
    "LADEDATUM",
    "LAAD-DATUM",
    "LAADDATUM",
    "DATA-CARICAMENTO",
    "DATA-DE-CARREGAMENTO",
    "DATA-CARREGAMENTO",
];

/// Reads downloads of LexisNexis and Nexis Uni, or `None`.
pub(super) fn read(lines: &[&str]) -> Option<Vec<Article>> {
    let starts: Vec<usize> = lines.iter().enumerate().filter(|(_, l)| is_number(l)).map(|(i, _)| i).collect();
    let ends: Vec<usize> = lines.iter().enumerate().filter(|(_, l)| is_end(l)).map(|(i, _)| i).collect();
    let mut parts: Vec<&[&str]> = Vec::new();
    if !ends.is_empty() && ends.len() >= starts.len() {
        let mut from = 0;
        for end in ends {
            parts.extend(lines.get(from..end));
            from = end + 1;
        }
        // What follows the last mark is an article that was cut off, if it has fields.
        parts.extend(lines.get(from..).filter(|rest| rest.iter().any(|l| field(l, LENGTH).is_some())));
    } else if !starts.is_empty() {
        for (i, start) in starts.iter().enumerate() {
            let end = starts.get(i + 1).copied().unwrap_or(lines.len());
            parts.extend(lines.get(start + 1..end));
        }
    } else {
        let told = |keys: &[&'static str]| lines.iter().filter(|l| field(l, keys).is_some()).count();
        let length = told(LENGTH);
        let load = told(LOADED);
        if length == 0 || load == 0 {
            return None;
        }
        let mut from = 0;
        for (i, line) in lines.iter().enumerate() {
            if field(line, LOADED).is_some() {
                parts.extend(lines.get(from..=i));
                from = i + 1;
            }
        }
    }
    let articles: Vec<Article> = parts
        .into_iter()
        .filter_map(record)
        .map(|r| r.article("Nexis"))
        .filter(|a| !a.text.is_empty())
        .collect();
    (!articles.is_empty()).then_some(articles)
}

/// "1 of 50 DOCUMENTS", "Document 1 of 50", "3 von 20 DOKUMENTEN".
fn is_number(line: &str) -> bool {
    let line = line.trim();
    if line.len() > 40 || !line.bytes().any(|b| b.is_ascii_digit()) {
        return false;
    }
    let lower = line.to_lowercase();
    let words: Vec<&str> = lower.split_whitespace().collect();
    let number = |w: &str| !w.is_empty() && w.bytes().all(|b| b.is_ascii_digit());
    let of = |w: &str| matches!(w, "of" | "von" | "de" | "sur" | "van" | "di");
    match words.as_slice() {
        [a, o, b, d] => {
            number(a)
                && of(o)
                && number(b)
                && (d.starts_with("document") || d.starts_with("dokument") || d.starts_with("documento"))
        }
        _ => false,
    }
}

fn is_end(line: &str) -> bool {
    let line = line.trim();
    [
        "End of Document",
        "Ende des Dokuments",
        "Fin du document",
        "Fin du Document",
        "Fin del documento",
        "Fine del documento",
        "Fim do documento",
        "Einde van het document",
        "Einde van document",
    ]
    .iter()
    .any(|e| line.eq_ignore_ascii_case(e))
}

fn is_copyright(line: &str) -> bool {
    let lower = line.trim().to_lowercase();
    lower.starts_with("copyright")
        || lower.starts_with('©')
        || lower.starts_with("all rights reserved")
        || lower.starts_with("(c) ")
}

/// Who passed the article on: it stands between outlet and date, and is neither.
fn is_supplier(line: &str) -> bool {
    let words = line.trim();
    ["Supplied by ", "Distributed by ", "Provided by ", "Delivered by "]
        .iter()
        .any(|by| words.starts_with(by))
}

fn is_page(line: &str) -> bool {
    let lower = line.trim().to_lowercase();
    lower
        .strip_prefix("page ")
        .is_some_and(|r| r.len() < 16 && r.bytes().next().is_some_and(|b| b.is_ascii_digit()))
}

fn record(lines: &[&str]) -> Option<Record> {
    let mut out = Record::default();
    let lines: Vec<&str> = lines.iter().copied().filter(|l| !is_page(l)).collect();
    let first_field = lines
        .iter()
        .position(|l| field(l, HEAD).is_some() || is_body(l))
        .or_else(|| lines.iter().position(|l| field(l, TAIL).is_some()));
    let head_end = first_field.unwrap_or_else(|| lines.iter().position(|l| is_date(l)).map_or(0, |d| d + 1));
    let above: Vec<&str> = lines.get(..head_end)?.iter().copied().filter(|l| !is_supplier(l)).collect();
    head(&above, &mut out);
    if lines.iter().any(|l| {
        field(l, &["HEADLINE", "TITRE", "TITEL", "TÍTULO", "TITOLO"]).is_some_and(|(_, v)| !v.is_empty())
    }) {
        out.headline.clear();
    }
    let mut state = State::Head;
    let mut key = "";
    let mut blank = false;
    for line in lines.get(head_end..)? {
        let words = line.trim();
        if words.is_empty() {
            blank = true;
            if state == State::Body {
                out.body.push(String::new());
            }
            if state == State::Head {
                key = "";
            }
            continue;
        }
        if is_body(words) && state == State::Head {
            state = State::Body;
            blank = false;
            continue;
        }
        let tail = field(words, TAIL).filter(|_| state != State::Head || !out.body.is_empty());
        if let Some((name, value)) = tail {
            // A text may have a line such as "Notes:" of its own; the real tail stands apart.
            if state != State::Body || blank || name == "LOAD-DATE" || name == "GRAPHIC" {
                state = State::Tail;
                key = name;
                take(&mut out, name, value);
                blank = false;
                continue;
            }
        }
        match state {
            State::Head => {
                if let Some((name, value)) = field(words, HEAD).or_else(|| field(words, TAIL)) {
                    key = name;
                    take(&mut out, name, value);
                } else if !key.is_empty() && !blank {
                    take(&mut out, key, words);
                } else if is_copyright(words) {
                    key = "";
                } else {
                    state = State::Body;
                    out.body.push((*line).to_owned());
                }
            }
            State::Body => {
                let lower = words.to_lowercase();
                if blank && matches!(lower.as_str(), "classification" | "graphic" | "notes" | "correction") {
                    state = State::Tail;
                    key = if lower == "graphic" { "GRAPHIC" } else { "" };
                } else if is_copyright(words) && blank {
                    state = State::Tail;
                    key = "";
                } else {
                    out.body.push((*line).to_owned());
                }
            }
            State::Tail => {
                if blank && key != "GRAPHIC" {
                    key = "";
                }
                if !key.is_empty() {
                    take(&mut out, key, words);
                }
            }
        }
        blank = false;
    }
    (!out.is_empty()).then_some(out)
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum State {
    Head,
    Body,
    Tail,
}

fn is_body(line: &str) -> bool {
    matches!(
        line.trim(),
        "Body"
            | "BODY"
            | "BODY:"
            | "Body:"
            | "Textkörper"
            | "Corps"
            | "Text"
            | "Volltext"
            | "Corps de l'article"
            | "Corps du texte"
            | "Hauptteil"
            | "Cuerpo"
            | "Cuerpo del artículo"
            | "Testo"
            | "Corpo"
            | "Tekst"
            | "Hoofdtekst"
            | "Brödtext"
    )
}

fn take(out: &mut Record, key: &str, value: &str) {
    let slot = match key {
        "HEADLINE" | "TITRE" | "TITEL" | "TÍTULO" | "TITOLO" => &mut out.headline,
        "BYLINE" | "AUTOR" | "AUTEUR" | "AUTEURS" | "AUTORE" => &mut out.byline,
        "DATELINE" | "ORT" => &mut out.dateline,
        "HIGHLIGHT" | "ABSTRACT" | "BLURB" | "RESUMEN" | "RÉSUMÉ" | "ZUSAMMENFASSUNG" => {
            &mut out.standfirst
        }
        "LANGUAGE" | "SPRACHE" | "LANGUE" | "TAAL" | "IDIOMA" | "LINGUA" => &mut out.language,
        "URL" => &mut out.url,
        key if LOADED.contains(&key) && key != "UPDATE" && out.date.is_empty() => &mut out.date,
        "GRAPHIC" | "GRAFIK" | "GRAPHIQUE" | "GRÁFICO" | "GRAFICO" | "GRAFIEK" => {
            if !value.is_empty() {
                out.captions.push(value.to_owned());
            }
            return;
        }
        _ => return,
    };
    if !slot.is_empty() {
        slot.push(' ');
    }
    slot.push_str(value);
}

/// Outlet, date and headline: "outlet, date, headline" in the old layout, "headline, outlet,
/// date" in the new one.
fn head(lines: &[&str], out: &mut Record) {
    let Some(dated) = lines.iter().rposition(|l| is_date(l)) else {
        // No date: the last line is the headline, the first the outlet.
        let words: Vec<&&str> = lines.iter().filter(|l| !l.trim().is_empty() && !is_copyright(l)).collect();
        if let Some(last) = words.last() {
            out.headline = last.trim().to_owned();
        }
        return;
    };
    out.date = lines.get(dated).map_or("", |l| l.trim()).to_owned();
    let after: Vec<&str> = lines.get(dated + 1..).unwrap_or_default().to_vec();
    // Editions stand centred under the date, at once after it; the headline after a blank line.
    let mut groups: Vec<Vec<&str>> = vec![Vec::new()];
    for line in &after {
        if line.trim().is_empty() {
            groups.push(Vec::new());
        } else if let Some(group) = groups.last_mut() {
            group.push(line);
        }
    }
    let edition = groups
        .first()
        .is_some_and(|g| !g.is_empty() && g.iter().all(|l| l.starts_with("     ") || is_edition(l)));
    let candidates: Vec<&Vec<&str>> = groups
        .iter()
        .enumerate()
        .filter(|(i, g)| !(g.is_empty() || (*i == 0 && edition) || g.iter().any(|l| is_copyright(l))))
        .map(|(_, g)| g)
        .collect();
    let before: Vec<&str> = lines.get(..dated).unwrap_or_default().to_vec();
    let above = before.iter().rposition(|l| !l.trim().is_empty() && !is_copyright(l));
    if let Some(outlet) = above.and_then(|i| before.get(i)) {
        out.outlet = outlet.trim().to_owned();
    }
    if let Some(group) = candidates.last() {
        out.headline = group.iter().map(|l| l.trim()).collect::<Vec<_>>().join(" ");
        return;
    }
    let Some(above) = above else { return };
    let mut title: Vec<&str> = Vec::new();
    let mut gap = false;
    for line in before.get(..above).unwrap_or_default().iter().rev() {
        let words = line.trim();
        if words.is_empty() {
            if !title.is_empty() {
                break;
            }
            gap = true;
            continue;
        }
        let cover = words.contains('|')
            || [
                "User Name:",
                "Date and Time:",
                "Job Number:",
                "Client/Matter:",
                "Search Terms:",
                "Search Type:",
                "Content Type",
                "Narrowed by",
            ]
            .iter()
            .any(|c| words.starts_with(c));
        if is_copyright(words) {
            continue;
        }
        if cover || title.len() >= 3 || (!title.is_empty() && !gap && title.len() >= 2) {
            break;
        }
        title.push(words);
        if gap {
            continue;
        }
    }
    title.reverse();
    // The page's running head repeats the headline.
    title.dedup();
    out.headline = title.join(" ");
}

fn is_edition(line: &str) -> bool {
    let lower = line.to_lowercase();
    lower.contains("edition") || lower.contains("ausgabe") || lower.contains("édition")
}
