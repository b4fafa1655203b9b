use crate::{Stance, VerbFamily};
use rustc_hash::FxHashMap;

/// The words that report: verbs, nouns and phrases with their family and stance. The standard list
/// is `data/cues.txt`; a reader's own list of the same form extends it.
#[derive(Clone, Debug, Default)]
pub struct CueLexicon {
    cues: Vec<Cue>,
    /// First word of every inflected form, lower case → the entries it may begin, longest first.
    forms: FxHashMap<String, Vec<Form>>,
}

/// What the lexicon knows of one reporting verb, noun or phrase.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Cue {
    /// Dictionary form with its particle: `say`, `point out`.
    pub lemma: String,
    /// What it does with the words reported.
    pub family: VerbFamily,
    /// Speech or attitude.
    pub stance: Stance,
    /// Its part of speech.
    pub class: CueClass,
}

/// Part of speech of a cue.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CueClass {
    /// `said`.
    Verb,
    /// `statement`.
    Noun,
    /// `according to`.
    Phrase,
}

#[derive(Clone, Debug)]
struct Form {
    /// The words after the first: the particle of "pointed out".
    rest: Vec<String>,
    cue: usize,
}

const STANDARD: &str = include_str!("../../data/cues.txt");

impl CueLexicon {
    /// The list that Verbatim comes with.
    #[must_use]
    pub fn standard() -> Self {
        let mut lexicon = Self::default();
        lexicon.extend(STANDARD);
        lexicon
    }

    /// Reads more entries, in the form of `data/cues.txt`. Lines that are not in that form are
    /// returned with their number (from 1) and skipped; a later entry for a lemma wins.
    pub fn extend(&mut self, list: &str) -> Vec<(usize, String)> {
        let mut section = None;
        let mut skipped = Vec::new();
        for (index, line) in list.lines().enumerate() {
            let line = line.trim();
            if line.is_empty() || line.starts_with('#') {
                continue;
            }
            if let Some(header) = line.strip_prefix('[').and_then(|l| l.strip_suffix(']')) {
                section = parse_section(header);
                if section.is_none() {
                    skipped.push((index + 1, line.to_owned()));
                }
                continue;
            }
            match section {
                Some(section) => self.add(line, section),
                None => skipped.push((index + 1, line.to_owned())),
            }
        }
        skipped
    }

    fn add(&mut self, line: &str, (family, stance, class): (VerbFamily, Stance, CueClass)) {
        let (lemma, irregular) = line.split_once(':').unwrap_or((line, ""));
        let lemma = lemma.trim().to_lowercase();
        let mut words = lemma.split_whitespace().map(str::to_owned);
        let Some(head) = words.next() else { return };
        let rest: Vec<String> = words.collect();
        let number = self.cues.len();
        let mut firsts = match class {
            CueClass::Verb => verb_forms(&head),
            CueClass::Noun => vec![head.clone(), plural(&head)],
            CueClass::Phrase => vec![head.clone()],
        };
        firsts.extend(irregular.split_whitespace().map(str::to_lowercase));
        firsts.sort();
        firsts.dedup();
        for first in firsts {
            let entries = self.forms.entry(first).or_default();
            entries.retain(|f| f.rest != rest || self.cues.get(f.cue).is_some_and(|c| c.class != class));
            // The newest first among those of equal length, the longest first of all.
            let place = entries.iter().position(|f| f.rest.len() <= rest.len()).unwrap_or(entries.len());
            entries.insert(place, Form { rest: rest.clone(), cue: number });
        }
        self.cues.push(Cue { lemma, family, stance, class });
    }

    /// The cues that the words may be, longest first: `words` are the lower-case words from the
    /// cue's first on. Each comes with its length in words.
    pub fn matches<'a>(&'a self, words: &[&str]) -> impl Iterator<Item = (&'a Cue, usize)> {
        let entries = words.first().and_then(|w| self.forms.get(*w));
        entries.into_iter().flatten().filter_map(move |form| {
            let tail = words.get(1..=form.rest.len())?;
            let same = tail.iter().zip(&form.rest).all(|(a, b)| *a == b.as_str());
            Some((self.cues.get(form.cue)?, 1 + form.rest.len())).filter(|_| same)
        })
    }

    /// The verb that a single lower-case word is a form of, speech before attitude.
    #[must_use]
    pub fn verb(&self, word: &str) -> Option<&Cue> {
        let entries = self.forms.get(word)?;
        let verbs = || {
            let single = entries.iter().filter(|f| f.rest.is_empty());
            single.filter_map(|f| self.cues.get(f.cue)).filter(|c| c.class == CueClass::Verb)
        };
        verbs().find(|c| c.stance == Stance::Speech).or_else(|| verbs().next())
    }

    /// Whether any entry begins with this lower-case word.
    #[must_use]
    pub fn begins(&self, word: &str) -> bool {
        self.forms.contains_key(word)
    }
}

fn parse_section(header: &str) -> Option<(VerbFamily, Stance, CueClass)> {
    let mut words = header.split_whitespace();
    let name = words.next()?;
    let family = VerbFamily::ALL.into_iter().find(|f| f.name() == name)?;
    let stance = match words.next()? {
        "speech" => Stance::Speech,
        "attitude" => Stance::Attitude,
        _ => return None,
    };
    let class = match words.next() {
        None | Some("verb") => CueClass::Verb,
        Some("noun") => CueClass::Noun,
        Some("phrase") => CueClass::Phrase,
        Some(_) => return None,
    };
    Some((family, stance, class))
}

fn consonant_y(word: &str) -> Option<&str> {
    let stem = word.strip_suffix('y')?;
    (!stem.ends_with(['a', 'e', 'i', 'o', 'u'])).then_some(stem)
}

fn plural(word: &str) -> String {
    if let Some(stem) = consonant_y(word) {
        format!("{stem}ies")
    } else if word.ends_with(['s', 'x', 'z']) || word.ends_with("sh") || word.ends_with("ch") {
        format!("{word}es")
    } else {
        format!("{word}s")
    }
}

/// The regular forms of a verb, by the rules of spelling.
fn verb_forms(verb: &str) -> Vec<String> {
    let mut forms = vec![verb.to_owned(), plural(verb)];
    if let Some(stem) = verb.strip_suffix('e') {
        forms.push(format!("{verb}d"));
        forms.push(if stem.ends_with(['e', 'o']) { format!("{verb}ing") } else { format!("{stem}ing") });
    } else if let Some(stem) = consonant_y(verb) {
        forms.push(format!("{stem}ied"));
        forms.push(format!("{verb}ing"));
    } else {
        forms.push(format!("{verb}ed"));
        forms.push(format!("{verb}ing"));
    }
    forms
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_standard_list_reads_without_a_skipped_line() {
        assert_eq!(CueLexicon::default().extend(STANDARD), vec![]);
    }

    #[test]
    fn forms_follow_spelling_and_exceptions() {
        let lexicon = CueLexicon::standard();
        for (form, lemma) in [
            ("said", "say"),
            ("denies", "deny"),
            ("denying", "deny"),
            ("vowed", "vow"),
            ("agreeing", "agree"),
            ("published", "publish"),
            ("thought", "think"),
            ("conceding", "concede"),
        ] {
            assert_eq!(lexicon.verb(form).map(|c| c.lemma.as_str()), Some(lemma), "{form}");
        }
        assert!(lexicon.verb("table").is_none());
    }

    #[test]
    fn the_longest_phrase_comes_first() {
        let lexicon = CueLexicon::standard();
        let words = ["pointed", "out", "that"];
        let (cue, length) = lexicon.matches(&words).next().unwrap();
        assert_eq!((cue.lemma.as_str(), length), ("point out", 2));
        let words = ["according", "to", "her"];
        assert_eq!(lexicon.matches(&words).next().unwrap().0.class, CueClass::Phrase);
    }

    #[test]
    fn a_reader_may_add_and_overrule() {
        let mut lexicon = CueLexicon::standard();
        let wrong = lexicon.extend("[warn speech]\ngrowl\nsay: says said saying\n[nonsense]\nx");
        assert_eq!(wrong, vec![(4, "[nonsense]".to_owned()), (5, "x".to_owned())]);
        assert_eq!(lexicon.verb("growled").unwrap().family, VerbFamily::Warn);
        assert_eq!(lexicon.verb("said").unwrap().family, VerbFamily::Warn);
    }
}
