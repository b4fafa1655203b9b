use super::english::ENGLISH;
use super::strings::Strings;
use std::cell::Cell;

/// A language of the interface.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Language {
    /// English.
    #[default]
    English,
}

impl Language {
    /// All of them.
    pub const ALL: [Language; 1] = [Self::English];

    /// BCP 47 code.
    pub fn code(self) -> &'static str {
        match self {
            Self::English => "en",
        }
    }

    /// What speakers call it.
    pub fn own_name(self) -> &'static str {
        match self {
            Self::English => "English",
        }
    }

    /// The language for a code like `en-GB`.
    pub fn from_code(code: &str) -> Option<Self> {
        let base = code.split('-').next().unwrap_or(code);
        Self::ALL.into_iter().find(|language| language.code() == base)
    }

    fn strings(self) -> &'static Strings {
        match self {
            Self::English => &ENGLISH,
        }
    }
}

thread_local! {
    static CURRENT: Cell<Language> = const { Cell::new(Language::English) };
}

/// The interface's language.
pub fn language() -> Language {
    CURRENT.get()
}

/// Changes it; whoever calls this draws the page anew.
pub fn set_language(language: Language) {
    CURRENT.set(language);
}

/// The words of the interface.
pub fn tr() -> &'static Strings {
    language().strings()
}
