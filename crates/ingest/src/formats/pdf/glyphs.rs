//! The operators of a page that show text, as ISO 32000 describes them in 9.4: pieces of text and
//! where each stands.
use super::font::{Font, UNKNOWN, number};
use lopdf::content::Content;
use lopdf::{Dictionary, Document, Object, ObjectId};
use std::collections::BTreeMap;
use std::rc::Rc;

/// Bytes that the operators of one page may unpack to.
const MOST: usize = 64 << 20;

/// Forms within forms.
const DEEPEST: usize = 8;

/// Letters of one page; what comes after them is left out.
const LETTERS: usize = 1 << 20;

/// Operators of one page; what comes after them is left out.
const OPERATIONS: usize = 4_000_000;

/// Forms that one page shows.
const FORMS: usize = 2000;

/// A piece of text without a gap in it.
#[derive(Clone, Debug, Default)]
pub(super) struct Run {
    /// Left and right end, and the baseline; from the bottom of the page upwards.
    pub left: f64,
    pub right: f64,
    pub y: f64,
    /// Size of the type as it is seen.
    pub size: f64,
    pub bold: bool,
    /// Quarter turns that the words are written in.
    pub turn: u8,
    pub text: String,
}

/// What a page shows.
#[derive(Debug, Default)]
pub(super) struct Shown {
    pub runs: Vec<Run>,
    /// Letters whose font does not tell what they are.
    pub unknown: usize,
    pub letters: usize,
    /// Whether pictures are on it.
    pub pictures: bool,
}

/// Fonts that were read already.
pub(super) type Fonts = BTreeMap<ObjectId, Rc<Font>>;

type Matrix = [f64; 6];
const ONE: Matrix = [1.0, 0.0, 0.0, 1.0, 0.0, 0.0];

/// First `a`, then `b`.
fn times(a: Matrix, b: Matrix) -> Matrix {
    let [a0, a1, a2, a3, a4, a5] = a;
    let [b0, b1, b2, b3, b4, b5] = b;
    [
        a0 * b0 + a1 * b2,
        a0 * b1 + a1 * b3,
        a2 * b0 + a3 * b2,
        a2 * b1 + a3 * b3,
        a4 * b0 + a5 * b2 + b4,
        a4 * b1 + a5 * b3 + b5,
    ]
}

#[derive(Clone)]
struct State {
    page: Matrix,
    font: Option<Rc<Font>>,
    size: f64,
    letter_space: f64,
    word_space: f64,
    stretch: f64,
    leading: f64,
    rise: f64,
}

struct Reader<'d> {
    document: &'d Document,
    fonts: &'d mut Fonts,
    shown: Shown,
    operations: usize,
    forms: usize,
}

/// What a page shows; `Err` when its operators cannot be read.
pub(super) fn page(document: &Document, id: ObjectId, fonts: &mut Fonts) -> Result<Shown, lopdf::Error> {
    let content = document.get_page_content_with_limit(id, MOST)?;
    let (own, ids) = document.get_page_resources(id)?;
    let resources: Vec<&Dictionary> =
        own.into_iter().chain(ids.iter().filter_map(|id| document.get_dictionary(*id).ok())).collect();
    let mut reader = Reader { document, fonts, shown: Shown::default(), operations: 0, forms: 0 };
    let state = State {
        page: ONE,
        font: None,
        size: 1.0,
        letter_space: 0.0,
        word_space: 0.0,
        stretch: 1.0,
        leading: 0.0,
        rise: 0.0,
    };
    reader.run(&content, &resources, state, 0)?;
    let mut shown = reader.shown;
    upright(&mut shown.runs);
    Ok(shown)
}

/// Turns a page whose text is written sideways; stray words in other directions are left out.
fn upright(runs: &mut Vec<Run>) {
    let mut letters = [0usize; 4];
    for run in runs.iter() {
        if let Some(count) = letters.get_mut(usize::from(run.turn)) {
            *count += run.text.len();
        }
    }
    let most = (0..4u8).max_by_key(|turn| (letters.get(usize::from(*turn)), 4 - turn)).unwrap_or(0);
    runs.retain(|run| run.turn == most);
}

impl<'d> Reader<'d> {
    fn run(
        &mut self,
        content: &[u8],
        resources: &[&'d Dictionary],
        start: State,
        depth: usize,
    ) -> Result<(), lopdf::Error> {
        let mut state = start;
        let mut kept: Vec<State> = Vec::new();
        let (mut line, mut at) = (ONE, ONE);
        // One at a time: all together they fill memory.
        for operation in Content::decode_iter(content) {
            let operation = operation?;
            self.operations += 1;
            if self.shown.letters > LETTERS || self.operations > OPERATIONS {
                return Ok(());
            }
            let operands = &operation.operands;
            let n = |at: usize| operands.get(at).and_then(number).unwrap_or(0.0);
            match operation.operator.as_str() {
                "q" if kept.len() < 512 => kept.push(state.clone()),
                "Q" => state = kept.pop().unwrap_or(state),
                "cm" => state.page = times([n(0), n(1), n(2), n(3), n(4), n(5)], state.page),
                "BT" => (line, at) = (ONE, ONE),
                "Tf" => {
                    state.size = n(1);
                    state.font = operands.first().and_then(|f| self.font(f.as_name().ok()?, resources));
                }
                "Tc" => state.letter_space = n(0),
                "Tw" => state.word_space = n(0),
                "Tz" => state.stretch = n(0) / 100.0,
                "TL" => state.leading = n(0),
                "Ts" => state.rise = n(0),
                "Td" | "TD" => {
                    if operation.operator == "TD" {
                        state.leading = -n(1);
                    }
                    line = times([1.0, 0.0, 0.0, 1.0, n(0), n(1)], line);
                    at = line;
                }
                "Tm" => {
                    line = [n(0), n(1), n(2), n(3), n(4), n(5)];
                    at = line;
                }
                "T*" | "'" | "\"" => {
                    if operation.operator == "\"" {
                        state.word_space = n(0);
                        state.letter_space = n(1);
                    }
                    line = times([1.0, 0.0, 0.0, 1.0, 0.0, -state.leading], line);
                    at = line;
                    if let Some(Ok(bytes)) = operands.last().map(Object::as_str) {
                        self.show(&state, &mut at, bytes);
                    }
                }
                "Tj" => {
                    if let Some(Ok(bytes)) = operands.first().map(Object::as_str) {
                        self.show(&state, &mut at, bytes);
                    }
                }
                "TJ" => {
                    let Some(Ok(pieces)) = operands.first().map(Object::as_array) else { continue };
                    for piece in pieces {
                        if let Ok(bytes) = piece.as_str() {
                            self.show(&state, &mut at, bytes);
                        } else if let Some(back) = number(piece) {
                            let shift = -back / 1000.0 * state.size * state.stretch;
                            at = times([1.0, 0.0, 0.0, 1.0, shift, 0.0], at);
                        }
                    }
                }
                "BI" => self.shown.pictures = true,
                "Do" => {
                    let Some(Ok(name)) = operands.first().map(Object::as_name) else { continue };
                    self.object(name, resources, &state, depth);
                }
                _ => {}
            }
        }
        Ok(())
    }

    /// A thing kept under a name by the page's resources.
    fn named(
        &self,
        kind: &[u8],
        name: &[u8],
        resources: &[&'d Dictionary],
    ) -> Option<(Option<ObjectId>, &'d Object)> {
        resources.iter().find_map(|resource| {
            let list = resource.get_deref(kind, self.document).ok()?.as_dict().ok()?;
            self.document.dereference(list.get(name).ok()?).ok()
        })
    }

    fn font(&mut self, name: &[u8], resources: &[&'d Dictionary]) -> Option<Rc<Font>> {
        let (id, font) = self.named(b"Font", name, resources)?;
        let dict = font.as_dict().ok()?;
        if let Some(known) = id.and_then(|id| self.fonts.get(&id)) {
            return Some(known.clone());
        }
        let font = Rc::new(Font::new(self.document, dict));
        if let Some(id) = id {
            self.fonts.insert(id, font.clone());
        }
        Some(font)
    }

    /// A picture, or a form: operators of its own.
    fn object(&mut self, name: &[u8], resources: &[&'d Dictionary], state: &State, depth: usize) {
        let Some((_, Object::Stream(stream))) = self.named(b"XObject", name, resources) else { return };
        if stream.dict.get(b"Subtype").and_then(Object::as_name).is_ok_and(|kind| kind == b"Image") {
            self.shown.pictures = true;
            return;
        }
        self.forms += 1;
        if depth >= DEEPEST || self.forms > FORMS {
            return;
        }
        let Ok(bytes) = stream.get_plain_content_with_limit(MOST) else { return };
        let mut inner = state.clone();
        if let Ok(matrix) = stream.dict.get_deref(b"Matrix", self.document).and_then(Object::as_array) {
            let mut values = ONE;
            for (slot, value) in values.iter_mut().zip(matrix.iter().filter_map(number)) {
                *slot = value;
            }
            inner.page = times(values, inner.page);
        }
        let own = stream.dict.get_deref(b"Resources", self.document).and_then(Object::as_dict);
        let below: Vec<&Dictionary> =
            own.into_iter().chain(resources.iter().copied()).take(DEEPEST).collect();
        // What of a form can be read is kept.
        let _ = self.run(&bytes, &below, inner, depth + 1);
    }

    /// Shows a string: a run for each stretch without a gap.
    fn show(&mut self, state: &State, at: &mut Matrix, bytes: &[u8]) {
        let Some(font) = &state.font else { return };
        if let Some(words) = font.spelled(bytes) {
            let each = state.size;
            for letter in words.chars() {
                let mut buffer = [0; 4];
                self.letter(state, at, letter.encode_utf8(&mut buffer), each, font.bold);
                *at = times([1.0, 0.0, 0.0, 1.0, each * state.stretch, 0.0], *at);
            }
            return;
        }
        for (letter, width, space) in font.glyphs(bytes) {
            let own = width / 1000.0 * state.size;
            self.letter(state, at, letter, own, font.bold);
            let word = if space { state.word_space } else { 0.0 };
            let shift = (own + state.letter_space + word) * state.stretch;
            *at = times([1.0, 0.0, 0.0, 1.0, shift, 0.0], *at);
        }
    }

    fn letter(&mut self, state: &State, at: &Matrix, letter: &str, width: f64, bold: bool) {
        self.shown.letters += 1;
        if letter == UNKNOWN {
            self.shown.unknown += 1;
        }
        let place = times(times([1.0, 0.0, 0.0, 1.0, 0.0, state.rise], *at), state.page);
        let [a, b, c, d, x, y] = place;
        let along = (a * a + b * b).sqrt();
        let size = (c * c + d * d).sqrt() * state.size.abs();
        if !(size.is_finite() && along.is_finite() && x.is_finite() && y.is_finite()) || size < 0.1 {
            return;
        }
        let width = width.abs() * state.stretch.abs() * along;
        // Which way the words run, in quarter turns; the page is then turned so that they run to the right.
        let (turn, x, y) = match (a.abs() >= b.abs(), a >= 0.0, b >= 0.0) {
            (true, true, _) => (0, x, y),
            (true, false, _) => (2, -x, -y),
            (false, _, true) => (1, y, -x),
            (false, _, false) => (3, -y, x),
        };
        let slant = (b.abs().min(a.abs())) > 0.2 * along;
        if slant || letter.is_empty() {
            return;
        }
        if let Some(last) = self.shown.runs.last_mut().filter(|last| last.turn == turn) {
            let gap = x - last.right;
            let level = (y - last.y).abs() < 0.1 * size && (size / last.size - 1.0).abs() < 0.05;
            if level && last.bold == bold && gap > -0.3 * size && gap < 0.17 * size {
                last.text.push_str(letter);
                last.right = last.right.max(x + width);
                return;
            }
        }
        let text = letter.to_owned();
        self.shown.runs.push(Run { left: x, right: x + width, y, size, bold, turn, text });
    }
}
