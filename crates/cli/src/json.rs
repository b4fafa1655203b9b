//! The contract's JSON: what leaves the program, with offsets in code points.

use serde::Serialize;
use serde_json::{Value, json};
use verbatim_article::{Article, ArticleId, Block, BlockKind, OffsetMap, Span};
use verbatim_nlp::{Annotator, Document, EntityType, Input, amount, cue_tense};

/// Version of everything written; a change that breaks a reader needs a new one.
const SCHEMA: u32 = 1;

/// An article as `parse` writes it.
pub fn article(article: &Article) -> Value {
    let map = OffsetMap::new(&article.text);
    let (first, further) = match article.origins.split_first() {
        Some((first, further)) => (Some(first), further),
        None => (None, [].as_slice()),
    };
    let blocks: Vec<Value> =
        article.blocks.iter().map(|b| json!({"kind": b.kind.name(), "span": points(&map, b.span)})).collect();
    let mut row = json!({
        "schema": SCHEMA,
        "id": article.id.to_string(),
        "file": first.map(|o| &o.file),
        "part": first.map(|o| o.part),
        "outlet": article.outlet,
        "agency": article.agency,
        "byline": article.byline,
        "headline": article.headline,
        "standfirst": article.standfirst,
        "dateline": article.dateline,
        "published": article.published.map(|d| d.to_string()),
        "language": article.language,
        "text": article.text,
        "blocks": blocks,
        "evidence": article.evidence,
    });
    if let Some(url) = &article.url {
        row["url"] = json!(url);
    }
    if !further.is_empty() {
        row["also"] =
            json!(further.iter().map(|o| json!({"file": o.file, "part": o.part})).collect::<Vec<_>>());
    }
    row
}

/// One line in, one line out, and whether it went well.
pub fn annotate_line(annotator: &Annotator, line: &[u8], tokens: bool) -> (Vec<u8>, bool) {
    let (value, good) = match read_line(line) {
        Ok(given) => {
            let map = OffsetMap::new(&given.text);
            let blocks = given.blocks(&map);
            let input = Input {
                text: &given.text,
                blocks: &blocks,
                published: given.published,
                language: &given.language,
            };
            let document = annotator.annotate(input);
            (serde_json::to_vec(&annotation(&given.id, (&given.text, &map), &document, tokens)), true)
        }
        Err((id, error)) => (serde_json::to_vec(&json!({"id": id, "error": error})), false),
    };
    let mut bytes =
        value.unwrap_or_else(|error| format!("{{\"id\":null,\"error\":{:?}}}", error.to_string()).into());
    bytes.push(b'\n');
    (bytes, good)
}

/// An article as `parse` writes it, with the id as given. An id that is not one of ours gets a
/// number made from its letters.
pub fn read_article(line: &[u8]) -> Result<(String, Article), String> {
    let row: Value =
        serde_json::from_slice(line).map_err(|error| format!("the line is not JSON: {error}"))?;
    let given = read_line(line).map_err(|(_, error)| error)?;
    let word = |name: &str| row.get(name).and_then(Value::as_str).map(str::to_owned);
    let id = match &given.id {
        Value::String(id) => id.clone(),
        other => other.to_string(),
    };
    let blocks = given.blocks(&OffsetMap::new(&given.text));
    let hash = || {
        id.bytes().fold(0xcbf2_9ce4_8422_2325, |h: u64, b| (h ^ u64::from(b)).wrapping_mul(0x100_0000_01b3))
    };
    let number =
        if id.len() == 16 { u64::from_str_radix(&id, 16).unwrap_or_else(|_| hash()) } else { hash() };
    let article = Article {
        id: ArticleId(number),
        outlet: word("outlet"),
        agency: word("agency"),
        byline: word("byline"),
        headline: word("headline"),
        standfirst: word("standfirst"),
        dateline: row.get("dateline").and_then(|d| serde_json::from_value(d.clone()).ok()),
        published: given.published,
        language: word("language").unwrap_or_else(|| "und".to_owned()),
        url: word("url"),
        text: given.text,
        blocks,
        ..Article::default()
    };
    Ok((id, article))
}

/// What a line of input says, as far as annotation needs it.
struct Given {
    id: Value,
    text: String,
    published: Option<verbatim_article::PartialDate>,
    language: String,
    blocks: Option<Value>,
}

fn read_line(line: &[u8]) -> Result<Given, (Value, String)> {
    let mut row: Value = serde_json::from_slice(line)
        .map_err(|error| (Value::Null, format!("the line is not JSON: {error}")))?;
    let id = row.get_mut("id").map(Value::take).unwrap_or_default();
    if id.is_null() {
        return Err((id, "the line has no \"id\"".to_owned()));
    }
    let Some(Value::String(text)) = row.get_mut("text").map(Value::take) else {
        return Err((id, "the line has no \"text\"".to_owned()));
    };
    if u32::try_from(text.len()).is_err() {
        return Err((id, "the text is longer than 4 GB".to_owned()));
    }
    let published = row.get("published").and_then(Value::as_str).and_then(|date| date.parse().ok());
    let language = row.get("language").and_then(Value::as_str).unwrap_or("").to_owned();
    Ok(Given { id, text, published, language, blocks: row.get_mut("blocks").map(Value::take) })
}

impl Given {
    /// The blocks in bytes; those that do not fit the text are left out.
    fn blocks(&self, map: &OffsetMap<'_>) -> Vec<Block> {
        let rows = self.blocks.as_ref().and_then(Value::as_array).map_or([].as_slice(), Vec::as_slice);
        let mut blocks: Vec<Block> = Vec::new();
        for row in rows {
            let kind = row.get("kind").and_then(Value::as_str).and_then(BlockKind::from_name);
            let at =
                |i: usize| row["span"].get(i).and_then(Value::as_u64).and_then(|n| u32::try_from(n).ok());
            if let (Some(kind), Some(start), Some(end)) = (kind, at(0), at(1)) {
                let span = Span { start: map.byte_of_code_point(start), end: map.byte_of_code_point(end) };
                if span.start <= span.end && blocks.last().is_none_or(|last| last.span.end <= span.start) {
                    blocks.push(Block { kind, span });
                }
            }
        }
        blocks
    }
}

#[derive(Serialize)]
struct Annotation<'a> {
    schema: u32,
    id: &'a Value,
    sentences: Vec<[u32; 2]>,
    #[serde(skip_serializing_if = "Option::is_none")]
    tokens: Option<Vec<(u32, u32, &'static str)>>,
    entities: Vec<EntityOut<'a>>,
    quotations: Vec<QuotationOut<'a>>,
}

#[derive(Serialize)]
struct EntityOut<'a> {
    id: usize,
    r#type: &'static str,
    name: &'a str,
    #[serde(skip_serializing_if = "<[String]>::is_empty")]
    roles: &'a [String],
    #[serde(skip_serializing_if = "Option::is_none")]
    date: Option<String>,
    /// A sum of money as a number and a currency.
    #[serde(skip_serializing_if = "Option::is_none")]
    money: Option<MoneyOut>,
    mentions: Vec<(u32, u32, &'static str)>,
}

/// The value in plain digits, as text: no reader's floating point changes it.
#[derive(Serialize)]
struct MoneyOut {
    value: String,
    currency: String,
}

#[derive(Serialize)]
struct QuotationOut<'a> {
    r#type: &'static str,
    content: Vec<[u32; 2]>,
    cue: Vec<[u32; 2]>,
    verb: &'a str,
    family: &'static str,
    tense: &'static str,
    source: Vec<[u32; 2]>,
    speaker: Option<u32>,
    addressee: Option<Vec<[u32; 2]>>,
    stance: &'static str,
    confidence: f64,
    evidence: &'a verbatim_nlp::Evidence,
}

fn annotation<'a>(
    id: &'a Value,
    (text, map): (&str, &OffsetMap<'_>),
    document: &'a Document,
    tokens: bool,
) -> Annotation<'a> {
    let spans = |list: &[Span]| -> Vec<[u32; 2]> { list.iter().map(|&s| points(map, s)).collect() };
    let mention = |m: &verbatim_nlp::Mention| {
        let [start, end] = points(map, m.span);
        (start, end, m.kind.name())
    };
    Annotation {
        schema: SCHEMA,
        id,
        sentences: spans(&document.sentences),
        tokens: tokens.then(|| {
            let token = |t: &verbatim_nlp::Token| {
                let [start, end] = points(map, t.span);
                (start, end, t.pos.name())
            };
            document.tokens.iter().map(token).collect()
        }),
        entities: document
            .entities
            .iter()
            .enumerate()
            .map(|(number, entity)| EntityOut {
                id: number,
                r#type: entity.kind.name(),
                name: &entity.name,
                roles: &entity.roles,
                date: entity.date.map(|d| d.to_string()),
                money: Some(entity)
                    .filter(|e| e.kind == EntityType::Money)
                    .and_then(|e| amount(&e.name))
                    .map(|sum| MoneyOut { value: sum.value, currency: sum.currency }),
                mentions: entity.mentions.iter().map(mention).collect(),
            })
            .collect(),
        quotations: document
            .quotations
            .iter()
            .map(|q| QuotationOut {
                r#type: q.kind.name(),
                content: spans(&q.content),
                cue: spans(&q.cue),
                verb: &q.verb,
                family: q.family.name(),
                tense: cue_tense(text, &q.cue).name(),
                source: spans(&q.source),
                speaker: q.speaker.map(|s| s.0),
                addressee: (!q.addressee.is_empty()).then(|| spans(&q.addressee)),
                stance: match q.stance {
                    verbatim_nlp::Stance::Speech => "speech",
                    verbatim_nlp::Stance::Attitude => "attitude",
                },
                confidence: f64::from(q.confidence) / 1000.0,
                evidence: &q.evidence,
            })
            .collect(),
    }
}

fn points(map: &OffsetMap<'_>, span: Span) -> [u32; 2] {
    [map.code_points(span.start), map.code_points(span.end)]
}
