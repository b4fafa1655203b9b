use super::{FormMemo, Lexeme, Lexicon};
use verbatim_article::Span;

/// A text's tokens as numbers of distinct word forms: what depends on the form alone is worked
/// out once per form.
#[derive(Clone, Debug)]
pub struct Forms {
    /// The form of each token.
    pub of_token: Vec<u32>,
    /// What is known of each form.
    pub lexemes: Vec<Lexeme>,
    /// The number of each form in the memo that it was looked up in.
    pub(crate) kept: Vec<u32>,
}

impl Forms {
    /// Looks up the forms of a text.
    #[must_use]
    pub fn new(text: &str, tokens: &[Span], lexicon: &Lexicon) -> Self {
        FormMemo::default().forms(text, tokens, lexicon)
    }

    /// The number of a token's form in the memo.
    pub(crate) fn kept_at(&self, token: usize) -> Option<u32> {
        self.of_token.get(token).and_then(|form| self.kept.get(*form as usize)).copied()
    }

    /// The form of a token; `None` outside the text.
    #[must_use]
    pub fn at(&self, token: usize) -> Option<&Lexeme> {
        self.of_token.get(token).and_then(|f| self.lexemes.get(*f as usize))
    }
}
