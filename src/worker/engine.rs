use crate::protocol::{Change, Changed, Corrections, MOST_SUGGESTIONS, Request, Response};
use std::collections::VecDeque;
use std::ops::Range;
use verbatim_article::Article;
use verbatim_corpus::file::{HEADER, Written, index_length};
use verbatim_corpus::text::fold;
use verbatim_corpus::{Corpus, CorrectionError, Log, Rows, View, ViewRequest, Wanted};
use verbatim_nlp::Document;

/// A saved corpus that is read by ranges: a file of the reader's, or one that the browser keeps.
pub trait Source {
    /// Its length in bytes.
    fn length(&self) -> u64;
    /// Bytes of a range, or why they cannot be read.
    fn read(&self, range: Range<u64>) -> Result<Vec<u8>, String>;
}

impl Source for Vec<u8> {
    fn length(&self) -> u64 {
        self.len() as u64
    }

    fn read(&self, range: Range<u64>) -> Result<Vec<u8>, String> {
        let range = usize::try_from(range.start).ok().zip(usize::try_from(range.end).ok());
        let bytes = range.and_then(|(start, end)| self.get(start..end));
        bytes.map(<[u8]>::to_vec).ok_or_else(|| "the file is cut short".to_owned())
    }
}

/// Parts of a saved corpus in memory at most, of some 64 kB each. A question that needs more gets more, until
/// the next one.
const PARTS: usize = 1024;

/// What the worker does, without the browser.
pub struct Engine {
    corpus: Corpus,
    /// The file that the corpus was opened from, and its parts that were read, the oldest first.
    source: Option<Box<dyn Source>>,
    lent: VecDeque<u32>,
    trouble: Option<String>,
}

impl Engine {
    /// An empty corpus.
    pub fn new() -> Self {
        Self { corpus: Corpus::new(), source: None, lent: VecDeque::new(), trouble: None }
    }

    /// Adds an article; says whether it was new.
    pub fn add(&mut self, article: Article, document: Document) -> bool {
        self.prepare();
        self.corpus.add(article, document)
    }

    /// Makes ready what joins articles, when the corpus was opened from a file.
    fn prepare(&mut self) {
        if self.corpus.is_unprepared()
            && let Some(source) = &self.source
            && let Err(problem) = self.corpus.prepare(|range| source.read(range))
        {
            self.trouble = Some(problem);
        }
    }

    /// Joins names, stories and statements over everything read: for the end of a reading.
    pub fn settle(&mut self) {
        if !self.corpus.is_refreshed() {
            self.corpus.refresh();
        }
    }

    /// The same, bit by bit: begins it, and every [`Self::settle_step`] does some of it, until that says that nothing is
    /// left. Questions can be answered in between.
    pub fn begin_to_settle(&mut self) {
        self.corpus.begin_refresh();
    }

    /// See [`Self::begin_to_settle`].
    pub fn settle_step(&mut self) -> bool {
        self.corpus.refresh_step()
    }

    /// Opens a saved corpus in the place of what is there: its index now, its texts when they are shown.
    pub fn open(&mut self, source: Box<dyn Source>) -> Result<(), String> {
        let length = source.length();
        let header = source.read(0..length.min(HEADER as u64))?;
        let index = index_length(&header).map_err(|damage| damage.to_string())?;
        if index > length {
            return Err(format!("the file is cut short: {length} bytes of at least {index}"));
        }
        let bytes = source.read(0..index)?;
        let corpus = Corpus::open(&bytes).map_err(|damage| damage.to_string())?;
        let ends =
            (0..corpus.parts()).filter_map(|part| corpus.part_range(part)).map(|range| range.end).max();
        if let Some(end) = ends.filter(|end| *end > length) {
            return Err(format!("the file is cut short: {length} bytes of {end}"));
        }
        self.corpus = corpus;
        self.lent.clear();
        self.source = Some(source);
        Ok(())
    }

    /// Writes the corpus as a file, piece by piece.
    pub fn write(&self, write: impl FnMut(&[u8]) -> Result<(), String>) -> Result<Written, String> {
        let read = |range| self.source.as_ref().map(|source| source.read(range));
        self.corpus.save_from(read, write).map_err(|error| error.to_string())
    }

    /// From now on texts are read from a file that was just written, and need no memory.
    pub fn rest_on(&mut self, written: Written, source: Box<dyn Source>) {
        self.corpus.rest_on(written);
        self.source = Some(source);
        self.lent.clear();
        for part in 0..self.corpus.parts() {
            match self.lent.len() < PARTS && self.corpus.has_part(part) {
                true => self.lent.push_back(part),
                false => self.corpus.release(part),
            }
        }
    }

    /// Reads all texts into memory: the file that they lie in is about to go.
    pub fn detach(&mut self) -> Result<(), String> {
        let Some(source) = &self.source else { return Ok(()) };
        for part in 0..self.corpus.parts() {
            if let (false, Some(range)) = (self.corpus.has_part(part), self.corpus.part_range(part)) {
                let bytes = source.read(range)?;
                self.corpus.supply(part, &bytes).map_err(|damage| damage.to_string())?;
            }
        }
        self.source = None;
        self.lent.clear();
        Ok(())
    }

    /// The corpus as a file in memory.
    pub fn save(&self) -> Result<Vec<u8>, String> {
        let mut bytes = Vec::new();
        self.write(|piece| {
            bytes.extend_from_slice(piece);
            Ok(())
        })?;
        Ok(bytes)
    }

    /// What went wrong with the file that the corpus was opened from since it was last asked.
    pub fn trouble(&mut self) -> Option<String> {
        self.trouble.take()
    }

    /// Bytes that the corpus will have as a file, about.
    pub fn file_size(&self) -> u64 {
        let unread = (0..self.corpus.parts()).filter(|part| !self.corpus.has_part(*part));
        let unread =
            unread.filter_map(|part| self.corpus.part_range(part)).map(|range| range.end - range.start);
        let memory = self.corpus.memory();
        // Of what joins further articles a quarter at most is saved; the rest is made anew from it.
        memory.total() - memory.joining + memory.joining / 4 + unread.sum::<u64>()
    }

    /// Drops every article.
    pub fn clear(&mut self) {
        self.corpus = Corpus::new();
        self.source = None;
        self.lent.clear();
    }

    /// Articles in the corpus.
    pub fn len(&self) -> u32 {
        u32::try_from(self.corpus.len()).unwrap_or(u32::MAX)
    }

    /// The answer to a question; `None` when the request is not one.
    pub fn answer(&mut self, request: &Request) -> Option<Response> {
        // What a first view does not ask is not part of this function, and need not be there yet.
        match request {
            Request::View(view) => Some(Response::View(Box::new(self.view(view)))),
            Request::Read { article, words } => {
                if let Some(part) = self.corpus.part_of(*article) {
                    self.fetch(&[part]);
                }
                Some(Response::Reader(self.corpus.reader(*article, words).map(Box::new)))
            }
            Request::Neighbour { speaker, of, forward } => {
                self.corpus.catch_up();
                Some(Response::Neighbour(self.corpus.neighbour(speaker, *of, *forward)))
            }
            Request::Find { view, letters } => Some(Response::Found(self.find(view, letters))),
            Request::Change(change) => {
                let changed = self.change(change);
                let log = || self.corpus.corrections().to_lines();
                Some(Response::Changed(changed.map(|skipped| Changed { skipped, log: log() })))
            }
            Request::Corrections => Some(Response::Corrections(Box::new(self.corrections()))),
            Request::Save => Some(Response::Saved(self.save())),
            Request::Keep { .. }
            | Request::Import { .. }
            | Request::Preview { .. }
            | Request::Paste { .. }
            | Request::Prepare
            | Request::Rest
            | Request::Sample
            | Request::Cancel
            | Request::Clear => None,
        }
    }

    #[inline(never)]
    fn change(&mut self, change: &Change) -> Result<u32, String> {
        self.corpus.catch_up();
        let corpus = &mut self.corpus;
        let made = |made: Result<(), CorrectionError>| made.map(|()| 0).map_err(|error| error.to_string());
        match change {
            Change::Make(correction) => made(corpus.correct(correction.clone())),
            Change::Split { entity, spellings, name } => {
                made(corpus.split(entity, spellings, name).and_then(|split| corpus.correct(split)))
            }
            Change::Undo => {
                let undone = corpus.undo();
                self.rejoin();
                undone.map(|_| 0).ok_or_else(String::new)
            }
            Change::Redo => {
                let redone = corpus.redo();
                self.rejoin();
                redone.map(|_| 0).ok_or_else(String::new)
            }
            Change::TakeBack(number) => {
                let taken = corpus.take_back(*number as usize);
                self.rejoin();
                taken.map(|_| 0).ok_or_else(String::new)
            }
            Change::Replay(lines) => {
                let (log, wrong) = Log::from_lines(lines);
                let skipped = corpus.correct_all(&log).len() + wrong.len();
                Ok(u32::try_from(skipped).unwrap_or(u32::MAX))
            }
        }
    }

    /// After something was undone: whom the reader keeps apart no more is joined, in an opened corpus, too.
    fn rejoin(&mut self) {
        if self.corpus.is_unprepared() && !self.corpus.is_refreshed() {
            self.prepare();
            self.corpus.refresh();
        }
    }

    #[inline(never)]
    fn corrections(&self) -> Corrections {
        let log = self.corpus.corrections();
        let mut suggestions = self.corpus.suggestions();
        let suggested = u32::try_from(suggestions.len()).unwrap_or(u32::MAX);
        suggestions.truncate(MOST_SUGGESTIONS);
        Corrections {
            steps: log.steps().to_vec(),
            undone: log.undone().cloned(),
            suggestions,
            suggested,
            lines: log.to_lines(),
        }
    }

    /// The first row after the request's offset, going round, whose heading begins with some letters.
    #[inline(never)]
    fn find(&mut self, request: &ViewRequest, letters: &str) -> Option<u32> {
        let request = &ViewRequest { wanted: Wanted::Rows, ..request.clone() };
        let letters = fold(letters);
        let total = self.view(&ViewRequest { limit: 0, ..request.clone() }).totals.rows.min(FAR);
        let start = if request.offset < total { request.offset } else { 0 };
        let parts = [(start, total), (0, start)];
        for (from, to) in parts {
            for offset in (from..to).step_by(STEP as usize) {
                let limit = STEP.min(to - offset);
                let rows = self.view(&ViewRequest { offset, limit, ..request.clone() }).rows;
                let headings: Vec<String> = match rows {
                    Rows::Quotes(rows) => {
                        rows.into_iter().map(|row| row.speaker.unwrap_or_default()).collect()
                    }
                    Rows::Articles(rows) => rows.into_iter().map(|row| row.headline).collect(),
                    Rows::Names(rows) => rows.into_iter().map(|row| row.name).collect(),
                    Rows::Context(rows) => rows.into_iter().map(|row| row.right).collect(),
                    Rows::SameQuote(rows) => {
                        rows.into_iter().map(|row| row.speaker.unwrap_or_default()).collect()
                    }
                    Rows::Timeline(_) | Rows::Network(_) | Rows::Table(_) => return None,
                };
                let at = headings.iter().position(|heading| fold(heading).starts_with(&letters));
                if let Some(at) = at {
                    return u32::try_from(at).ok().map(|at| offset + at);
                }
            }
        }
        None
    }

    /// Answers a question, with the texts that it needs.
    fn view(&mut self, request: &ViewRequest) -> View {
        self.corpus.catch_up();
        let mut view = self.corpus.view(request);
        // Expressions may need texts first and rows of others then.
        for _ in 0..3 {
            if view.missing.is_empty() || !self.fetch(&view.missing) {
                break;
            }
            view = self.corpus.view(request);
        }
        view
    }

    /// Reads parts of the saved corpus that are not in memory; says whether any came.
    fn fetch(&mut self, parts: &[u32]) -> bool {
        let Some(source) = &self.source else { return false };
        let wanted: Vec<u32> = parts.iter().copied().filter(|part| !self.corpus.has_part(*part)).collect();
        while self.lent.len() > PARTS.saturating_sub(wanted.len())
            && let Some(part) = self.lent.pop_front()
        {
            if !parts.contains(&part) {
                self.corpus.release(part);
            }
        }
        let mut came = false;
        for part in wanted {
            let Some(range) = self.corpus.part_range(part) else { continue };
            let supplied = source
                .read(range)
                .and_then(|bytes| self.corpus.supply(part, &bytes).map_err(|damage| damage.to_string()));
            match supplied {
                Ok(()) => {
                    self.lent.push_back(part);
                    came = true;
                }
                Err(problem) => self.trouble = Some(problem),
            }
        }
        came
    }
}

/// Rows looked at by `find` in one go, and in all: enough for a list that a person steps through.
const STEP: u32 = 400;
const FAR: u32 = 40_000;

#[cfg(test)]
mod tests {
    use super::*;
    use verbatim_corpus::{Correction, Query, Rows, Tab};
    use verbatim_nlp::{Annotator, Input};

    fn read(name: &str, bytes: &[u8]) -> Vec<Article> {
        verbatim_ingest::read(name, bytes).articles
    }

    fn annotate(article: &Article) -> Document {
        let input = Input {
            text: &article.text,
            blocks: &article.blocks,
            published: article.published,
            language: &article.language,
        };
        Annotator::rules().annotate(input)
    }

    const TEXT: &str = "Harbour council delays ferry vote\n\nThe vote was put off again on Tuesday.\n\n\
        \u{201c}We need another month,\u{201d} Mayor Orla Fenn said.\n";

    #[test]
    fn rows_are_found_by_their_first_letters() {
        let mut engine = Engine::new();
        let article = read("post/ferry.txt", TEXT.as_bytes()).remove(0);
        let document = annotate(&article);
        engine.add(article, document);
        engine.settle();
        let view = ViewRequest { tab: Tab::Articles, ..ViewRequest::default() };
        let ask = |engine: &mut Engine, letters: &str| {
            engine.answer(&Request::Find { view: Box::new(view.clone()), letters: letters.to_owned() })
        };
        assert_eq!(ask(&mut engine, "hárb"), Some(Response::Found(Some(0))));
        assert_eq!(ask(&mut engine, "zz"), Some(Response::Found(None)));
    }

    #[test]
    fn what_is_put_right_can_be_taken_back_and_replayed() {
        let mut engine = Engine::new();
        let article = read("post/ferry.txt", TEXT.as_bytes()).remove(0);
        let document = annotate(&article);
        engine.add(article, document);
        engine.settle();
        let names = |engine: &Engine| {
            let request = ViewRequest { tab: Tab::Names, limit: 10, ..ViewRequest::default() };
            let Rows::Names(rows) = engine.corpus.view(&request).rows else { panic!("other rows") };
            rows
        };
        let fenn = names(&engine).into_iter().find(|row| row.name.contains("Fenn")).expect("her name");
        let rename = Correction::Rename { entity: fenn.key, name: "Orla Tarn".to_owned() };
        let change = |engine: &mut Engine, change| match engine.answer(&Request::Change(change)) {
            Some(Response::Changed(changed)) => changed.map(|changed| changed.skipped),
            _ => panic!("no answer"),
        };
        assert_eq!(change(&mut engine, Change::Make(rename.clone())), Ok(0));
        assert!(names(&engine).iter().any(|row| row.name == "Orla Tarn"));
        let saved = engine.corrections();
        assert_eq!(saved.steps, std::slice::from_ref(&rename));
        assert_eq!(change(&mut engine, Change::Undo), Ok(0));
        assert!(names(&engine).iter().all(|row| row.name != "Orla Tarn"));
        assert_eq!(engine.corrections().undone, Some(rename));
        assert_eq!(change(&mut engine, Change::Replay(format!("{}nonsense\n", saved.lines))), Ok(1));
        assert!(names(&engine).iter().any(|row| row.name == "Orla Tarn"));
        assert_eq!(change(&mut engine, Change::TakeBack(0)), Ok(0));
        assert!(change(&mut engine, Change::Undo).is_err());
    }

    #[test]
    fn a_file_can_be_asked_about() {
        let mut engine = Engine::new();
        let article = read("post/ferry.txt", TEXT.as_bytes()).remove(0);
        let id = article.id;
        let document = annotate(&article);
        assert!(engine.add(article.clone(), document.clone()));
        assert!(!engine.add(article, document), "the same article twice");
        assert_eq!(engine.len(), 1);

        let request = ViewRequest {
            query: Query { text: "another month".to_owned(), ..Query::default() },
            tab: Tab::Articles,
            limit: 10,
            ..ViewRequest::default()
        };
        let Some(Response::View(view)) = engine.answer(&Request::View(Box::new(request))) else {
            panic!("no view")
        };
        assert_eq!(view.totals.all_articles, 1);
        let Rows::Articles(rows) = view.rows else { panic!("other rows") };
        assert_eq!(rows.iter().map(|row| row.article).collect::<Vec<_>>(), [id]);

        let words = Request::Read { article: id, words: "month".to_owned() };
        let Some(Response::Reader(Some(reader))) = engine.answer(&words) else { panic!("no article") };
        assert_eq!(reader.hits.len(), 1);

        engine.settle();
        let saved = engine.save().unwrap();
        engine.clear();
        assert_eq!(engine.len(), 0);
        assert!(engine.open(Box::new(saved[..saved.len() / 2].to_vec())).is_err(), "half a file");
        assert!(
            engine.open(Box::new(saved[..saved.len() - 1].to_vec())).is_err(),
            "its last byte is missing"
        );
        assert_eq!(engine.len(), 0, "nothing was half opened");
        engine.open(Box::new(saved.clone())).unwrap();
        assert!(matches!(engine.answer(&words), Some(Response::Reader(Some(_)))), "kept and reopened");
        engine.clear();
        assert_eq!(engine.answer(&words), Some(Response::Reader(None)));
    }

    #[test]
    fn texts_are_read_from_the_file_when_they_are_shown() {
        let mut engine = Engine::new();
        for number in 0..300 {
            let text = format!(
                "Ferry {number} is late\n\n\u{201c}Wait for number {number},\u{201d} Orla Fenn said.\n"
            );
            for article in read(&format!("post/{number}.txt"), text.repeat(40).as_bytes()) {
                let document = annotate(&article);
                engine.add(article, document);
            }
        }
        engine.settle();
        let saved = engine.save().unwrap();
        let ask = |engine: &mut Engine, text: &str, offset: u32| {
            let query = Query { text: text.to_owned(), ..Query::default() };
            let request = ViewRequest { query, offset, limit: 40, ..ViewRequest::default() };
            match engine.answer(&Request::View(Box::new(request))) {
                Some(Response::View(view)) => view,
                _ => panic!("no view"),
            }
        };
        let mut opened = Engine::new();
        opened.open(Box::new(saved.clone())).unwrap();
        assert!(opened.corpus.parts() > 1 && !opened.corpus.has_part(0), "no text is read yet");
        for (text, offset) in [("", 0), ("number", 100), ("/numb.r 1[0-9]/", 0), ("\"number 250\"", 0)] {
            assert_eq!(ask(&mut opened, text, offset), ask(&mut engine, text, offset), "{text}");
        }
        assert_eq!(opened.trouble(), None);
        assert_eq!(opened.save().unwrap(), saved);

        opened.detach().unwrap();
        assert!((0..opened.corpus.parts()).all(|part| opened.corpus.has_part(part)), "all is in memory");
        assert_eq!(ask(&mut opened, "number", 0), ask(&mut engine, "number", 0));

        // A text that changed on the disk is told, and its rows stay away.
        let mut damaged = saved.clone();
        let last = damaged.len() - 1;
        damaged[last] ^= 1;
        opened.open(Box::new(damaged)).unwrap();
        let view = ask(&mut opened, "\"number 299\"", 0);
        assert!(!view.missing.is_empty() || opened.trouble().is_none());
        let all = ask(&mut opened, "/number/", 0);
        assert!(!all.missing.is_empty());
        assert!(opened.trouble().is_some_and(|trouble| trouble.contains("texts")));
    }
}
