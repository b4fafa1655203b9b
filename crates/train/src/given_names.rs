//! `verbatim-train given-names`: lists of given names by gender to the one that coreference reads.

use std::collections::BTreeMap;

/// Makes the list: a line each for names of men, of women and of both. `extra` has lines that
/// begin with `m`, `f` or `x`.
pub fn build(male: &str, female: &str, extra: &str) -> String {
    let mut names: BTreeMap<String, u8> = BTreeMap::new();
    let mut add = |name: &str, mark: u8| {
        let folded = verbatim_nlp::names::fold(name).replace(' ', "");
        if folded.len() > 1 {
            *names.entry(folded).or_default() |= mark;
        }
    };
    for (list, mark) in [(male, 1), (female, 2)] {
        list.lines().map(str::trim).filter(|l| !l.starts_with('#')).for_each(|name| add(name, mark));
    }
    for line in extra.lines() {
        let mut words = line.split_whitespace();
        let mark = match words.next() {
            Some("m") => 1,
            Some("f") => 2,
            Some("x") => 3,
            _ => continue,
        };
        words.for_each(|name| add(name, mark));
    }
    let of = |wanted: u8| {
        names
            .iter()
            .filter(|(_, mark)| **mark == wanted)
            .map(|(n, _)| n.as_str())
            .collect::<Vec<_>>()
            .join(" ")
    };
    format!(
        "# Made by `verbatim-train given-names` from the Names Corpus 1.3 (1994), copyright 1991 Mark Kantrowitz,\n\
         # additions by Bill Ross, freely redistributable with credit, and from given-names.extra.txt.\n\
         m {}\nf {}\nx {}\n",
        of(1),
        of(2),
        of(3)
    )
}

#[cfg(test)]
mod tests {
    #[test]
    fn both_lists_make_a_third() {
        let list = super::build("Ivo\nRobin\n", "Ana\nRobin\n", "# note\nf Zoë\n");
        assert!(list.ends_with("m ivo\nf ana zoe\nx robin\n"));
    }
}
