//! Invented news in any amount, for measuring: words by Zipf's law, made-up names, quotations with
//! speakers, reprints. The same number gives the same article everywhere.

use std::collections::BTreeMap;
use verbatim_article::{Article, ArticleId, Block, BlockKind, Origin, PartialDate, Span};
use verbatim_nlp::{
    Document, Entity, EntityIndex, EntityType, Evidence, Mention, MentionKind, Quotation, QuotationKind,
    Stance, VerbFamily,
};

/// The commonest words, so that the text has the shape of English.
const COMMON: &str = "the of to a in and that for on is with was as by at from it his be has have not are he \
    an which were had their this who will but they been or its would more one about there when than also after \
    we first could into over all other last two if out up some time new three between most what people year";
const ONSETS: &str = "b br c ch d dr f fl g gr h j k kl l m n p pr qu r s sk st t tr v w z";
const VOWELS: &str = "a e i o u ai ea ou";
const ENDS: &str = "n r l s t m nd rk lt x sh ng";
const VERBS: [(&str, &str, VerbFamily); 8] = [
    ("say", "said", VerbFamily::Neutral),
    ("say", "said", VerbFamily::Neutral),
    ("tell", "told reporters", VerbFamily::Neutral),
    ("claim", "claimed", VerbFamily::Claim),
    ("deny", "denied", VerbFamily::Deny),
    ("warn", "warned", VerbFamily::Warn),
    ("promise", "promised", VerbFamily::Promise),
    ("announce", "announced", VerbFamily::Announce),
];

/// Xorshift64*: small, and the same on every machine.
#[derive(Clone, Debug)]
struct Dice(u64);

impl Dice {
    fn new(seed: u64) -> Self {
        let mut dice = Self(seed.wrapping_mul(0x9E37_79B9_7F4A_7C15) | 1);
        for _ in 0..4 {
            dice.next();
        }
        dice
    }

    fn next(&mut self) -> u64 {
        self.0 ^= self.0 >> 12;
        self.0 ^= self.0 << 25;
        self.0 ^= self.0 >> 27;
        self.0.wrapping_mul(0x2545_F491_4F6C_DD1D)
    }

    fn below(&mut self, end: usize) -> usize {
        (self.next() >> 33) as usize % end.max(1)
    }

    fn chance(&mut self, percent: usize) -> bool {
        self.below(100) < percent
    }
}

/// Draws ranks with chances that fall as 1 / rank, and beyond the words that everybody knows as
/// 1 / rank², which gives vocabularies as large as those of newspapers.
#[derive(Clone, Debug)]
struct Zipf(Vec<u64>);

/// Where the fall becomes steeper: Ferrer i Cancho and Solé, "Two regimes in the frequency of
/// words" (Journal of Quantitative Linguistics 2001).
const KERNEL: u64 = 8000;

impl Zipf {
    fn new(ranks: usize) -> Self {
        let weight = |rank: u64| {
            let first = (1u64 << 40) / (rank + 3);
            if rank < KERNEL { first } else { first * KERNEL / rank }
        };
        let mut sum = 0;
        let mut add = |rank| {
            sum += weight(rank);
            sum
        };
        Self((0..ranks as u64).map(&mut add).collect())
    }

    fn draw(&self, dice: &mut Dice) -> usize {
        let all = self.0.last().copied().unwrap_or(1).max(1);
        let at = dice.next() % all;
        self.0.partition_point(|sum| *sum <= at)
    }
}

/// A made-up world of words, people, bodies, places and papers to write articles in.
#[derive(Clone, Debug)]
pub struct World {
    words: Vec<String>,
    zipf: Zipf,
    names: Vec<(EntityType, String)>,
    names_zipf: Zipf,
    outlets: Vec<String>,
}

impl Default for World {
    fn default() -> Self {
        Self::new()
    }
}

fn pick<'a>(list: &'a [&'a str], dice: &mut Dice) -> &'a str {
    list.get(dice.below(list.len())).copied().unwrap_or("")
}

fn word(dice: &mut Dice, syllables: usize) -> String {
    let (onsets, vowels, ends) = (split(ONSETS), split(VOWELS), split(ENDS));
    let mut word = String::new();
    for _ in 0..syllables {
        word.push_str(pick(&onsets, dice));
        word.push_str(pick(&vowels, dice));
    }
    if dice.chance(60) {
        word.push_str(pick(&ends, dice));
    }
    word
}

fn split(list: &str) -> Vec<&str> {
    list.split_whitespace().collect()
}

fn capital(word: &str) -> String {
    let mut letters = word.chars();
    letters.next().map_or(String::new(), |first| first.to_uppercase().chain(letters).collect())
}

impl World {
    /// The world; there is one.
    #[must_use]
    pub fn new() -> Self {
        let mut dice = Dice::new(7);
        let mut words: Vec<String> = split(COMMON).into_iter().map(str::to_owned).collect();
        while words.len() < 300_000 {
            let syllables = 1 + dice.below(3) + usize::from(words.len() > 2000);
            words.push(word(&mut dice, syllables));
        }
        let mut names = Vec::new();
        for number in 0..6000 {
            let name = |dice: &mut Dice| {
                let syllables = 2 + dice.below(2);
                capital(&word(dice, syllables))
            };
            names.push(match number % 6 {
                0..=2 => (EntityType::Person, format!("{} {}", name(&mut dice), name(&mut dice))),
                3 => (
                    EntityType::Organization,
                    format!(
                        "{} {}",
                        name(&mut dice),
                        pick(&["Board", "Union", "Bank", "Council"], &mut dice)
                    ),
                ),
                _ => (EntityType::Location, name(&mut dice)),
            });
        }
        let outlets = (0..60).map(|_| {
            format!(
                "{} {}",
                capital(&word(&mut dice, 2)),
                pick(&["Post", "Times", "Ledger", "Herald"], &mut dice)
            )
        });
        let outlets = outlets.collect();
        Self { zipf: Zipf::new(words.len()), words, names_zipf: Zipf::new(names.len()), names, outlets }
    }

    /// Article number `number` with its document: about 5 kB, ten quotations. One in twenty reprints
    /// an earlier article with another end.
    #[must_use]
    pub fn article(&self, number: u64) -> (Article, Document) {
        let mut dice = Dice::new(number + 1);
        let source = if number > 20 && dice.chance(5) { number - 1 - dice.below(20) as u64 } else { number };
        let mut body = Dice::new(source + 1_000_000_007);
        let mut writer = Writer {
            world: self,
            text: String::new(),
            document: Document::default(),
            known: BTreeMap::new(),
        };
        let headline = capital(&writer.run(&mut body, 8));
        writer.text.push_str(&headline);
        writer.text.push('\n');
        let head = writer.text.len();
        for paragraph in 0..15 {
            if source != number && paragraph == 12 {
                // The reprint ends in its own way.
                body = Dice::new(number + 2_000_000_011);
            }
            writer.paragraph(&mut body, paragraph % 9 < 5);
        }
        let text = writer.text;
        let day = 19_000 + dice.below(1000) as i32;
        let blocks = vec![
            Block { kind: BlockKind::Headline, span: Span::new(0, head) },
            Block { kind: BlockKind::Body, span: Span::new(head, text.len()) },
        ];
        let article = Article {
            id: ArticleId(Dice::new(number + 77).next()),
            origins: vec![Origin { file: format!("invented/{number:06}.txt"), part: 0 }],
            outlet: self.outlets.get(dice.below(self.outlets.len())).cloned(),
            agency: dice
                .chance(30)
                .then(|| pick(&["NORDA", "WESTLINE", "ORBIS", "MERIDIAN"], &mut dice).to_owned()),
            headline: Some(headline),
            published: PartialDate::from_days(day).filter(|_| !dice.chance(3)),
            language: "en".to_owned(),
            text,
            blocks,
            evidence: BTreeMap::from([("published".to_owned(), "first line".to_owned())]),
            ..Article::default()
        };
        (article, writer.document)
    }

    /// A word of the vocabulary: 0 is the commonest.
    #[must_use]
    pub fn word(&self, rank: usize) -> &str {
        self.words.get(rank).map_or("", String::as_str)
    }
}

struct Writer<'w> {
    world: &'w World,
    text: String,
    document: Document,
    /// Name → number of its entity in the document.
    known: BTreeMap<usize, u32>,
}

impl Writer<'_> {
    fn run(&self, dice: &mut Dice, words: usize) -> String {
        let mut run = String::new();
        for index in 0..words {
            if index > 0 {
                run.push(' ');
            }
            run.push_str(self.world.word(self.world.zipf.draw(dice)));
        }
        run
    }

    fn name(&mut self, dice: &mut Dice, people: bool) -> EntityIndex {
        let mut number = self.world.names_zipf.draw(dice);
        if people {
            number = number / 6 * 6 + number % 3;
        }
        let (kind, name) = self.world.names.get(number).cloned().unwrap_or((EntityType::Misc, String::new()));
        let start = self.text.len();
        self.text.push_str(&name);
        let mention = Mention { span: Span::new(start, self.text.len()), kind: MentionKind::Name };
        let next = self.document.entities.len() as u32;
        let index = *self.known.entry(number).or_insert(next);
        match self.document.entities.get_mut(index as usize) {
            Some(entity) => entity.mentions.push(mention),
            None => self.document.entities.push(Entity {
                kind,
                name,
                roles: Vec::new(),
                mentions: vec![mention],
                date: None,
            }),
        }
        EntityIndex(index)
    }

    fn paragraph(&mut self, dice: &mut Dice, quoting: bool) {
        for sentence in 0..2 {
            let start = self.text.len();
            if quoting && sentence == 0 {
                self.quotation(dice);
            } else {
                let words = 8 + dice.below(8);
                let opening = capital(&self.run(dice, words));
                self.text.push_str(&opening);
                self.text.push(' ');
                self.name(dice, false);
                let words = 5 + dice.below(10);
                let rest = self.run(dice, words);
                self.text.push(' ');
                self.text.push_str(&rest);
                self.text.push('.');
            }
            self.document.sentences.push(Span::new(start, self.text.len()));
            self.text.push(if sentence == 0 { ' ' } else { '\n' });
        }
    }

    fn content(&mut self, dice: &mut Dice, said: &str) -> Span {
        let start = self.text.len();
        self.text.push_str(said);
        if dice.chance(50) {
            self.text.push(' ');
            self.name(dice, false);
        }
        Span::new(start, self.text.len())
    }

    /// Who says it and the verb: the speaker, and the spans of verb and name.
    fn source(&mut self, dice: &mut Dice, form: &str) -> (EntityIndex, (Span, Span)) {
        let start = self.text.len();
        let speaker = self.name(dice, true);
        let end = self.text.len();
        self.text.push(' ');
        self.text.push_str(form);
        (speaker, (Span::new(end + 1, self.text.len()), Span::new(start, end)))
    }

    fn quotation(&mut self, dice: &mut Dice) {
        let (verb, form, family) = VERBS.get(dice.below(VERBS.len())).copied().unwrap_or(VERBS[0]);
        let direct = dice.chance(60);
        let words = 12 + dice.below(12);
        let said = self.run(dice, words);
        let (spoken, cue, speaker);
        if direct {
            self.text.push('“');
            spoken = self.content(dice, &said);
            self.text.push_str(",” ");
            (speaker, cue) = self.source(dice, form);
        } else {
            (speaker, cue) = self.source(dice, form);
            self.text.push_str(" that ");
            spoken = self.content(dice, &said);
        }
        let named = dice.chance(85);
        self.text.push('.');
        self.document.quotations.push(Quotation {
            kind: if direct { QuotationKind::Direct } else { QuotationKind::Indirect },
            content: vec![spoken],
            cue: vec![cue.0],
            verb: verb.to_owned(),
            family,
            source: vec![cue.1],
            speaker: named.then_some(speaker),
            addressee: Vec::new(),
            stance: Stance::Speech,
            confidence: 300 + (said.len() * 7 % 700) as u16,
            evidence: Evidence { rule: "invented".to_owned(), because: Vec::new() },
        });
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn articles_are_of_the_size_and_shape_that_is_promised() {
        let world = World::new();
        let made: Vec<_> = (0..200).map(|number| world.article(number)).collect();
        let bytes: usize = made.iter().map(|(article, _)| article.text.len()).sum();
        let quotes: usize = made.iter().map(|(_, document)| document.quotations.len()).sum();
        assert!((4000..6000).contains(&(bytes / 200)), "{}", bytes / 200);
        assert_eq!(quotes, 2000);
        for (article, document) in &made {
            for entity in &document.entities {
                assert!(entity.mentions.iter().all(|m| m.span.of(&article.text) == entity.name));
            }
            for quotation in &document.quotations {
                let inside = |span: &Span| document.sentences.iter().any(|s| s.contains(*span));
                assert!(quotation.content.iter().chain(&quotation.cue).all(inside));
            }
        }
        assert_eq!(world.article(5), World::new().article(5));
    }
}
