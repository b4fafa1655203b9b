use super::english::ENGLISH;
use super::german::GERMAN;
use super::strings::Strings;
use super::turkish::TURKISH;
use super::ukrainian::UKRAINIAN;
use gloo::storage::{LocalStorage, Storage};
use std::cell::Cell;

const KEY: &str = "verbatim.language";

/// A language of the interface.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Language {
    /// English.
    #[default]
    English,
    /// German.
    German,
    /// Turkish.
    Turkish,
    /// Ukrainian.
    Ukrainian,
}

impl Language {
    /// All of them.
    pub const ALL: [Language; 4] = [Self::English, Self::German, Self::Turkish, Self::Ukrainian];

    /// BCP 47 code.
    pub fn code(self) -> &'static str {
        match self {
            Self::English => "en",
            Self::German => "de",
            Self::Turkish => "tr",
            Self::Ukrainian => "uk",
        }
    }

    /// What speakers call it.
    pub fn own_name(self) -> &'static str {
        match self {
            Self::English => "English",
            Self::German => "Deutsch",
            Self::Turkish => "Türkçe",
            Self::Ukrainian => "Українська",
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
            Self::German => &GERMAN,
            Self::Turkish => &TURKISH,
            Self::Ukrainian => &UKRAINIAN,
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

/// The language that this browser remembers or asks for.
pub fn preferred_language() -> Language {
    let remembered = LocalStorage::get::<String>(KEY).ok();
    let asked = gloo::utils::window().navigator().language();
    remembered.or(asked).and_then(|code| Language::from_code(&code)).unwrap_or_default()
}

/// Changes it; whoever calls this draws the page anew.
pub fn set_language(language: Language) {
    CURRENT.set(language);
    let _ = gloo::utils::document_element().set_attribute("lang", language.code());
}

/// Has this browser remember it.
pub fn remember_language(language: Language) {
    let _ = LocalStorage::set(KEY, language.code());
}

/// The words of the interface.
pub fn tr() -> &'static Strings {
    language().strings()
}
