//! `verbatim-train known-names`: the CIA World Factbook (CC0, as JSON) and a short list of our own
//! to the table of countries, capitals and bodies that coreference and linking read.

use serde::Deserialize;
use std::collections::BTreeMap;
use std::fmt::Write;

#[derive(Deserialize)]
struct Country {
    name: String,
    long: Option<String>,
    local_long: Option<String>,
    local_short: Option<String>,
    former: Option<String>,
    abbreviation: Option<String>,
    demonym_noun: Option<String>,
    demonym_adjective: Option<String>,
    capital: Option<String>,
}

#[derive(Default)]
struct Row {
    kind: String,
    name: String,
    names: Vec<String>,
    adjectives: Vec<String>,
    country: String,
}

/// Makes the table. `factbook` is NDJSON, `extra` the table of additions in the output's format.
///
/// # Errors
/// When a line of `factbook` is not the JSON of a country.
pub fn build(factbook: &str, extra: &str) -> Result<String, serde_json::Error> {
    let mut rows: BTreeMap<String, Row> = BTreeMap::new();
    let mut capitals = Vec::new();
    for line in factbook.lines().filter(|l| !l.trim().is_empty()) {
        let country: Country = serde_json::from_str(line)?;
        let id = slug(&country.name);
        let mut row = Row { kind: "country".into(), name: country.name.clone(), ..Row::default() };
        let texts =
            [country.long, country.local_long, country.local_short, country.former, country.abbreviation];
        for text in texts.into_iter().flatten() {
            row.names.extend(pieces(&text));
        }
        for text in [country.demonym_adjective, country.demonym_noun].into_iter().flatten() {
            for piece in pieces(&text) {
                if let Some(single) = piece.strip_suffix("(s)") {
                    row.adjectives.extend([single.to_owned(), format!("{single}s")]);
                } else {
                    row.adjectives.extend(piece.split(" or ").map(str::to_owned));
                }
            }
        }
        if let Some(capital) = country.capital {
            capitals.extend(pieces(&capital).into_iter().map(|name| (id.clone(), name)));
        }
        rows.insert(id, row);
    }
    for (country, name) in capitals {
        let id = slug(&name);
        // A city state and its capital have one name; the country keeps it.
        if !id.is_empty() && !rows.contains_key(&id) {
            rows.insert(id, Row { kind: "city".into(), name, country, ..Row::default() });
        }
    }
    for line in extra.lines().filter(|l| !l.starts_with('#') && !l.trim().is_empty()) {
        let mut fields = line.split('\t');
        let mut next = || fields.next().unwrap_or("").trim();
        let (id, kind, name, names, adjectives, country) = (next(), next(), next(), next(), next(), next());
        let row = rows.entry(id.to_owned()).or_default();
        kind.clone_into(&mut row.kind);
        if !row.name.is_empty() && row.name != name {
            let old = std::mem::take(&mut row.name);
            row.names.push(old);
        }
        name.clone_into(&mut row.name);
        country.clone_into(&mut row.country);
        add(&mut row.names, names);
        add(&mut row.adjectives, adjectives);
    }
    let mut out = String::from("# Made by `verbatim-train known-names`; do not edit. CC0.\n");
    for (id, row) in rows {
        let list = |mut names: Vec<String>| {
            names.retain(|n| *n != row.name || row.kind != "country");
            let mut seen = std::collections::BTreeSet::new();
            names.retain(|n| n.len() > 1 && seen.insert(n.clone()));
            names.join(";")
        };
        let (names, adjectives) = (list(row.names.clone()), list(row.adjectives.clone()));
        let _ = writeln!(out, "{id}\t{}\t{}\t{names}\t{adjectives}\t{}", row.kind, row.name, row.country);
    }
    Ok(out)
}

fn add(list: &mut Vec<String>, text: &str) {
    for name in text.split(';').map(str::trim).filter(|n| !n.is_empty()) {
        match name.strip_prefix('!') {
            Some(gone) => list.retain(|n| n != gone),
            None => list.push(name.to_owned()),
        }
    }
}

/// The names in a Factbook field: split at commas and semicolons, notes and brackets dropped.
fn pieces(text: &str) -> Vec<String> {
    let text = text.split("note").next().unwrap_or("").replace("(s)", "\u{1}");
    let mut plain = String::new();
    let mut depth = 0usize;
    for c in text.chars() {
        match c {
            '(' | '[' => depth += 1,
            ')' | ']' => depth = depth.saturating_sub(1),
            _ if depth == 0 => plain.push(c),
            _ => {}
        }
    }
    plain
        .replace('\u{1}', "(s)")
        .split([',', ';', '/'])
        .map(|piece| piece.trim().to_owned())
        .filter(|piece| piece.len() > 1 && !matches!(piece.as_str(), "none" | "conventional" | "D.C."))
        .collect()
}

fn slug(name: &str) -> String {
    let head = name.split(['(', ';']).next().unwrap_or("").trim();
    let name = if head.is_empty() { name } else { head };
    verbatim_nlp::names::fold(name).replace(' ', "-")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_country_and_its_capital() {
        let factbook = r#"{"name":"Orvania","long":"Republic of Orvania","former":"Orv, Old Orv","demonym_noun":"Orvan(s)","demonym_adjective":"Orvanian","capital":"Orvagrad (old name; note - so)"}"#;
        let extra = "orvania\tcountry\tOrvania\tOrvany; !Orv\tOrvish\t\n";
        let table = build(factbook, extra).unwrap();
        assert!(table.contains(
            "orvania\tcountry\tOrvania\tRepublic of Orvania;Old Orv;Orvany\tOrvanian;Orvan;Orvans;Orvish\t\n"
        ));
        assert!(table.contains("orvagrad\tcity\tOrvagrad\t\t\torvania\n"), "{table}");
    }
}
