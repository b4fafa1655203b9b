use super::language::{Language, language};
use super::strings::Plural;
use verbatim_article::PartialDate;

/// A template with `{}` replaced.
pub fn fill(template: &str, value: &str) -> String {
    template.replacen("{}", value, 1)
}

/// A number with its noun: "1 article", "24 articles".
pub fn count(forms: &Plural, number: u32) -> String {
    fill(form(language(), forms, number), &self::number(number))
}

/// CLDR's cardinal rules for whole numbers.
fn form(language: Language, forms: &Plural, number: u32) -> &'static str {
    match language {
        Language::Ukrainian => match (number % 10, number % 100) {
            (1, teens) if teens != 11 => forms.one,
            (2..=4, teens) if !(12..=14).contains(&teens) => forms.few,
            _ => forms.other,
        },
        Language::English | Language::German | Language::Turkish if number == 1 => forms.one,
        Language::English | Language::German | Language::Turkish => forms.other,
    }
}

/// A whole number, grouped.
#[cfg(target_arch = "wasm32")]
pub fn number(value: u32) -> String {
    // No language of the page groups three digits; asking the browser takes a hundred times as long.
    if value < 1000 {
        return value.to_string();
    }
    made(Made::Number, || {
        let locales = js_sys::Array::of1(&language().code().into());
        js_sys::Intl::NumberFormat::new(&locales, &js_sys::Object::new()).format()
    })
    .call1(&wasm_bindgen::JsValue::UNDEFINED, &value.into())
    .ok()
    .and_then(|text| text.as_string())
    .unwrap_or_else(|| value.to_string())
}

/// A whole number; grouping is the browser's affair.
#[cfg(not(target_arch = "wasm32"))]
pub fn number(value: u32) -> String {
    value.to_string()
}

/// Thousandths as a percentage.
pub fn percent(thousandths: u16) -> String {
    format!("{}\u{202f}%", (u32::from(thousandths) + 5) / 10)
}

/// A date as far as it is known.
#[cfg(target_arch = "wasm32")]
pub fn date(date: PartialDate) -> String {
    use js_sys::{Array, Intl, Object, Reflect};
    let (month, day) = (date.month().is_some(), date.day().is_some());
    made(Made::Date { month, day }, || {
        let options = Object::new();
        let set = |key: &str, value: &str| {
            let _ = Reflect::set(&options, &key.into(), &value.into());
        };
        set("timeZone", "UTC");
        set("year", "numeric");
        if month {
            set("month", "short");
        }
        if day {
            set("day", "numeric");
        }
        // British order in English: day, month, year.
        let locale = if language() == Language::English { "en-GB" } else { language().code() };
        Intl::DateTimeFormat::new(&Array::of1(&locale.into()), &options).format()
    })
    .call1(&wasm_bindgen::JsValue::UNDEFINED, &(f64::from(date.first_day()) * 86_400_000.0).into())
    .ok()
    .and_then(|text| text.as_string())
    .unwrap_or_else(|| date.to_string())
}

/// What a formatter of the browser's makes.
#[cfg(target_arch = "wasm32")]
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Made {
    Number,
    Date { month: bool, day: bool },
}

/// A formatter for the language of now: made once, since making one takes a thousand times as long as using it.
#[cfg(target_arch = "wasm32")]
fn made(what: Made, make: impl FnOnce() -> js_sys::Function) -> js_sys::Function {
    use std::cell::RefCell;
    use std::collections::BTreeMap;
    thread_local! {
        static KEPT: RefCell<BTreeMap<(&'static str, Made), js_sys::Function>> = const { RefCell::new(BTreeMap::new()) };
    }
    KEPT.with_borrow_mut(|kept| kept.entry((language().code(), what)).or_insert_with(make).clone())
}

/// A date as far as it is known.
#[cfg(not(target_arch = "wasm32"))]
pub fn date(date: PartialDate) -> String {
    date.to_string()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ukrainian_counts() {
        let forms = Plural { one: "one", few: "few", other: "other" };
        let found =
            [1, 2, 4, 5, 11, 12, 14, 21, 22, 25, 111, 121].map(|n| form(Language::Ukrainian, &forms, n));
        assert_eq!(
            found,
            ["one", "few", "few", "other", "other", "other", "other", "one", "few", "other", "other", "one"]
        );
        assert_eq!(form(Language::English, &forms, 1), "one");
        assert_eq!(form(Language::German, &forms, 0), "other");
    }

    #[test]
    fn shares_are_rounded() {
        assert_eq!(percent(934), "93\u{202f}%");
        assert_eq!(percent(995), "100\u{202f}%");
    }
}
