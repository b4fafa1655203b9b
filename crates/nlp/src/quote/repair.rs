//! What grammar knows better than the tagger: small certain corrections of what it found.

use super::chunk::{is_adverb, phrase_after, phrase_before};
use super::direct::{Draft, is_clause, is_dash};
use super::lexicon::{CueClass, CueLexicon};
use super::marks::Quoted;
use super::tagged::BESIDE;
use super::told::clause_after_hearer;
use super::words::{DAYS, Words};
use crate::Pos;
use std::ops::Range;
use verbatim_article::Span;

/// Corrects drafts that the tagger found.
pub(crate) fn repair(
    words: Words,
    sentences: &[Range<usize>],
    lexicon: &CueLexicon,
    quoted: &[Quoted],
    drafts: &mut [Draft],
) {
    for draft in &mut *drafts {
        within_a_sentence(words, sentences, draft);
        source_in_cue(words, lexicon, draft);
        source_in_content(words, lexicon, draft);
        source_over_marks(words, quoted, draft);
        no_noun_phrase(words, draft);
        whole_name(words, lexicon, draft);
        behind_the_verb(words, lexicon, quoted, draft);
        person_spoken_to(words, lexicon, draft);
        possessor(words, draft);
        past_the_aside(words, sentences, lexicon, draft);
        source_edges(words, draft);
        no_signature(words, draft);
        nobody(words, draft);
        asked(words, draft);
    }
    lent(words, sentences, lexicon, drafts);
    let mut order: Vec<usize> = (0..drafts.len()).collect();
    order.sort_by_key(|at| drafts.get(*at).and_then(|d| d.cue.as_ref()).map_or(usize::MAX, |c| c.start));
    for pair in order.windows(2) {
        let [before, at] = *pair else { continue };
        let Some(source) = drafts.get(before).zip(drafts.get(at)).and_then(|(b, d)| shared(words, b, d))
        else {
            continue;
        };
        if let Some(draft) = drafts.get_mut(at) {
            draft.source = Some(source);
        }
    }
    for draft in drafts.iter_mut().filter(|d| d.source.is_none()) {
        draft.source = subject(words, sentences, lexicon, draft);
    }
}

/// "‘It’s lovely,’ said Eline Moss, 71. | Her husband was less sure": a source is of its cue's sentence.
fn within_a_sentence(words: Words, sentences: &[Range<usize>], draft: &mut Draft) {
    let (Some(cue), Some(source)) = (&draft.cue, &mut draft.source) else { return };
    let of = |at: usize| {
        let next = sentences.partition_point(|s| s.end <= at);
        sentences.get(next).filter(|s| s.contains(&at))
    };
    let (Some(first), Some(last)) = (of(source.start), of(source.end.saturating_sub(1))) else { return };
    if first == last {
        return;
    }
    if first.contains(&cue.start) {
        source.end = first.end;
        while source.len() > 1
            && !words.letters(source.end - 1)
            && !words.get(source.end - 1).ends_with(char::is_alphanumeric)
        {
            source.end -= 1;
        }
    } else if last.contains(&cue.start) {
        source.start = last.start;
    }
}

/// "According to Ada Lemm, the dam is safe": the tagger took the name for what was said.
fn source_in_content(words: Words, lexicon: &CueLexicon, draft: &mut Draft) {
    let (Some(cue), None) = (&draft.cue, &draft.source) else { return };
    let phrase =
        words.cue(lexicon, cue.start).filter(|(c, l)| c.class == CueClass::Phrase && cue.len() == *l);
    let Some(content) = draft.content.first_mut().filter(|c| words.at(c.start) == cue.end) else { return };
    if phrase.is_none() {
        return;
    }
    let start = cue.end;
    let reach = start..(start + 16).min(words.tokens.len());
    let comma = reach
        .take_while(|i| !matches!(words.get(*i), "." | "?" | "!" | "“" | "\""))
        .find(|i| words.get(*i) == ",");
    let Some(comma) = comma.filter(|c| *c > start) else { return };
    let names = words.capital(start) || words.determiner(start) || words.pronoun(start);
    let rest = words.tokens.get(comma + 1).map_or(content.end, |t| t.start);
    if names && rest < content.end {
        draft.source = Some(start..comma);
        content.start = rest;
    }
}

/// "Asked if she would stay, Holt laughed: “Ask me in May.”": who is asked does not ask, and answers in words of her own.
fn asked(words: Words, draft: &mut Draft) {
    let (Some(cue), Some(source)) = (&draft.cue, &draft.source) else { return };
    let opens = cue.start == 0
        || words.new_line(cue.start)
        || matches!(words.get(cue.start - 1), "." | "?" | "!" | "”" | "\"");
    if !(opens
        && cue.len() == 1
        && words.is(cue.start, &["asked", "pressed", "questioned"])
        && source.start > cue.end)
    {
        return;
    }
    let answers = |span: &Span| words.at(span.start) >= source.end;
    if draft.content.iter().any(|span| !answers(span)) {
        draft.content.retain(|span| !answers(span));
        draft.source = None;
    }
}

/// A source is a noun phrase: no lone article or verb, no "and" at its end.
fn no_noun_phrase(words: Words, draft: &mut Draft) {
    let Some(source) = &mut draft.source else { return };
    while source.len() > 1 && words.is(source.end - 1, &["and", "or", "but"]) {
        source.end -= 1;
    }
    // "The two-nation | commission": the tagger stopped inside the phrase.
    let hyphen = source.len() > 2 && words.get(source.end - 2) == "-" && words.glued(source.end - 1);
    if hyphen
        && words.pos(source.end) == Pos::Noun
        && draft.cue.as_ref().is_none_or(|c| !c.contains(&source.end))
    {
        source.end += 1;
    }
    // "The governor of the central | bank"
    let taken = draft.cue.clone().unwrap_or(0..0);
    if source.len() > 1 && words.pos(source.end - 1) == Pos::Adj {
        while words.pos(source.end) == Pos::Noun
            && !taken.contains(&source.end)
            && !words.new_line(source.end)
        {
            source.end += 1;
        }
    }
    let lone = source.len() == 1 && {
        let verb = words.pos(source.start) == Pos::Verb;
        let plain = !words.capital(source.start)
            && matches!(words.pos(source.start), Pos::Adj | Pos::Adv | Pos::Adp)
            && !words.determiner(source.start);
        verb || plain
            || words.is(source.start, &["the", "a", "an", "his", "its", "their", "my", "our", "your"])
    };
    // "benefits many hedge", "receive training and then state": no verb but in a relative clause.
    let relative = source.clone().any(|i| words.is(i, &["who", "which", "that", "whose", ","]));
    let clause = draft.rule == BESIDE && !relative && source.clone().any(|i| words.pos(i) == Pos::Verb);
    if lone || clause {
        draft.source = None;
    }
}

/// "Judge | Karin Holt", "Erik | Sand": the tagger stopped inside the name.
fn whole_name(words: Words, lexicon: &CueLexicon, draft: &mut Draft) {
    let Some(source) = &mut draft.source else { return };
    let cue = draft.cue.clone().unwrap_or(0..0);
    let content = draft.content.first().copied().unwrap_or_default();
    let name = |at: usize| {
        words.capital(at)
            && words.pos(at) == Pos::Propn
            && !words.is(at, DAYS)
            && !cue.contains(&at)
            && words.tokens.get(at).is_some_and(|t| !t.overlaps(content))
    };
    const LONGEST: usize = 6;
    let reach = source.end + LONGEST;
    while source.end < reach && name(source.end - 1) && name(source.end) && !words.new_line(source.end) {
        source.end += 1;
    }
    // "Director Carla | Weiss cautioned": the tagger began the cue inside the name.
    if let Some(taken) = draft.cue.as_mut().filter(|cue| cue.start == source.end && cue.len() > 1) {
        let name = |at: usize| words.capital(at) && words.pos(at) == Pos::Propn && !words.is(at, DAYS);
        let verb = (taken.start + 1..taken.end).any(|at| words.cue(lexicon, at).is_some());
        if verb && name(source.end - 1) && name(taken.start) && words.cue(lexicon, taken.start).is_none() {
            source.end += 1;
            taken.start += 1;
        }
    }
    let floor = source.start.saturating_sub(LONGEST);
    while source.start > floor
        && name(source.start)
        && name(source.start - 1)
        // "Say | Mexico"
        && words.cue_verb(lexicon, source.start - 1).is_none()
        && !words.new_line(source.start)
    {
        source.start -= 1;
    }
}

/// `"No," replied Ms Sorel, to jeers from the benches`: whoever stands right behind the verb speaks.
fn behind_the_verb(words: Words, lexicon: &CueLexicon, quoted: &[Quoted], draft: &mut Draft) {
    let (Some(cue), Some(source)) = (&draft.cue, &draft.source) else { return };
    let Some(content) = draft.content.first() else { return };
    let closed = words.at(content.end);
    let to = quoted.partition_point(|q| q.outer.start <= content.start);
    let marked = quoted.iter().take(to).rev().take(8).any(|q| q.outer.contains(*content));
    let verb = cue.len() == 1 && words.cue_verb(lexicon, cue.start).is_some();
    if !marked || !verb || closed > cue.start || cue.start - closed > 2 || source.start <= cue.end + 1 {
        return;
    }
    let Some(phrase) = phrase_after(words, lexicon, cue.end, source.start) else { return };
    let named = phrase.clone().all(|at| words.capital(at) || words.get(at) == ".");
    if named && phrase.end < source.start && matches!(words.get(phrase.end), ",") {
        draft.source = Some(phrase);
    }
}

/// "She told the council that it must wait": what is said begins after the person spoken to. (In
/// "urged the council to wait" PolNeAR has the council in the content: it is to wait.)
fn person_spoken_to(words: Words, lexicon: &CueLexicon, draft: &mut Draft) {
    const REACH: usize = 12;
    let Some(cue) = &draft.cue else { return };
    let Some(content) = draft.content.first_mut().filter(|c| words.at(c.start) == cue.end) else { return };
    let spoken = cue.clone().rev().find_map(|i| words.cue_verb(lexicon, i));
    if !spoken.is_some_and(|c| super::addressee::to_someone(&c.lemma)) {
        return;
    }
    let start = cue.end;
    let clause = (start..(start + REACH).min(words.tokens.len()))
        .take_while(|i| words.letters(*i) || words.glued(*i) || matches!(words.get(*i), "." | "-"))
        .find(|i| words.is(*i, &["that", "if", "whether"]) || matches!(words.pos(*i), Pos::Verb | Pos::Aux));
    let Some(clause) = clause.filter(|c| *c > start) else { return };
    let told = cue.clone().any(|i| words.is(i, &["told", "tells", "telling"]));
    if let Some(first) = clause_after_hearer(words, start, words.at(content.end)).filter(|_| told)
        && let Some(first) = words.tokens.get(first).filter(|t| t.start < content.end)
    {
        content.start = first.start;
        return;
    }
    let opens = words.is(clause, &["that", "if", "whether"]);
    let heard = words.capital(start)
        || words.determiner(start)
        || words.is(start, &["him", "her", "them", "us", "me", "you"])
        || matches!(words.pos(start), Pos::Noun | Pos::Adj);
    if opens
        && heard
        && let Some(first) = words.tokens.get(clause).filter(|t| t.start < content.end)
    {
        content.start = first.start;
    }
}

/// "The captain, who asked not to be named, said", "Holm, | the finance minister, told": the name stands before
/// the aside.
fn past_the_aside(words: Words, sentences: &[Range<usize>], lexicon: &CueLexicon, draft: &mut Draft) {
    let (Some(cue), Some(source)) = (&draft.cue, &mut draft.source) else { return };
    if source.end > cue.start || words.get(cue.start - 1) != "," {
        return;
    }
    let who = source.len() == 1 && words.is(source.start, &["who"]) && cue.start > source.end + 1;
    let aside = words.determiner(source.start) && source.end + 1 >= cue.start;
    if !(who || aside) || source.start == 0 || words.get(source.start - 1) != "," {
        return;
    }
    let Some(sentence) = sentences.get(sentences.partition_point(|s| s.end <= cue.start)) else { return };
    let Some(whole) = phrase_before(words, lexicon, sentence.start, cue.start) else { return };
    let named = who || (whole.start..source.start - 1).all(|at| words.pos(at) == Pos::Propn);
    if named && whole.start < source.start && whole.end >= source.end.min(cue.start - 1) {
        source.start = whole.start;
        source.end = if who { cue.start - 1 } else { source.end };
    }
}

/// "Holm says it will fall but critics say it will not": who stands before the first verb speaks there, not who
/// stands before the second.
fn lent(words: Words, sentences: &[Range<usize>], lexicon: &CueLexicon, drafts: &mut [Draft]) {
    let owner = |d: &Draft| Some((d.source.clone()?, d.cue.clone()?));
    let mut owned: Vec<(usize, usize)> = drafts
        .iter()
        .filter_map(owner)
        .filter(|(source, cue)| source.end == cue.start)
        .map(|(source, cue)| (source.start, cue.start))
        .collect();
    owned.sort_unstable();
    for draft in drafts {
        let Some((source, cue)) = owner(draft) else { continue };
        let at = owned.partition_point(|o| o.0 < source.start);
        let other = owned.get(at).filter(|o| o.0 == source.start && o.1 != cue.start);
        if other.is_none() || cue.end > source.start {
            continue;
        }
        let Some(sentence) = sentences.get(sentences.partition_point(|s| s.end <= cue.start)) else {
            continue;
        };
        if let Some(own) = phrase_before(words, lexicon, sentence.start, cue.start) {
            draft.source = Some(own);
        }
    }
}

/// "said Ada Lemm | on Tuesday", "was all | Ada Lemm would say": what belongs to the clause and not to the
/// source.
fn source_edges(words: Words, draft: &mut Draft) {
    let Some(source) = &mut draft.source else { return };
    let timed = |at: usize| {
        words.is(at, DAYS) && !words.is(at, &["may", "march"])
            || matches!(words.get(at), "yesterday" | "today")
    };
    if source.len() > 1 && timed(source.end - 1) {
        let on = source.len() > 2 && words.is(source.end - 2, &["on", "late", "early"]);
        // "The Mail on Sunday"
        let paper = on && source.len() > 3 && words.is(source.end - 3, &["mail"]);
        // "Fjordline today | announced"
        let now = matches!(words.get(source.end - 1), "yesterday" | "today");
        let alone = !on && (source.len() > 2 || now) && words.pos(source.end - 2) != Pos::Det;
        if !paper && (on || alone) {
            source.end -= 1 + usize::from(on);
        }
    }
    // "Haan later | told", "Haan also | said"
    // Named one by one: what merely looks like an adverb may be a noun, "Scott's family", "the tally".
    const WHEN: &[&str] = &[
        "afterwards",
        "again",
        "also",
        "earlier",
        "even",
        "further",
        "later",
        "meanwhile",
        "now",
        "previously",
        "recently",
        "repeatedly",
        "still",
        "subsequently",
        "then",
        "too",
    ];
    let beside = draft.cue.as_ref().is_some_and(|cue| cue.start == source.end);
    while beside && source.len() > 1 && words.is(source.end - 1, WHEN) && words.letters(source.end - 2) {
        source.end -= 1;
    }
    if source.len() > 2
        && words.is(source.start, &["was", "is"])
        && words.is(source.start + 1, &["all", "what"])
    {
        source.start += 2;
    }
    // "In a letter seen by the Mercury, an engineer wrote": who has seen it is not who wrote it.
    const SEEN: &[&str] =
        &["seen", "obtained", "viewed", "reviewed", "read", "leaked", "shared", "published"];
    let seen = source.start > 1 && words.is(source.start - 1, &["by"]) && words.is(source.start - 2, SEEN);
    let behind = draft.cue.as_ref().is_some_and(|cue| cue.start >= source.end);
    let comma = source.clone().find(|at| words.get(*at) == ",").filter(|_| seen && behind);
    if let Some(comma) = comma.filter(|comma| comma + 1 < source.end) {
        source.start = comma + 1;
    }
}

/// "‘It is over’ – Dorn quits as mayor": a clause behind a dash signs nothing.
fn no_signature(words: Words, draft: &mut Draft) {
    let (Some(cue), Some(source)) = (&draft.cue, &draft.source) else { return };
    let dash = cue.len() == 1 && is_dash(words.get(cue.start)) && source.start == cue.end;
    let plain = !source.clone().any(|at| words.get(at) == ",");
    if dash && plain && is_clause(words, source) {
        (draft.cue, draft.source) = (None, None);
    }
}

/// "It is understood that", "It was claimed that": "it" is nobody.
fn nobody(words: Words, draft: &mut Draft) {
    const SAID: &[&str] = &[
        "understood",
        "believed",
        "thought",
        "said",
        "reported",
        "claimed",
        "alleged",
        "rumoured",
        "rumored",
        "expected",
        "hoped",
        "feared",
        "known",
        "estimated",
        "assumed",
    ];
    let (Some(cue), Some(source)) = (&draft.cue, &draft.source) else { return };
    let expletive = source.len() == 1 && words.is(source.start, &["it"]) && source.end <= cue.start;
    let passive = cue.clone().any(|at| words.is(at, &["is", "was", "been", "'s", "’s"]));
    if expletive && passive && words.is(cue.end - 1, SAID) {
        draft.source = None;
    }
}

/// "His comments about the dam", "the mayor's claim that": the possessor is the source.
fn possessor(words: Words, draft: &mut Draft) {
    let (Some(cue), None) = (&draft.cue, &draft.source) else { return };
    let noun =
        cue.clone().any(|i| words.pos(i) == Pos::Noun) && !cue.clone().any(|i| words.pos(i) == Pos::Verb);
    let Some(before) = cue.start.checked_sub(1).filter(|_| noun) else { return };
    if words.is(before, &["his", "her", "their", "its", "my", "our"]) {
        draft.source = Some(before..before + 1);
    } else if matches!(words.get(before), "'s" | "’s") && before > 0 && words.capital(before - 1) {
        let start =
            (0..before).rev().take(4).take_while(|i| words.capital(*i) && words.pos(*i) == Pos::Propn).last();
        draft.source = start.map(|s| s..before);
    }
}

/// "He stopped, urging both sides to talk": a participle shares the subject of its sentence.
fn subject(
    words: Words,
    sentences: &[Range<usize>],
    lexicon: &CueLexicon,
    draft: &Draft,
) -> Option<Range<usize>> {
    let cue = draft.cue.clone()?;
    if !participle(words, &cue) || words.get(cue.start.checked_sub(1)?) != "," {
        return None;
    }
    let sentence = sentences.get(sentences.partition_point(|s| s.end <= cue.start))?;
    let verb = |i: usize| matches!(words.pos(i), Pos::Verb | Pos::Aux);
    let verbal = |i: &usize| verb(*i) && !words.lower(*i).ends_with("ing");
    let fits = |open: usize| {
        phrase_before(words, lexicon, sentence.start, open).filter(|s| {
            let opens = s.start == sentence.start || words.get(s.start - 1) == ",";
            opens && !s.clone().any(|i| verb(i) || words.lower(i).ends_with("ing"))
        })
    };
    // "He is finished, one member told the Courier, adding": who told adds.
    let speaks = |open: &usize| {
        words.is(*open, &["said", "says", "told", "tells"]) && words.get(open.saturating_sub(1)) != ","
    };
    let mut verbs = (sentence.start..cue.start).take(40).filter(verbal);
    let told = (sentence.start..cue.start).rev().take(30).find(speaks).and_then(fits);
    told.or_else(|| verbs.by_ref().take(4).find_map(fits))
}

fn participle(words: Words, cue: &Range<usize>) -> bool {
    let first = cue.clone().find(|i| !super::chunk::is_adverb(words, *i)).unwrap_or(cue.start);
    words.lower(first).ends_with("ing") && matches!(words.pos(first), Pos::Verb | Pos::X)
}

/// "according to witnesses" is a cue and its source.
fn source_in_cue(words: Words, lexicon: &CueLexicon, draft: &mut Draft) {
    let Some(cue) = draft.cue.clone() else { return };
    let phrase = words.cue(lexicon, cue.start).filter(|(c, _)| c.class == CueClass::Phrase);
    let Some((_, length)) = phrase.filter(|(_, l)| cue.start + l < cue.end) else { return };
    if draft.source.is_none()
        && let Some(source) = phrase_after(words, lexicon, cue.start + length, cue.end)
    {
        draft.source = Some(source);
        draft.cue = Some(cue.start..cue.start + length);
    }
}

/// A source ends where a quotation opens; a nickname in marks belongs to it.
fn source_over_marks(words: Words, quoted: &[Quoted], draft: &mut Draft) {
    let Some(source) = &mut draft.source else { return };
    let Some(span) = words.span(source) else { return };
    let from = quoted.partition_point(|q| q.outer.start < span.start);
    let opens = quoted.iter().skip(from).take_while(|q| q.outer.start < span.end);
    let long = |q: &&Quoted| q.inner.of(words.text).split_whitespace().count() > 3;
    if let Some(mark) = opens.into_iter().find(long).map(|q| words.at(q.outer.start)) {
        let mut end = mark;
        while end > source.start && !words.letters(end - 1) {
            end -= 1;
        }
        if end > source.start {
            source.end = end;
        }
    }
}

/// "She says it can, but says that it will not", "he said, adding that": the second cue has the
/// first one's source.
fn shared(words: Words, last: &Draft, draft: &Draft) -> Option<Range<usize>> {
    let (Some(cue), None, Some(source), Some(first)) = (&draft.cue, &draft.source, &last.source, &last.cue)
    else {
        return None;
    };
    let mut before = cue.start.checked_sub(1)?;
    while before > 0 && (is_adverb(words, before) || words.is(before, &["even"])) {
        before -= 1;
    }
    let joined = words.is(before, &["and", "but", "or", "then", "also"])
        || participle(words, cue)
            && (words.get(before) == "," || words.is(before, &["while", "and", "before", "after"]));
    let near = first.end <= cue.start && cue.start - first.end < 60;
    let stop = |i: usize| matches!(words.get(i), "." | "!" | "?") || words.new_line(i);
    (joined && near && !(first.end..cue.start).any(stop)).then(|| source.clone())
}
