/// A sum of money.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Amount {
    /// How much, written in plain digits: `1500000000`, `12.5`.
    pub value: String,
    /// The currency's code (ISO 4217), or the word for it where it is one of several ("crowns" of which country?).
    pub currency: String,
}

/// Signs before or after a number, with the currency that they stand for.
const SIGNS: &[(&str, &str)] = &[
    ("us$", "USD"),
    ("a$", "AUD"),
    ("c$", "CAD"),
    ("hk$", "HKD"),
    ("nz$", "NZD"),
    ("s$", "SGD"),
    ("r$", "BRL"),
    ("$", "USD"),
    ("€", "EUR"),
    ("£", "GBP"),
    ("¥", "JPY"),
    ("₺", "TRY"),
    ("₹", "INR"),
    ("₽", "RUB"),
    ("₩", "KRW"),
    ("₪", "ILS"),
    ("₴", "UAH"),
    ("₦", "NGN"),
    ("₫", "VND"),
    ("฿", "THB"),
];

/// Words for currencies, and the codes that may stand for them.
const WORDS: &[(&str, &str)] = &[
    ("dollar", "USD"),
    ("buck", "USD"),
    ("cent", ""),
    ("euro", "EUR"),
    ("pound", "GBP"),
    ("quid", "GBP"),
    ("sterling", "GBP"),
    ("yen", "JPY"),
    ("yuan", "CNY"),
    ("renminbi", "CNY"),
    ("rouble", "RUB"),
    ("ruble", "RUB"),
    ("hryvnia", "UAH"),
    ("zloty", "PLN"),
    ("forint", "HUF"),
    ("shekel", "ILS"),
    ("baht", "THB"),
    ("ringgit", "MYR"),
    ("naira", "NGN"),
    ("cedi", "GHS"),
    ("dong", "VND"),
    ("lev", "BGN"),
    ("lari", "GEL"),
    ("rial", "rial"),
    ("riyal", "riyal"),
    ("dirham", "dirham"),
    ("dinar", "dinar"),
    ("lira", "lira"),
    ("rupee", "rupee"),
    ("peso", "peso"),
    ("franc", "franc"),
    ("crown", "crown"),
    ("krona", "krona"),
    ("krone", "krone"),
    ("kronor", "krona"),
    ("kroner", "krone"),
    ("shilling", "shilling"),
    ("rand", "ZAR"),
    ("real", ""),
    ("won", ""),
];

/// Words before "dollars", "lira" and others that say whose.
const WHOSE: &[(&str, &str, &str)] = &[
    ("us", "dollar", "USD"),
    ("u.s.", "dollar", "USD"),
    ("american", "dollar", "USD"),
    ("australian", "dollar", "AUD"),
    ("canadian", "dollar", "CAD"),
    ("singapore", "dollar", "SGD"),
    ("turkish", "lira", "TRY"),
    ("indian", "rupee", "INR"),
    ("pakistani", "rupee", "PKR"),
    ("mexican", "peso", "MXN"),
    ("argentine", "peso", "ARS"),
    ("swiss", "franc", "CHF"),
    ("cfa", "franc", "XOF"),
    ("swedish", "crown", "SEK"),
    ("swedish", "krona", "SEK"),
    ("norwegian", "crown", "NOK"),
    ("norwegian", "krone", "NOK"),
    ("danish", "crown", "DKK"),
    ("danish", "krone", "DKK"),
    ("czech", "crown", "CZK"),
    ("saudi", "riyal", "SAR"),
    ("qatari", "riyal", "QAR"),
    ("iranian", "rial", "IRR"),
    ("uae", "dirham", "AED"),
    ("moroccan", "dirham", "MAD"),
    ("kuwaiti", "dinar", "KWD"),
    ("serbian", "dinar", "RSD"),
    ("egyptian", "pound", "EGP"),
    ("syrian", "pound", "SYP"),
    ("lebanese", "pound", "LBP"),
    ("chinese", "yuan", "CNY"),
    ("kenyan", "shilling", "KES"),
    ("brazilian", "real", "BRL"),
    ("south korean", "won", "KRW"),
];

const CODES: &[&str] = &[
    "USD", "EUR", "GBP", "JPY", "CHF", "CNY", "RUB", "TRY", "INR", "AUD", "CAD", "NOK", "SEK", "DKK", "PLN",
    "CZK", "HUF", "BRL", "MXN", "ZAR", "KRW", "ILS", "SAR", "AED", "UAH", "SGD", "HKD", "NZD",
];

/// Powers of ten: "million", "m", "bn".
const SCALES: &[(&str, usize)] = &[
    ("hundred", 2),
    ("thousand", 3),
    ("k", 3),
    ("lakh", 5),
    ("million", 6),
    ("mln", 6),
    ("mn", 6),
    ("m", 6),
    ("crore", 7),
    ("billion", 9),
    ("bln", 9),
    ("bn", 9),
    ("b", 9),
    ("trillion", 12),
    ("trn", 12),
    ("tn", 12),
];

const NUMBERS: &[(&str, &str)] = &[
    ("half", "0.5"),
    ("one", "1"),
    ("two", "2"),
    ("three", "3"),
    ("four", "4"),
    ("five", "5"),
    ("six", "6"),
    ("seven", "7"),
    ("eight", "8"),
    ("nine", "9"),
    ("ten", "10"),
    ("twelve", "12"),
    ("fifteen", "15"),
    ("twenty", "20"),
    ("thirty", "30"),
    ("forty", "40"),
    ("fifty", "50"),
    ("sixty", "60"),
    ("seventy", "70"),
    ("eighty", "80"),
    ("ninety", "90"),
];

/// Whether a token may go on with a sum.
pub(super) fn belongs(word: &str) -> bool {
    if word.len() > 12 || word.is_empty() {
        return false;
    }
    if word.starts_with(|c: char| c.is_ascii_digit()) || matches!(word, "-" | "a" | "half") {
        return true;
    }
    let lower = word.to_lowercase();
    let lower = lower.as_str();
    let single = lower.strip_suffix('s').unwrap_or(lower);
    SCALES.iter().any(|(scale, _)| *scale == lower)
        || WORDS.iter().any(|(known, _)| *known == lower || *known == single)
        || SIGNS.iter().any(|(sign, _)| *sign == lower)
        || CODES.contains(&word)
        || WHOSE.iter().any(|(whose, ..)| whose.split(' ').any(|part| part == lower))
        || NUMBERS.iter().any(|(known, _)| *known == lower)
}

/// Longest wording: "US$1.5 billion", "two and a half million Swedish crowns".
const LONGEST: usize = 64;

/// What a wording comes to, when the whole of it is a sum of money: "$1.5 billion", "€20m", "300 million lira",
/// "five thousand US dollars", "USD 40,000".
#[must_use]
pub fn amount(wording: &str) -> Option<Amount> {
    if wording.len() > LONGEST {
        return None;
    }
    let lower = wording.to_lowercase();
    let mut rest = lower.trim();
    let mut currency = None;
    if let Some((sign, code)) = SIGNS.iter().find(|(sign, _)| rest.starts_with(sign)) {
        currency = Some((*code).to_owned());
        rest = rest.get(sign.len()..)?.trim_start();
    } else if let Some(code) = CODES.iter().find(|code| leads(wording.trim(), code)) {
        currency = Some((*code).to_owned());
        rest = rest.get(code.len()..)?.trim_start();
    }
    let (mut digits, mut rest) = number(rest)?;
    let mut scaled = false;
    loop {
        let trimmed = rest.trim_start_matches([' ', '-', '\u{a0}']);
        let end = trimmed.find(|c: char| !c.is_alphabetic()).unwrap_or(trimmed.len());
        let (word, after) = trimmed.split_at_checked(end)?;
        let scale = SCALES.iter().find(|(scale, _)| *scale == word).map(|s| s.1);
        // "20meuros", "2bneuro": the currency follows the letter at once only with a hyphen or space.
        let Some(scale) = scale else { break };
        digits = scaled_up(&digits, scale);
        scaled = true;
        rest = after;
    }
    let unit = rest.trim_start_matches([' ', '-', '\u{a0}']);
    if unit.is_empty() {
        return currency.map(|currency| Amount { value: digits, currency });
    }
    let named = unit_name(unit, wording, scaled)?;
    // "$5 US dollars" is nobody's wording, "$5 USD" is.
    match currency {
        Some(known) if known == named || known == "USD" && CODES.contains(&named.as_str()) => {
            Some(Amount { value: digits, currency: named })
        }
        Some(_) => None,
        None if unit == "cents" || unit == "cent" => None,
        None => Some(Amount { value: digits, currency: named }),
    }
}

/// Whether a code opens a wording and a number follows.
fn leads(wording: &str, code: &str) -> bool {
    wording.strip_prefix(code).is_some_and(|rest| rest.trim_start().starts_with(|c: char| c.is_ascii_digit()))
}

/// The currency that stands behind the number.
fn unit_name(unit: &str, wording: &str, scaled: bool) -> Option<String> {
    if let Some((_, code)) = SIGNS.iter().find(|(sign, _)| *sign == unit) {
        return Some((*code).to_owned());
    }
    if let Some(code) =
        CODES.iter().find(|code| wording.trim_end().ends_with(**code) && unit.eq_ignore_ascii_case(code))
    {
        return Some((*code).to_owned());
    }
    let (whose, word) = unit.rsplit_once(' ').unwrap_or(("", unit));
    let single = word.strip_suffix('s').filter(|w| w.len() > 2);
    let is = |known: &str| known == word || single == Some(known);
    if !whose.is_empty() {
        return WHOSE.iter().find(|(w, c, _)| *w == whose && is(c)).map(|(_, _, code)| (*code).to_owned());
    }
    let (_, code) = WORDS.iter().find(|(known, _)| is(known))?;
    // "Five pounds" may be a weight: only a large or plural sum is money for sure; "won" and "real" are words.
    let weight = *code == "GBP" && !scaled && word.starts_with("pound");
    (!code.is_empty() && !weight).then(|| (*code).to_owned())
}

/// A number at the beginning, in plain digits, and what follows it.
fn number(text: &str) -> Option<(String, &str)> {
    if text.starts_with(|c: char| c.is_ascii_digit()) {
        let end = text.find(|c: char| !(c.is_ascii_digit() || c == ',' || c == '.')).unwrap_or(text.len());
        let (digits, rest) = text.split_at_checked(end)?;
        let digits = digits.trim_end_matches(['.', ',']);
        return Some((plain(digits)?, rest));
    }
    let end = text.find(|c: char| !c.is_alphabetic()).unwrap_or(text.len());
    let (word, rest) = text.split_at_checked(end)?;
    if matches!(word, "a" | "half") && rest.trim_start().starts_with("a ") {
        return Some(("0.5".to_owned(), rest.trim_start().get(1..)?)).filter(|_| word == "half");
    }
    if word == "a" {
        return Some(("1".to_owned(), rest));
    }
    NUMBERS.iter().find(|(known, _)| *known == word).map(|(_, digits)| ((*digits).to_owned(), rest))
}

/// Digits with their thousands parted or a point before a fraction, as plain digits.
fn plain(digits: &str) -> Option<String> {
    let mut groups = digits.split(',');
    let first = groups.next()?;
    let rest: Vec<&str> = groups.collect();
    // "1,400,000.50" and "12,50,000"; "1,5" is a fraction in other languages.
    let (last, fraction) = match rest.last().copied().unwrap_or(first).split_once('.') {
        Some((whole, fraction)) => (whole, Some(fraction)),
        None => (rest.last().copied().unwrap_or(first), None),
    };
    let mut whole = if rest.is_empty() { last.to_owned() } else { first.to_owned() };
    for (at, group) in rest.iter().enumerate() {
        let group = if at + 1 == rest.len() { last } else { group };
        if !matches!(group.len(), 2 | 3) || first.len() > 3 {
            return None;
        }
        whole.push_str(group);
    }
    if !whole.chars().all(|c| c.is_ascii_digit())
        || fraction.is_some_and(|f| !f.chars().all(|c| c.is_ascii_digit()))
    {
        return None;
    }
    let whole = whole.trim_start_matches('0');
    let whole = if whole.is_empty() { "0" } else { whole };
    let fraction = fraction.map_or("", |f| f.trim_end_matches('0'));
    Some(if fraction.is_empty() { whole.to_owned() } else { format!("{whole}.{fraction}") })
}

/// Digits times a power of ten.
fn scaled_up(digits: &str, zeros: usize) -> String {
    let (whole, fraction) = digits.split_once('.').unwrap_or((digits, ""));
    let (moved, left) = fraction.split_at_checked(zeros.min(fraction.len())).unwrap_or((fraction, ""));
    let whole = format!("{whole}{moved}{}", "0".repeat(zeros - moved.len()));
    let whole = whole.trim_start_matches('0');
    let whole = if whole.is_empty() { "0" } else { whole };
    if left.is_empty() { whole.to_owned() } else { format!("{whole}.{left}") }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sums() {
        for (wording, value, currency) in [
            ("$1.5 billion", "1500000000", "USD"),
            ("€20m", "20000000", "EUR"),
            ("£5", "5", "GBP"),
            ("300 million lira", "300000000", "lira"),
            ("300 million Turkish lira", "300000000", "TRY"),
            ("2bn-euro", "2000000000", "EUR"),
            ("US$1,400,000.50", "1400000.5", "USD"),
            ("USD 40,000", "40000", "USD"),
            ("40,000 EUR", "40000", "EUR"),
            ("five thousand dollars", "5000", "USD"),
            ("a million pounds", "1000000", "GBP"),
            ("half a million euros", "500000", "EUR"),
            ("$0.25", "0.25", "USD"),
            ("20 €", "20", "EUR"),
            ("R$5 million", "5000000", "BRL"),
            ("three hundred thousand crowns", "300000", "crown"),
        ] {
            let wanted = Amount { value: value.to_owned(), currency: currency.to_owned() };
            assert_eq!(amount(wording), Some(wanted), "{wording}");
        }
        for wording in [
            "",
            "$",
            "20",
            "20 million",
            "five pounds",
            "12 won",
            "$5 million people",
            "3 euro crowns",
            "1,2,3 euros",
            "dollars",
            "€",
            "million euros",
            "20 cents",
        ] {
            assert_eq!(amount(wording), None, "{wording}");
        }
    }
}
