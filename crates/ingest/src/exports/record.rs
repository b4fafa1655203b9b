use crate::date;
use crate::draft::{set, set_date, shorten, squeeze};
use crate::text;
use verbatim_article::{Article, Block, BlockKind, Span};

/// One article of a download as its fields say it.
#[derive(Debug, Default, Clone)]
pub(super) struct Record {
    pub headline: String,
    pub outlet: String,
    pub date: String,
    pub byline: String,
    pub dateline: String,
    pub standfirst: String,
    pub agency: String,
    pub url: String,
    pub language: String,
    pub body: Vec<String>,
    /// Words under pictures.
    pub captions: Vec<String>,
}

impl Record {
    /// Whether it has anything to read.
    pub(super) fn is_empty(&self) -> bool {
        self.headline.is_empty() && self.body.iter().all(|l| l.trim().is_empty())
    }

    /// Turns the fields into an article; `source` names the database's layout for the evidence.
    pub(super) fn article(self, source: &str) -> Article {
        let mut article = Article::default();
        let evidence = &mut article.evidence;
        set(evidence, &mut article.headline, "headline", &self.headline, &format!("{source}: headline"));
        set(evidence, &mut article.outlet, "outlet", &self.outlet, &format!("{source}: source"));
        let byline = squeeze(&self.byline);
        let byline = [
            "By ", "BY ", "by ", "Par ", "PAR ", "Av ", "Af ", "Von ", "VON ", "Por ", "POR ", "Door ", "Di ",
        ]
        .iter()
        .find_map(|by| byline.strip_prefix(by))
        .unwrap_or(&byline);
        set(evidence, &mut article.byline, "byline", byline, &format!("{source}: byline"));
        set(evidence, &mut article.standfirst, "standfirst", &self.standfirst, &format!("{source}: summary"));
        set(evidence, &mut article.url, "url", &self.url, &format!("{source}: address"));
        for name in [&self.agency, &self.outlet, &self.byline] {
            if let Some(name) = text::known_agency(name) {
                set(evidence, &mut article.agency, "agency", name, &format!("{source}: credit"));
            }
        }
        if let Some(code) = language(&self.language) {
            article.language = code.to_owned();
            article.evidence.insert("language".to_owned(), format!("{source}: language"));
        }
        if let Some(found) = date::find(&self.date) {
            set_date(
                &mut article,
                found,
                &self.date,
                &format!("{source}: date '{}'", shorten(&self.date, 60)),
            );
        }
        let mut out = String::new();
        for piece in [article.headline.clone(), article.standfirst.clone()].into_iter().flatten() {
            out.push_str(&piece);
            out.push_str("\n\n");
        }
        out.push_str(&join(&self.body));
        let captions: Vec<String> =
            self.captions.iter().map(|c| squeeze(c)).filter(|c| !c.is_empty()).collect();
        for caption in &captions {
            out.push_str("\n\n");
            out.push_str(caption);
        }
        article.text = out.trim().to_owned();
        text::structure(&mut article, text::Known { headline: true, body_only: true });
        name_captions(&mut article, &captions);
        if article.dateline.is_none() && !self.dateline.is_empty() {
            let (place, day) = dateline(&self.dateline);
            if place.is_some() || day.is_some() {
                article.dateline = Some(verbatim_article::Dateline { place, date: day });
                article.evidence.insert("dateline".to_owned(), format!("{source}: dateline"));
            }
        }
        article
    }
}

/// The last paragraphs are what the field of captions held, whatever they look like.
fn name_captions(article: &mut Article, captions: &[String]) {
    let mut end = article.text.len();
    for caption in captions.iter().rev() {
        if !article.text.get(..end).is_some_and(|t| t.ends_with(caption.as_str())) {
            return;
        }
        let start = end - caption.len();
        article.blocks.retain(|b| b.span.range().start < start || b.span.range().start >= end);
        for block in &mut article.blocks {
            if block.span.range().start < start && block.span.range().end > start {
                block.span = Span::new(block.span.range().start, start);
            }
        }
        article.blocks.push(Block { kind: BlockKind::Caption, span: Span::new(start, end) });
        end = article.text.get(..start).map_or(0, |before| before.trim_end().len());
    }
}

/// `ANKARA, Feb. 3` as place and day.
fn dateline(words: &str) -> (Option<String>, Option<String>) {
    let words = squeeze(words);
    let found = date::find_all(&words).next();
    let day = found.and_then(|f| match f.reading {
        date::Reading::Sure(date) => Some(date.to_string()),
        date::Reading::Yearless { month, day } => Some(format!("{month:02}-{day:02}")),
        date::Reading::Open(_) => None,
    });
    let place = match found {
        Some(f) => words.get(..f.span.range().start).unwrap_or_default(),
        None => &words,
    };
    let place = place.trim_matches(|c: char| c.is_whitespace() || matches!(c, ',' | '.' | ';' | '-'));
    ((!place.is_empty() && place.len() < 80).then(|| place.to_owned()), day)
}

fn language(name: &str) -> Option<&'static str> {
    let lower = name.trim().to_lowercase();
    let first = lower.split([';', ',', ' ', '/']).next().unwrap_or("");
    Some(match first {
        "english" | "anglais" | "englisch" | "inglés" | "inglese" | "engels" => "en",
        "german" | "deutsch" | "allemand" => "de",
        "french" | "français" | "französisch" => "fr",
        "spanish" | "español" | "espagnol" => "es",
        "turkish" | "türkçe" => "tr",
        "italian" | "italiano" => "it",
        "portuguese" | "português" => "pt",
        "dutch" | "nederlands" => "nl",
        "russian" => "ru",
        "arabic" => "ar",
        "polish" => "pl",
        "chinese" => "zh",
        "japanese" => "ja",
        "swedish" => "sv",
        "danish" => "da",
        "norwegian" => "nb",
        "greek" => "el",
        "ukrainian" => "uk",
        _ => return None,
    })
}

/// Puts lines together again: a blank line parts paragraphs, lines wrapped at a margin are one.
fn join(lines: &[String]) -> String {
    let mut out = String::new();
    let widest = lines.iter().map(|l| l.chars().count()).max().unwrap_or(0);
    let wrapped = (50..=110).contains(&widest);
    let mut blank = true;
    let mut full = false;
    for line in lines {
        let words = line.trim();
        if words.is_empty() {
            blank = true;
            continue;
        }
        // An indented line begins a paragraph in some layouts.
        let indented = line.starts_with("   ") && !full;
        if !out.is_empty() {
            if blank || indented {
                out.push_str("\n\n");
            } else if wrapped && full {
                out.push(' ');
            } else {
                out.push('\n');
            }
        }
        out.push_str(words);
        full = words.chars().count() + 18 >= widest;
        blank = false;
    }
    out
}

/// A line's known key and the value after it: `LENGTH: 355 words`.
pub(super) fn field<'t>(line: &'t str, keys: &[&'static str]) -> Option<(&'static str, &'t str)> {
    let line = line.trim_start_matches(['|', ' ', '\t', '•']);
    let colon = line.find(':').filter(|c| *c < 40)?;
    let key = line.get(..colon)?.trim().trim_end_matches(['|', '*']).trim();
    let found = keys.iter().find(|k| same(k, key))?;
    let value = line.get(colon + 1..)?.trim_matches(|c: char| c.is_whitespace() || matches!(c, '|' | '*'));
    Some((found, value))
}

/// Whether two labels are one but for capitals: "LÄNGE" and "Länge".
fn same(a: &str, b: &str) -> bool {
    if a.is_ascii() || b.is_ascii() {
        return a.eq_ignore_ascii_case(b);
    }
    a.chars().flat_map(char::to_lowercase).eq(b.chars().flat_map(char::to_lowercase))
}

/// Whether a line holds little but a date.
pub(super) fn is_date(line: &str) -> bool {
    let line = line.trim();
    line.len() <= 90
        && date::whole_line(line, 50).is_some()
        && !line.ends_with('.')
        && !line.to_lowercase().starts_with("copyright")
        && !line.starts_with('©')
}
