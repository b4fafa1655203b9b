use super::quotes::{Quote, Term, term};
use super::score::{Overlap, Profile, overlap, rarity};
use crate::link::{CorpusEntityId, Links};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use std::hash::{BuildHasherDefault, Hasher};
use verbatim_article::ArticleId;

/// A quotation of an article.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
pub struct QuoteRef {
    /// The article.
    pub article: ArticleId,
    /// Number of the quotation in its document.
    pub number: u32,
}

/// Quotations of at least two articles that render one utterance.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct QuoteGroup {
    /// Who says it: the speaker that most members have; `None` when none has one.
    pub speaker: Option<CorpusEntityId>,
    /// The members, ordered by day (unknown last) and by article.
    pub quotations: Vec<QuoteRef>,
}

/// Words of a run that makes two quotations worth comparing, whoever speaks.
const RUN: usize = 5;
/// How many of a quotation's rarest terms are looked up.
const PROBES: usize = 12;
/// Quotations under one key that are compared with one another; more means the key says nothing.
const CROWD: usize = 400;
/// A rendering in other words follows within so many days.
const DAYS: i32 = 21;
/// One of few words within so many.
const SOON: i32 = 4;
/// What a word must tell at least to be seldom said, in sixteenths of a bit.
const SELDOM: u32 = 72;

/// Terms are hashes already: they are their own numbers in a map.
#[derive(Clone, Copy, Default)]
struct Plain(u64);

impl Hasher for Plain {
    fn finish(&self) -> u64 {
        self.0 ^ (self.0 >> 29)
    }

    fn write(&mut self, bytes: &[u8]) {
        bytes.iter().for_each(|byte| self.write_u64(u64::from(*byte)));
    }

    fn write_u32(&mut self, number: u32) {
        self.write_u64(u64::from(number));
    }

    fn write_u64(&mut self, number: u64) {
        self.0 = (self.0.rotate_left(23) ^ number).wrapping_mul(0x9e37_79b9_7f4a_7c15);
    }
}

type HashMap<K, V> = std::collections::HashMap<K, V, BuildHasherDefault<Plain>>;

struct Seen<'a> {
    quote: &'a Quote,
    speaker: Option<CorpusEntityId>,
    profile: Profile,
}

pub(super) fn group(quotes: &[&Quote], links: &Links) -> Vec<QuoteGroup> {
    let keys: Vec<Term> = links.entities.iter().map(|entity| term(&format!("\u{1}{}", entity.key))).collect();
    let seen: Vec<Seen<'_>> = quotes.iter().map(|quote| resolve(quote, links, &keys)).collect();
    let mut counts: HashMap<Term, u32> = HashMap::default();
    for one in &seen {
        let mut terms: Vec<Term> = one.profile.content.iter().chain(&one.profile.entities).copied().collect();
        terms.sort_unstable();
        terms.dedup();
        for term in terms {
            *counts.entry(term).or_default() += 1;
        }
    }
    let total = seen.len() as u32;
    let weight = |term: Term| rarity(counts.get(&term).copied().unwrap_or(1), total);

    // Words that four quotations have at most; of few quotations none is seldom said.
    let rare = rarity(4, total).max(SELDOM);

    let mut parent: Vec<u32> = (0..total).collect();
    for (a, b) in candidates(&seen) {
        let (Some(x), Some(y)) = (seen.get(a as usize), seen.get(b as usize)) else { continue };
        if find(&parent, a) != find(&parent, b) && same(x, y, overlap(&x.profile, &y.profile, &weight), rare)
        {
            let (low, high) =
                (find(&parent, a).min(find(&parent, b)), find(&parent, a).max(find(&parent, b)));
            if let Some(slot) = parent.get_mut(high as usize) {
                *slot = low;
            }
        }
    }
    let mut members: BTreeMap<u32, Vec<u32>> = BTreeMap::new();
    for number in 0..total {
        members.entry(find(&parent, number)).or_default().push(number);
    }
    members.into_values().filter_map(|numbers| build(&seen, &numbers)).collect()
}

fn resolve<'a>(quote: &'a Quote, links: &Links, keys: &[Term]) -> Seen<'a> {
    let of = |entity| links.of(quote.at.article, entity);
    let mut entities: Vec<Term> = quote
        .entities
        .iter()
        .filter_map(|&entity| of(entity))
        .filter_map(|id| keys.get(id.0 as usize).copied())
        .collect();
    entities.sort_unstable();
    entities.dedup();
    Seen {
        quote,
        speaker: quote.speaker.and_then(of),
        profile: Profile { content: quote.content.clone(), entities, words: quote.words.clone() },
    }
}

fn find(parent: &[u32], mut number: u32) -> u32 {
    while let Some(&up) = parent.get(number as usize) {
        if up == number {
            break;
        }
        number = up;
    }
    number
}

/// Pairs worth comparing, in order, each once.
fn candidates(seen: &[Seen<'_>]) -> Vec<(u32, u32)> {
    let by = |speaker: CorpusEntityId, term: Term| {
        term.rotate_left(19) ^ u64::from(speaker.0).wrapping_mul(0x9e37_79b9_7f4a_7c15)
    };
    let mut all: HashMap<u64, u32> = HashMap::default();
    for one in seen {
        let Some(speaker) = one.speaker else { continue };
        let mut last = None;
        for &term in one.profile.content.iter().filter(|&&term| last.replace(term) != Some(term)) {
            *all.entry(by(speaker, term)).or_default() += 1;
        }
    }
    // Keys with the quotations under them; sorted, so that what is under one key stands together.
    let (mut runs, mut rare) = (Vec::<(u64, u32)>::new(), Vec::<(u64, u32)>::new());
    let (mut hashes, mut keys) = (Vec::new(), Vec::new());
    for (number, one) in seen.iter().enumerate() {
        let number = number as u32;
        hashes.clear();
        hashes.extend(one.profile.words.windows(RUN).map(run_hash));
        hashes.sort_unstable();
        hashes.dedup();
        // Long quotations are sampled by value, so that two copies keep the same runs.
        runs.extend(hashes.iter().take(64).map(|hash| (*hash, number)));
        if let Some(speaker) = one.speaker {
            // Words that the speaker says once lead nowhere; of the others the rarest lead to least.
            keys.clear();
            let mut last = None;
            for &term in one.profile.content.iter().filter(|&&term| last.replace(term) != Some(term)) {
                let key = by(speaker, term);
                let used = all.get(&key).copied().unwrap_or(0);
                if used > 1 {
                    keys.push((used, term, key));
                }
            }
            keys.sort_unstable();
            rare.extend(keys.iter().take(PROBES).map(|&(.., key)| (key, number)));
        }
    }
    runs.sort_unstable();
    rare.sort_unstable();
    let mut pairs = Vec::new();
    each_pair(seen, &runs, |pair| pairs.push(pair));
    let mut half = Vec::new();
    each_pair(seen, &rare, |pair| half.push(pair));
    half.sort_unstable();
    pairs.extend(half.chunk_by(|a, b| a == b).filter(|same| same.len() > 1).filter_map(|same| same.first()));
    pairs.sort_unstable();
    pairs.dedup();
    pairs
}

fn run_hash(words: &[Term]) -> u64 {
    words.iter().fold(0, |hash: u64, &word| hash.rotate_left(7).wrapping_mul(0x9e37_79b9_7f4a_7c15) ^ word)
}

/// The pairs of quotations of different articles that share a key, key by key.
fn each_pair(seen: &[Seen<'_>], keyed: &[(u64, u32)], mut found: impl FnMut((u32, u32))) {
    let article = |number: u32| seen.get(number as usize).map(|one| one.quote.at.article);
    for crowd in keyed.chunk_by(|a, b| a.0 == b.0).filter(|crowd| (2..=CROWD).contains(&crowd.len())) {
        for (at, &(_, a)) in crowd.iter().enumerate() {
            for &(_, b) in crowd.iter().skip(at + 1) {
                if article(a) != article(b) {
                    found((a, b));
                }
            }
        }
    }
}

/// Whether two quotations render one utterance.
fn same(a: &Seen<'_>, b: &Seen<'_>, overlap: Overlap, rare: u32) -> bool {
    let words = a.profile.words.len().min(b.profile.words.len());
    let content = a.profile.content.len().min(b.profile.content.len());
    let Overlap { shared, entities, mean, contained, verbatim } = overlap;
    let apart = match (a.quote.day, b.quote.day) {
        (Some(x), Some(y)) => (x - y).abs(),
        _ => 0,
    };
    if verbatim && words >= 8 && content >= 3 {
        return true;
    }
    let told = shared + entities;
    match (a.speaker, b.speaker) {
        (Some(x), Some(y)) if x == y => {
            (verbatim && content >= 2)
                // A short rendering in words that are seldom said.
                || (apart <= SOON && shared >= 2 && contained >= 900 && mean >= rare)
                || (apart <= SOON && shared >= 3 && contained >= 500 && mean >= rare)
                || (apart <= DAYS
                    && ((shared >= 3 && told >= 4 && contained >= 500)
                        || (shared >= 5 && told >= 6 && contained >= 400)))
        }
        // Without a speaker in common the words alone must tell.
        (None, _) | (_, None) if verbatim && words >= 5 && content >= 2 && mean >= rare => apart <= DAYS,
        (Some(_), Some(_)) => shared >= 7 && contained >= 800 && apart <= DAYS,
        _ => shared >= 5 && contained >= 700 && apart <= DAYS,
    }
}

fn build(seen: &[Seen<'_>], numbers: &[u32]) -> Option<QuoteGroup> {
    let members: Vec<&Seen<'_>> = numbers.iter().filter_map(|&n| seen.get(n as usize)).collect();
    let first = members.first()?.quote.at.article;
    if members.iter().all(|m| m.quote.at.article == first) {
        return None;
    }
    let mut speakers: BTreeMap<CorpusEntityId, u32> = BTreeMap::new();
    for speaker in members.iter().filter_map(|m| m.speaker) {
        *speakers.entry(speaker).or_default() += 1;
    }
    let speaker =
        speakers.into_iter().max_by_key(|&(id, count)| (count, std::cmp::Reverse(id))).map(|(id, _)| id);
    let mut order: Vec<(bool, Option<i32>, QuoteRef)> =
        members.iter().map(|m| (m.quote.day.is_none(), m.quote.day, m.quote.at)).collect();
    order.sort_unstable();
    Some(QuoteGroup { speaker, quotations: order.into_iter().map(|(.., at)| at).collect() })
}
