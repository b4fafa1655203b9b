/// The labels of a tagger and which may follow which. Labels of spans are written in the BILOU
/// scheme: `B-person`, `I-person`, `L-person`, `U-person`, and `O`; or in BIO, without `L` and
/// `U`. Labels without such a prefix (parts of speech) may follow each other freely.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LabelSet {
    names: Vec<String>,
    bilou: bool,
}

impl LabelSet {
    /// The labels in the order of their numbers.
    #[must_use]
    pub fn new(names: Vec<String>) -> Self {
        let bilou = names.iter().any(|n| n.starts_with("L-"));
        Self { names, bilou }
    }

    /// How many there are.
    #[must_use]
    pub fn len(&self) -> usize {
        self.names.len()
    }

    /// Whether there are none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.names.is_empty()
    }

    /// The name of a label.
    #[must_use]
    pub fn name(&self, label: usize) -> &str {
        self.names.get(label).map_or("O", String::as_str)
    }

    /// The number of a label.
    #[must_use]
    pub fn index(&self, name: &str) -> Option<usize> {
        self.names.iter().position(|n| n == name)
    }

    /// Prefix (`B`, `I`, `L`, `U`, `O`) and type of a label.
    #[must_use]
    pub fn parts(&self, label: usize) -> (char, &str) {
        match self.name(label).split_once('-') {
            Some((prefix, kind)) if prefix.len() == 1 => (prefix.chars().next().unwrap_or('O'), kind),
            _ => ('O', ""),
        }
    }

    /// Whether `next` may follow `before` (`None`: begins a sentence).
    #[must_use]
    pub fn may_follow(&self, before: Option<usize>, next: usize) -> bool {
        let open = before.map(|b| self.parts(b)).filter(|(p, _)| matches!(p, 'B' | 'I'));
        let (prefix, kind) = self.parts(next);
        match (open, self.bilou) {
            (Some((_, o)), true) => matches!(prefix, 'I' | 'L') && o == kind,
            (None, true) => !matches!(prefix, 'I' | 'L'),
            (Some((_, o)), false) => prefix != 'I' || o == kind,
            (None, false) => prefix != 'I',
        }
    }

    /// Whether a sentence may end with the label.
    #[must_use]
    pub fn may_end(&self, label: usize) -> bool {
        !self.bilou || !matches!(self.parts(label).0, 'B' | 'I')
    }
}
