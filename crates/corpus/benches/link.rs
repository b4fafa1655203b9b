//! What joining costs: 10,000 generated articles of 15 entities and 8 quotations, many of whose names nearly
//! meet, and 10,000 of the invented world.
//! `cargo bench -p verbatim-corpus --bench link`

use verbatim_article::{Article, ArticleId, PartialDate, Span};
use verbatim_corpus::Corpus;
use verbatim_corpus::invent::World;
use verbatim_corpus::link::Linker;
use verbatim_corpus::same_quote::Quotes;
use verbatim_corpus::story::Stories;
use verbatim_nlp::{
    Document, Entity, EntityIndex, EntityType, Evidence, Mention, MentionKind, Quotation, QuotationKind,
    Stance, VerbFamily,
};

fn main() {
    divan::main();
}

struct Random(u64);

impl Random {
    fn below(&mut self, limit: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        (self.0 % limit as u64) as usize
    }

    /// Small numbers more often than large ones, as names are in news.
    fn skewed(&mut self, limit: usize) -> usize {
        let part = self.below(limit) + 1;
        self.below(part)
    }
}

fn word(mut number: usize) -> String {
    const PARTS: [&str; 20] = [
        "ba", "ko", "ri", "den", "mar", "sel", "to", "vi", "lan", "gor", "pe", "shu", "ner", "da", "fil",
        "ost", "ku", "mi", "zar", "hol",
    ];
    let mut out = String::new();
    loop {
        out.push_str(PARTS[number % 20]);
        number /= 20;
        if number == 0 {
            return out;
        }
    }
}

fn capital(number: usize) -> String {
    let word = word(number);
    word[..1].to_uppercase() + &word[1..]
}

fn articles(count: usize) -> Vec<(Article, Document)> {
    let mut random = Random(0x9e37_79b9_7f4a_7c15);
    (0..count).map(|number| article(number, &mut random)).collect()
}

fn article(number: usize, random: &mut Random) -> (Article, Document) {
    let mut text = String::new();
    let mut document = Document::default();
    let put = |text: &mut String, words: &str| {
        let start = text.len();
        text.push_str(words);
        let span = Span::new(start, text.len());
        text.push(' ');
        span
    };
    for at in 0..15 {
        let kind = [EntityType::Person, EntityType::Organization, EntityType::Location][at % 3];
        let pick = random.skewed(20_000);
        let (full, short) = match kind {
            EntityType::Person => {
                (format!("{} {}", capital(pick % 900), capital(1000 + pick)), capital(1000 + pick))
            }
            EntityType::Organization => {
                (format!("{} {} Union", capital(pick), capital(7 * pick)), String::new())
            }
            _ => (capital(3 * pick + 5), String::new()),
        };
        let mut mentions = Vec::new();
        // One article in five gives the surname alone.
        if short.is_empty() || random.below(5) > 0 {
            mentions.push(Mention { span: put(&mut text, &full), kind: MentionKind::Name });
        }
        if !short.is_empty() {
            mentions.push(Mention { span: put(&mut text, &short), kind: MentionKind::Name });
        }
        let name = mentions.first().map_or("", |m: &Mention| m.span.of(&text)).to_owned();
        document.entities.push(Entity { kind, name, roles: Vec::new(), mentions, date: None });
    }
    for _ in 0..8 {
        // One quotation in ten repeats one of a thousand statements.
        let seed = if random.below(10) == 0 { random.below(1000) } else { 1000 + random.below(1 << 40) };
        let mut words = Random(seed as u64 + 88_172_645_463_325_252);
        let said: Vec<String> = (0..25).map(|_| word(words.skewed(8000))).collect();
        let content = put(&mut text, &said.join(" "));
        document.quotations.push(Quotation {
            kind: QuotationKind::Direct,
            content: vec![content],
            cue: Vec::new(),
            verb: "say".to_owned(),
            family: VerbFamily::Neutral,
            source: Vec::new(),
            speaker: Some(EntityIndex(3 * random.below(5) as u32)),
            addressee: Vec::new(),
            stance: Stance::Speech,
            confidence: 900,
            evidence: Evidence::default(),
        });
    }
    let article = Article {
        id: ArticleId(number as u64 * 0x9e37_79b9),
        published: PartialDate::ymd(2025, 1 + (number % 12) as u32, 1 + (number % 28) as u32),
        language: "en".to_owned(),
        text,
        ..Article::default()
    };
    (article, document)
}

const COUNT: usize = 10_000;

fn linker(articles: &[(Article, Document)]) -> Linker {
    let mut linker = Linker::new();
    for (article, document) in articles {
        linker.add(article, document);
    }
    linker
}

/// Everything from nothing: who is who, stories, same quotations.
#[divan::bench(sample_count = 3)]
fn all_of_10_000(bencher: divan::Bencher<'_, '_>) {
    let articles = articles(COUNT);
    bencher.bench(|| {
        let links = linker(&articles).links();
        let (mut quotes, mut stories) = (Quotes::new(), Stories::new());
        for (article, document) in &articles {
            quotes.add(article, document);
            stories.add(article);
        }
        (quotes.groups(&links).len(), stories.stories().len(), links)
    });
}

/// The same for the invented world.
#[divan::bench(sample_count = 3)]
fn all_of_10_000_invented(bencher: divan::Bencher<'_, '_>) {
    let world = World::new();
    let articles: Vec<_> = (0..COUNT as u64).map(|number| world.article(number)).collect();
    bencher.bench(|| {
        let links = linker(&articles).links();
        let (mut quotes, mut stories) = (Quotes::new(), Stories::new());
        for (article, document) in &articles {
            quotes.add(article, document);
            stories.add(article);
        }
        (quotes.groups(&links).len(), stories.stories().len(), links)
    });
}

/// A hundred articles more in a corpus that was opened from a file: what joins the old ones is made again.
#[divan::bench(sample_count = 2, sample_size = 1)]
fn a_hundred_more_after_opening(bencher: divan::Bencher<'_, '_>) {
    let world = World::new();
    let mut corpus = Corpus::new();
    for number in 0..COUNT as u64 {
        let (article, document) = world.article(number);
        corpus.add(article, document);
    }
    corpus.refresh();
    let mut bytes = Vec::new();
    let saved = corpus.save(|piece| {
        bytes.extend_from_slice(piece);
        Ok::<(), std::convert::Infallible>(())
    });
    assert!(saved.is_ok());
    let new: Vec<_> = (COUNT as u64..COUNT as u64 + 100).map(|number| world.article(number)).collect();
    bencher.with_inputs(|| (Corpus::open(&bytes).unwrap_or_default(), new.clone())).bench_values(
        |(mut corpus, new)| {
            for (article, document) in new {
                corpus.add(article, document);
            }
            corpus.refresh();
            corpus
        },
    );
}

#[divan::bench(sample_count = 3)]
fn entities_of_10_000(bencher: divan::Bencher<'_, '_>) {
    let articles = articles(COUNT);
    bencher.bench(|| linker(&articles).links());
}

/// A hundred more articles on top of 10,000: adding them, and the joined names anew.
#[divan::bench(sample_count = 3)]
fn a_hundred_more(bencher: divan::Bencher<'_, '_>) {
    let articles = articles(COUNT + 100);
    let (old, new) = articles.split_at(COUNT);
    let before = linker(old);
    bencher.with_inputs(|| before.clone()).bench_values(|mut linker| {
        for (article, document) in new {
            linker.add(article, document);
        }
        linker.links()
    });
}

#[divan::bench(sample_count = 3)]
fn same_quotes_of_10_000(bencher: divan::Bencher<'_, '_>) {
    let articles = articles(COUNT);
    let links = linker(&articles).links();
    bencher.bench(|| {
        let mut quotes = Quotes::new();
        articles.iter().for_each(|(article, document)| quotes.add(article, document));
        quotes.groups(&links).len()
    });
}

#[divan::bench(sample_count = 3)]
fn stories_of_10_000(bencher: divan::Bencher<'_, '_>) {
    let articles = articles(COUNT);
    bencher.bench(|| {
        let mut stories = Stories::new();
        articles.iter().for_each(|(article, _)| stories.add(article));
        stories.stories().len()
    });
}
