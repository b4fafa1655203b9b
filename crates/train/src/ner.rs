//! Trains and scores the name tagger.

use crate::crf::{Example, Settings, train};
use crate::data::{Named, Nested, TITLES, join, read_gum, read_names};
use crate::options::Options;
use std::error::Error;
use std::ops::Range;
use verbatim_article::Span;
use verbatim_nlp::lexeme::{FormScores, Forms, Lexicon, NameList};
use verbatim_nlp::linear::LabelSet;
use verbatim_nlp::model::ByteWriter;
use verbatim_nlp::ner::{ArticleView, NameMemory, NerTagger, token_features};
use verbatim_nlp::pos::PosTagger;
use verbatim_nlp::{EntityType, Pos, split_sentences, tokenize};

/// An article cut into tokens, with its gold names as labels.
struct Article {
    text: String,
    tokens: Vec<Span>,
    sentences: Vec<Range<usize>>,
    forms: Forms,
    pos: Vec<Pos>,
    gold: Vec<u16>,
    names: Vec<(Span, String)>,
}

impl Article {
    fn new(named: Named, lexicon: &Lexicon, tagger: &PosTagger, labels: &LabelSet) -> Self {
        let tokens = tokenize(&named.text);
        let sentences = split_sentences(&named.text, &tokens, &[]);
        let forms = Forms::new(&named.text, &tokens, lexicon);
        let pos = tagger.tag(&forms, &sentences, &mut FormScores::default());
        let gold = gold_labels(&tokens, &named.names, labels);
        Self { text: named.text, tokens, sentences, forms, pos, gold, names: named.names }
    }

    fn view(&self, lexicon: &Lexicon) -> ArticleView<'_> {
        ArticleView::new(&self.text, &self.tokens, &self.sentences, &self.forms, &self.pos, lexicon)
    }

    fn examples(&self, lexicon: &Lexicon, memory: &NameMemory, labels: &LabelSet, out: &mut Vec<Example>) {
        let view = self.view(lexicon);
        for (number, sentence) in self.sentences.iter().enumerate() {
            let mut example = Example::default();
            let mut open = false;
            for token in sentence.clone() {
                token_features(&view, memory, number, sentence, token, &mut |f| example.feature(f));
                let gold = self.gold.get(token).copied().unwrap_or(0);
                // A name that runs over a sentence's end is wrong either way: close it.
                let last = token + 1 == sentence.end;
                let (prefix, kind) = labels.parts(usize::from(gold));
                let fixed = match (prefix, open, last) {
                    ('B', _, true) => labels.index(&format!("U-{kind}")),
                    ('I', true, true) => labels.index(&format!("L-{kind}")),
                    ('I', false, true) | ('L', false, _) => labels.index(&format!("U-{kind}")),
                    ('I', false, false) => labels.index(&format!("B-{kind}")),
                    _ => Some(usize::from(gold)),
                };
                let fixed = fixed.unwrap_or(0);
                open = matches!(labels.parts(fixed).0, 'B' | 'I');
                example.end_token(fixed as u16);
            }
            if example.len() > 0 {
                out.push(example);
            }
        }
    }
}

/// Gold names as labels; names whose borders are not token borders take the tokens they touch.
fn gold_labels(tokens: &[Span], names: &[(Span, String)], labels: &LabelSet) -> Vec<u16> {
    let mut gold = vec![0u16; tokens.len()];
    for (span, kind) in names {
        let first = tokens.partition_point(|t| t.end <= span.start);
        let last = tokens.partition_point(|t| t.start < span.end);
        for (token, label) in gold.iter_mut().enumerate().take(last).skip(first) {
            let prefix = match (token == first, token + 1 == last) {
                (true, true) => "U",
                (true, false) => "B",
                (false, true) => "L",
                (false, false) => "I",
            };
            *label = labels.index(&format!("{prefix}-{kind}")).unwrap_or(0) as u16;
        }
    }
    gold
}

/// The types that the tagger learns.
const KINDS: [EntityType; 9] = [
    EntityType::Person,
    EntityType::Organization,
    EntityType::Location,
    EntityType::Group,
    EntityType::Date,
    EntityType::Money,
    EntityType::Product,
    EntityType::Facility,
    EntityType::Misc,
];

fn label_set() -> LabelSet {
    let spans = KINDS.iter().flat_map(|k| ["B", "I", "L", "U"].map(|p| format!("{p}-{}", k.name())));
    LabelSet::new(std::iter::once("O".to_owned()).chain(spans).collect())
}

/// Trains on the newswire, or on openly licensed texts.
pub fn make(
    options: &Options,
    lexicon: &Lexicon,
    pos: &PosTagger,
) -> Result<(NerTagger, Vec<u8>), Box<dyn Error>> {
    let labels = label_set();
    let mut texts = if options.open { open_texts(options, lexicon)? } else { newswire(options)? };
    if options.setting("extra", 0.0) > 0.0 {
        texts.extend(open_texts(options, lexicon)?);
    }
    let articles: Vec<Article> = texts.into_iter().map(|t| Article::new(t, lexicon, pos, &labels)).collect();
    // Smaller data: more of each token is hidden.
    let dropout = if options.open { 0.5 } else { 0.3 };
    let settings = Settings { epochs: 5, dropout, ..Settings::default() }.changed(options);
    let folds = options.setting("folds", 2.0) as usize;
    let mut examples = Vec::new();
    for article in &articles {
        article.examples(lexicon, &NameMemory::default(), &labels, &mut examples);
    }
    if folds > 1 {
        // The second reading is learned from first readings by models that had not seen the article.
        for fold in 0..folds {
            let mut part = Vec::new();
            for (_, article) in articles.iter().enumerate().filter(|(i, _)| i % folds != fold) {
                article.examples(lexicon, &NameMemory::default(), &labels, &mut part);
            }
            let first = NerTagger::new(train(&labels, &part, settings)?)?;
            for (_, article) in articles.iter().enumerate().filter(|(i, _)| i % folds == fold) {
                let memory = first.first_reading(&article.view(lexicon), &article.sentences);
                article.examples(lexicon, &memory, &labels, &mut examples);
            }
        }
    }
    let model = train(&labels, &examples, settings)?;
    let mut out = ByteWriter::new();
    model.write(&mut out);
    Ok((NerTagger::new(model)?, out.finish()))
}

fn newswire(options: &Options) -> Result<Vec<Named>, Box<dyn Error>> {
    read_names(&options.data.join("ner/worldwide.train.jsonl"), Nested::Outermost)
}

/// The openly licensed texts, their labels made alike.
fn open_texts(options: &Options, lexicon: &Lexicon) -> Result<Vec<Named>, Box<dyn Error>> {
    let mut texts = Vec::new();
    for (file, nested, together) in [
        ("wikigold", Nested::Outermost, 15),
        ("crossner-politics.train", Nested::Outermost, 1),
        ("crossner-politics.dev", Nested::Outermost, 1),
        ("uner-ewt.dev", Nested::Outermost, 10),
        ("re3d", Nested::Innermost, 1),
    ] {
        let part = read_names(&options.data.join(format!("ner/{file}.jsonl")), nested)?;
        for _ in 0..options.setting(file, 1.0) as usize {
            texts.extend(join(&part, together));
        }
    }
    for _ in 0..options.setting("gum", 1.0) as usize {
        texts.extend(read_gum(&options.data.join("quotes/gum-news.train.jsonl"))?);
    }
    texts.iter_mut().for_each(|text| harmonise(text, lexicon));
    Ok(texts)
}

/// One set of rules for corpora with several: a name has a capital; articles and offices before it are
/// no part of it; nationalities are groups, whether a corpus calls them something else or nothing.
fn harmonise(text: &mut Named, lexicon: &Lexicon) {
    let of_people = |word: &str| {
        let lists = lexicon.lists(&word.to_lowercase());
        lists & NameList::Demonym.bit() != 0 && lists & NameList::Country.bit() == 0
    };
    let body = text.text.as_str();
    for (span, kind) in &mut text.names {
        let name = span.of(body);
        if kind == "misc" && lexicon.lists(&name.to_lowercase()) & NameList::Demonym.bit() != 0 {
            "group".clone_into(kind);
        }
        while let Some((first, _)) = span.of(body).split_once(' ') {
            let lower = first.to_lowercase();
            if lower == "the" || (kind == "person" && TITLES.contains(&lower.as_str())) {
                span.start += first.len() as u32 + 1;
            } else {
                break;
            }
        }
    }
    text.names.retain(|(span, kind)| {
        let name = span.of(body);
        let pronoun = ["we", "they", "it", "he", "she", "i", "you", "our", "their"]
            .contains(&name.to_lowercase().as_str());
        matches!(kind.as_str(), "date" | "money") || (!pronoun && name.chars().any(char::is_uppercase))
    });
    for token in tokenize(body) {
        let word = token.of(body);
        let free = text.names.iter().all(|(span, _)| token.end <= span.start || span.end <= token.start);
        if free && word.starts_with(char::is_uppercase) && of_people(word) {
            text.names.push((token, "group".to_owned()));
        }
    }
    text.names.sort_by_key(|(span, _)| span.start);
}

/// Precision, recall and F1 of people, organisations and places by exact span and type.
pub fn score(
    options: &Options,
    file: &str,
    lexicon: &Lexicon,
    pos: &PosTagger,
    tagger: &NerTagger,
) -> Result<(f64, f64, f64), Box<dyn Error>> {
    let labels = label_set();
    let main = |kind: &str| match kind {
        "person" | "organization" | "location" => Some(kind.to_owned()),
        "facility" => Some("location".to_owned()),
        _ => None,
    };
    let (mut right, mut found, mut wanted) = (0, 0, 0);
    let texts = read_names(&options.data.join(file), Nested::Outermost)?;
    for article in texts.into_iter().map(|t| Article::new(t, lexicon, pos, &labels)) {
        let gold: Vec<(Span, String)> =
            article.names.iter().filter_map(|(s, k)| Some((*s, main(k)?))).collect();
        let names = tagger.find(&article.view(lexicon), &article.sentences, &mut FormScores::default());
        let given: Vec<(Span, String)> = names
            .iter()
            .filter_map(|n| {
                let span = article.tokens[n.tokens.start].cover(article.tokens[n.tokens.end - 1]);
                Some((span, main(n.kind.name())?))
            })
            .collect();
        right += given.iter().filter(|g| gold.contains(g)).count();
        found += given.len();
        wanted += gold.len();
    }
    let (p, r) =
        (right as f64 / f64::from(found.max(1) as u32), right as f64 / f64::from(wanted.max(1) as u32));
    Ok((100.0 * p, 100.0 * r, 200.0 * p * r / (p + r).max(1e-9)))
}
