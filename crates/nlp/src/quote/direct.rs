use super::chunk::{is_adverb, phrase_after, phrase_before};
use super::lexicon::{CueClass, CueLexicon};
use super::marks::Quoted;
use super::tagged::Scores;
use super::words::Words;
use crate::{Pos, QuotationKind};
use std::ops::Range;
use verbatim_article::Span;

/// A quotation found by rule, before its speaker is resolved. Ranges count tokens.
#[derive(Clone, Debug, Default)]
pub(crate) struct Draft {
    pub content: Vec<Span>,
    pub cue: Option<Range<usize>>,
    pub source: Option<Range<usize>>,
    pub rule: &'static str,
    pub mixed: bool,
    /// Known from how it was found, whatever marks stand around it: a transcript is direct.
    pub kind: Option<QuotationKind>,
    /// What the trained model thinks of it; zeros for a rule.
    pub scores: Scores,
}

/// What a rule says of one quoted stretch.
struct Attribution {
    cue: Range<usize>,
    source: Option<Range<usize>>,
    rule: &'static str,
    /// The quotation begins before its marks: `said there "should be no doubt"`.
    from: Option<u32>,
    /// First token after the attributing words.
    end: usize,
}

/// Direct quotations by rule: each quoted stretch with the cue and source beside it. What has
/// none stays without: no quotation is given to the nearest name.
pub(crate) fn direct(
    words: Words,
    sentences: &[Range<usize>],
    quoted: &[Quoted],
    lexicon: &CueLexicon,
) -> Vec<Draft> {
    let mut drafts: Vec<Draft> = Vec::new();
    let outer: Vec<&Quoted> = quoted.iter().filter(|q| q.depth == 0).collect();
    let mut previous: Option<(usize, usize)> = None;
    for (number, quote) in outer.iter().enumerate() {
        let floor = number.checked_sub(1).and_then(|n| outer.get(n)).map_or(0, |q| words.at(q.outer.end));
        let ceiling = outer.get(number + 1).map_or(words.tokens.len(), |q| words.at(q.outer.start));
        let place = Place::new(words, sentences, quote, floor, ceiling);
        let joins = previous.filter(|&(_, end)| quote.continues || place.follows(words, end));
        let found = after(words, lexicon, quote, &place)
            .or_else(|| signature(words, &place))
            .or_else(|| before(words, lexicon, &place))
            .or_else(|| announced(words, lexicon, sentences, &place));
        let whole = quote.inner;
        if let Some(found) = found {
            let mixed = found.from.is_some();
            let start = found.from.unwrap_or(whole.start);
            let end = if mixed { place.clause_end(words, whole.end) } else { whole.end };
            let mut draft = Draft {
                content: vec![trim(words.text, Span { start, end })],
                cue: Some(found.cue.clone()),
                source: found.source,
                rule: found.rule,
                mixed,
                kind: None,
                scores: Scores::default(),
            };
            // The paragraph before was left open: its words belong to this speaker too.
            if quote.continues
                && let Some(open) = drafts.last_mut().filter(|d| d.source.is_none())
            {
                draft.content.splice(0..0, open.content.drain(..));
                drafts.pop();
            }
            drafts.push(draft);
            previous = Some((drafts.len() - 1, found.end.max(place.last)));
        } else if let Some(draft) = joins.and_then(|(index, _)| drafts.get_mut(index)) {
            draft.content.push(trim(words.text, whole));
            previous = previous.map(|(index, _)| (index, place.last));
        } else if place.speech(words, quote) {
            drafts.push(Draft {
                content: vec![trim(words.text, whole)],
                rule: "marks alone",
                ..Draft::default()
            });
            previous = Some((drafts.len() - 1, place.last));
        }
    }
    drafts.retain(|d| d.content.iter().any(|s| !s.is_empty()));
    drafts
}

/// Forms of "be" before a participle.
const BE: &[&str] = &["is", "are", "was", "were", "be", "been", "being"];

/// Where a quoted stretch stands among the tokens.
struct Place {
    /// First token of the opening mark, first token after the closing one.
    first: usize,
    last: usize,
    /// Tokens of the sentence before and after the stretch that no other quotation claims.
    before: Range<usize>,
    after: Range<usize>,
}

impl Place {
    fn new(words: Words, sentences: &[Range<usize>], quote: &Quoted, floor: usize, ceiling: usize) -> Self {
        let (first, last) = (words.at(quote.outer.start), words.at(quote.outer.end));
        let sentence = sentences.partition_point(|s| s.end <= first);
        let begins = sentences.get(sentence).map_or(first, |s| s.start.min(first));
        // Neither side is searched past the neighbouring quotation, however long the line is.
        let floor = begins.max(floor).min(first);
        let ceiling = ceiling.max(last);
        let byte = |token: usize| words.tokens.get(token).map_or(words.text.len(), |t| t.start as usize);
        let line_start = words
            .text
            .get(byte(floor)..quote.outer.start as usize)
            .and_then(|t| t.rfind('\n'))
            .map_or(floor, |n| words.at((byte(floor) + n + 1) as u32));
        let line_end = words
            .text
            .get(quote.outer.end as usize..byte(ceiling))
            .and_then(|t| t.find('\n'))
            .map_or(ceiling, |n| words.at(quote.outer.end + n as u32));
        let start = floor.max(line_start);
        let line = line_end.max(last);
        // A sentence may have been cut at the closing mark: the clause runs to the next full stop.
        let stop = (last..line).find(|i| matches!(words.get(*i), "." | "!" | "?")).map_or(line, |i| i + 1);
        Self { first, last, before: start.min(first)..first, after: last..stop.min(ceiling) }
    }

    /// Whether nothing but this quotation's mark stands between it and the attribution before.
    fn follows(&self, words: Words, end: usize) -> bool {
        end <= self.first && (end..self.first).all(|i| !words.letters(i)) && self.first - end <= 3 && {
            let gap = words.tokens.get(end.saturating_sub(1)).map_or(0, |t| t.end);
            let next = words.tokens.get(self.first).map_or(gap, |t| t.start);
            !words.text.get(gap as usize..next as usize).unwrap_or("").contains('\n')
        }
    }

    /// Where the clause ends that a part-quoted content belongs to.
    fn clause_end(&self, words: Words, inner: u32) -> u32 {
        let last = self.after.clone().rev().find(|i| words.letters(*i) || words.get(*i) == ")");
        last.and_then(|i| words.tokens.get(i)).map_or(inner, |t| t.end.max(inner))
    }

    /// Speech, as against a title, a nickname or a word held at arm's length.
    fn speech(&self, words: Words, quote: &Quoted) -> bool {
        let count = (self.first..self.last).filter(|i| words.letters(*i)).count();
        let inner = quote.inner.of(words.text).trim_end();
        let stopped = inner.ends_with([',', '.', '!', '?', '…', '—', '–', '-']);
        let small = (self.first..self.last).filter(|i| words.letters(*i) && !words.capital(*i)).count();
        // Titles are written in capitals: "The Long Way Home".
        count >= 4 && small * 2 > count && (stopped || self.before.is_empty() || count >= 8)
    }
}

/// `"…," she said`, `"…," said Orla Byrne`, `"…" – Orla Byrne`.
fn after(words: Words, lexicon: &CueLexicon, quote: &Quoted, place: &Place) -> Option<Attribution> {
    let Range { start, end } = place.after;
    let inner = quote.inner.of(words.text).trim_end();
    let mut begin = start;
    while begin < end && (words.get(begin) == "," || is_dash(words.get(begin))) {
        begin += 1;
    }
    let dash = begin > start && words.get(begin - 1) != ",";
    let linked = begin > start || inner.ends_with([',', '!', '?', '…', '—', '–', '―', '-']) || !quote.closed;
    if begin >= end || (!linked && words.capital(begin)) {
        return None;
    }
    // Cue first: "said the minister".
    let mut verb = begin;
    while verb < end && is_adverb(words, verb) {
        verb += 1;
    }
    if let Some((cue, length)) = words.cue(lexicon, verb).filter(|(c, _)| c.class != CueClass::Noun)
        && !words.capital(verb)
    {
        let source = phrase_after(words, lexicon, verb + length, end);
        let usable = cue.class == CueClass::Phrase || source.is_some();
        if usable && (linked || cue.class == CueClass::Verb) {
            let stop = source.as_ref().map_or(verb + length, |s| s.end);
            return Some(Attribution {
                cue: begin..verb + length,
                source,
                rule: "cue after the quotation",
                from: None,
                end: clause_stop(words, stop, end),
            });
        }
    }
    // Source first: "she said", "the minister, a lawyer by training, told reporters".
    let limit = end.min(begin + 40);
    for index in begin..limit {
        let verb = |c: CueClass| c == CueClass::Verb && reporting(words, index, c);
        let Some((_, length)) = words.cue(lexicon, index).filter(|(c, _)| verb(c.class)) else {
            if matches!(words.get(index), ";" | ":") {
                break;
            }
            continue;
        };
        if words.capital(index) {
            continue;
        }
        let cue = verb_group(words, begin, index)..index + length;
        let Some(source) = phrase_before(words, lexicon, begin, cue.start) else { continue };
        if source.start > begin + 1 {
            break;
        }
        let stop = cue.end;
        let source = Some(source);
        return Some(Attribution {
            cue,
            source,
            rule: "source and cue after the quotation",
            from: None,
            end: clause_stop(words, stop, end),
        });
    }
    // No verb: "…" – Commissioner Orla Byrne. Who has no name signs a line that is all hers: "…" – the
    // clerk of the archive.
    let alone = place.before.is_empty() && inner.ends_with(['.', '!', '?', '…']);
    let ends = words.new_line(end) || end == words.tokens.len();
    let nameless = alone && ends && words.determiner(begin) && end - begin <= 8;
    if dash && (words.capital(begin) || nameless) {
        let name =
            (begin..end).take_while(|i| words.get(*i) != "." || i + 1 < end).last().map_or(begin, |i| i + 1);
        if name - begin <= 12 && !is_clause(words, &(begin..name)) {
            return Some(Attribution {
                cue: begin - 1..begin,
                source: Some(begin..name),
                rule: "name after a dash",
                from: None,
                end,
            });
        }
    }
    None
}

/// What papers write before a headline: "Interview: ‘I never wanted it’".
const GENRES: &[&str] = &[
    "analysis",
    "breaking",
    "comment",
    "corrected",
    "correction",
    "editorial",
    "exclusive",
    "explainer",
    "feature",
    "gallery",
    "interview",
    "letter",
    "letters",
    "listen",
    "live",
    "note",
    "obituary",
    "opinion",
    "photos",
    "podcast",
    "profile",
    "q&a",
    "quote",
    "read",
    "review",
    "topic",
    "update",
    "updated",
    "video",
    "watch",
];

fn is_genre(words: Words, label: Range<usize>) -> bool {
    let label = words.span(&label).map(|span| span.of(words.text).to_lowercase());
    label.is_some_and(|label| GENRES.contains(&label.as_str()))
}

/// `Orla Byrne said: "…"`, `she called it "…"`, `Orla Byrne: "…"`, `According to her, "…"`.
fn before(words: Words, lexicon: &CueLexicon, place: &Place) -> Option<Attribution> {
    let Range { start, end } = place.before.clone();
    if start >= end {
        return None;
    }
    let mut last = end;
    while last > start && (matches!(words.get(last - 1), ":" | ",") || is_dash(words.get(last - 1))) {
        last -= 1;
    }
    let colon = (last..end).any(|i| words.get(i) == ":");
    // The nearest verb of reporting before the marks.
    for index in (start..last).rev() {
        if matches!(words.get(index), ";") {
            break;
        }
        let Some((cue, length)) = words.cue(lexicon, index) else { continue };
        if !reporting(words, index, cue.class) {
            continue;
        }
        if cue.class == CueClass::Noun || words.capital(index) && cue.class == CueClass::Verb {
            continue;
        }
        if cue.class == CueClass::Phrase {
            let source = phrase_after(words, lexicon, index + length, last)?;
            let stop = source.end;
            let from = inside(words, stop, last, end);
            return Some(Attribution {
                cue: index..index + length,
                source: Some(source),
                rule: "cue before the quotation",
                from,
                end: place.after.start,
            });
        }
        let cue = verb_group(words, start, index)..index + length;
        // "Heat and ozone are known to cut yields": what is known does not speak.
        let suffers = !words.lower(index).ends_with("ing") && (cue.start..index).any(|at| words.is(at, BE));
        if suffers {
            continue;
        }
        let source = phrase_before(words, lexicon, start, cue.start);
        if source.is_none() && !colon {
            continue;
        }
        let from = if colon { None } else { inside(words, cue.end, last, end) };
        return Some(Attribution {
            cue,
            source,
            rule: "cue before the quotation",
            from,
            end: place.after.start,
        });
    }
    // A speaker's name alone: "Chairwoman Byrne: “…”", "And from Chairwoman Byrne: “…”".
    let name =
        (start..last).rev().take_while(|i| words.capital(*i) || words.is(*i, &["of", "the", "."])).last()?;
    let name = (name..last).find(|i| words.capital(*i) && !words.is(*i, &["and", "then", "from", "the"]))?;
    let led = (start..name)
        .all(|i| words.is(i, &["and", "from", "by", "then", "the", "for", "to", "more", "here"]));
    if colon && led && last - name <= 6 && !is_genre(words, name..last) {
        return Some(Attribution {
            cue: last..end,
            source: Some(name..last),
            rule: "name and colon",
            from: None,
            end: place.after.start,
        });
    }
    None
}

/// A name on a line of its own after a dash: a reader's letter, a caption.
fn signature(words: Words, place: &Place) -> Option<Attribution> {
    let dash = place.last;
    if !is_dash(words.get(dash)) || !words.capital(dash + 1) || !words.new_line(dash) {
        return None;
    }
    let end = (dash + 1..dash + 10)
        .take_while(|i| words.letters(*i) && !words.new_line(*i) || matches!(words.get(*i), "." | "-"))
        .last()?;
    let end = if words.letters(end) { end + 1 } else { end };
    (end > dash + 1).then_some(Attribution {
        cue: dash..dash + 1,
        source: Some(dash + 1..end),
        rule: "name after a dash",
        from: None,
        end,
    })
}

/// The line before announces a quotation that opens its paragraph: `The minister added:`.
fn announced(
    words: Words,
    lexicon: &CueLexicon,
    sentences: &[Range<usize>],
    place: &Place,
) -> Option<Attribution> {
    let last = place.first.checked_sub(1)?;
    if words.get(last) != ":" || !words.new_line(place.first) {
        return None;
    }
    let sentence = sentences.get(sentences.partition_point(|s| s.end <= last))?;
    let colon = Place {
        first: place.first,
        last: place.last,
        before: sentence.start..last + 1,
        after: place.after.clone(),
    };
    let mut found =
        before(words, lexicon, &colon).or_else(|| opening_name(words, sentence.start, last, place))?;
    found.from = None;
    found.rule = "cue in the line before";
    Some(found)
}

/// `Commissioner Byrne then addressed the widows directly:`, a verb that no list has.
fn opening_name(words: Words, start: usize, colon: usize, place: &Place) -> Option<Attribution> {
    // "On Monday, Commissioner Byrne …": the name stands after the comma.
    let timed = words.is(start, &["on", "in", "at", "after", "before", "during"]);
    let comma = (start..colon).rev().find(|i| timed && words.get(*i) == ",");
    let start = comma.map_or(start, |c| c + 1);
    let named = words.pronoun(start);
    let end = if named { start + 1 } else { (start..colon).take_while(|i| words.capital(*i)).last()? + 1 };
    (end < colon && colon - end <= 10).then_some(Attribution {
        cue: end..colon,
        source: Some(start..end),
        rule: "cue in the line before",
        from: None,
        end: place.after.start,
    })
}

/// Whether a word that may report does so as a verb: not "Mr King's show", "a debate like this".
fn reporting(words: Words, index: usize, class: CueClass) -> bool {
    // A headline's last word: "…, biologist warns".
    let closes = words.new_line(index + 1) && words.lower(index).ends_with('s');
    class != CueClass::Verb || closes || matches!(words.pos(index), Pos::Verb | Pos::Aux | Pos::X)
}

/// "‘It is over’ – Dorn quits as mayor": what stands behind the dash is no name.
pub(super) fn is_clause(words: Words, range: &Range<usize>) -> bool {
    const PARTICLES: &[&str] = &["of", "for", "the", "and", "de", "van", "der", "von", "al"];
    let verbal = range.clone().any(|i| matches!(words.pos(i), Pos::Verb | Pos::Aux));
    let second = range.start + 1;
    let small = !words.capital(second) && words.letters(second) && !words.is(second, PARTICLES);
    verbal || range.len() > 2 && small && !words.determiner(range.start)
}

pub(crate) fn is_dash(word: &str) -> bool {
    matches!(word, "-" | "–" | "—" | "―" | "--")
}

/// Where the content begins when words stand between cue and marks: after "that" and an addressee.
fn inside(words: Words, from: usize, last: usize, end: usize) -> Option<u32> {
    if last != end {
        return None;
    }
    let that = (from..last).find(|i| words.is(*i, &["that", "whether", "if"])).map(|i| i + 1);
    let begin = that.unwrap_or(from);
    (begin < last).then(|| words.tokens.get(begin).map(|t| t.start)).flatten()
}

/// The first token of a verb group that ends at `verb`: "has also said".
pub(super) fn verb_group(words: Words, floor: usize, verb: usize) -> usize {
    let mut start = verb;
    while start > floor
        && (words.auxiliary(start - 1) && !matches!(words.get(start - 1), "'s" | "’s")
            || is_adverb(words, start - 1))
    {
        start -= 1;
    }
    start
}

/// The end of the attributing clause: its comma or full stop.
fn clause_stop(words: Words, from: usize, end: usize) -> usize {
    (from..end).find(|i| matches!(words.get(*i), "." | ":" | "!" | "?")).map_or(end, |i| i + 1)
}

fn trim(text: &str, span: Span) -> Span {
    let words = span.of(text);
    let start = span.start as usize + (words.len() - words.trim_start().len());
    let end = start + words.trim().len();
    Span::new(start, end)
}
