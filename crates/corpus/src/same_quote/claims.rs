//! Words that turn what is said into another claim: "not", and other numbers.

use super::quotes::term;

/// A word in a list of words is a number: its last bits tell whether it denies or counts.
const DENIES: u32 = 1;
const COUNTS: u32 = 2;

/// Stands before the words of what somebody denied in the writer's words: "denied that the weir leaked" says that it did not.
pub(super) const DENIED: u32 = DENIES;

/// Whether one of two quotations is what the other denies. What is denied in the writer's words and in the speaker's ("“It
/// never leaked,” she said") may be one.
pub(super) fn denies(a: &[u32], b: &[u32]) -> bool {
    let denied = |words: &[u32]| words.first() == Some(&DENIED);
    let has_denial = |words: &[u32]| words.iter().any(|word| word & DENIES != 0);
    match (denied(a), denied(b)) {
        (true, false) => !has_denial(b),
        (false, true) => !has_denial(a),
        _ => false,
    }
}

const DENIALS: &[&str] = &[
    "arent", "cannot", "cant", "couldnt", "didnt", "doesnt", "dont", "hadnt", "hasnt", "havent", "isnt",
    "neither", "never", "no", "nobody", "none", "nor", "not", "nothing", "shouldnt", "wasnt", "werent",
    "wont", "wouldnt",
];

const NUMBERS: &[(&str, &str)] = &[
    ("eight", "8"),
    ("eighty", "80"),
    ("eleven", "11"),
    ("fifty", "50"),
    ("five", "5"),
    ("forty", "40"),
    ("four", "4"),
    ("nine", "9"),
    ("ninety", "90"),
    ("seven", "7"),
    ("seventy", "70"),
    ("six", "6"),
    ("sixty", "60"),
    ("ten", "10"),
    ("thirty", "30"),
    ("three", "3"),
    ("twelve", "12"),
    ("twenty", "20"),
    ("two", "2"),
];

/// The number of a folded word: the same for "forty" and "40".
pub(super) fn word_term(folded: &str) -> u32 {
    let number =
        NUMBERS.binary_search_by(|(word, _)| (*word).cmp(folded)).ok().and_then(|at| NUMBERS.get(at));
    let word = number.map_or(folded, |(_, figures)| figures);
    let counts = if word.bytes().any(|byte| byte.is_ascii_digit()) { COUNTS } else { 0 };
    let denies = if DENIALS.binary_search(&word).is_ok() { DENIES } else { 0 };
    (term(word) & !3) | counts | denies
}

/// Words that two renderings may differ in, between what they share, to be judged.
const BETWEEN: usize = 3;

/// Whether two quotations say the same of something else: between the words with which both begin and end, one denies
/// and the other does not, or they count differently.
pub(super) fn contradict(a: &[u32], b: &[u32]) -> bool {
    let begins = a.iter().zip(b).take_while(|(x, y)| x == y).count();
    let (a, b) = (a.get(begins..).unwrap_or(&[]), b.get(begins..).unwrap_or(&[]));
    let ends = a.iter().rev().zip(b.iter().rev()).take_while(|(x, y)| x == y).count();
    let cut = |words: &[u32]| words.len().saturating_sub(ends);
    let (a, b) = (a.get(..cut(a)).unwrap_or(&[]), b.get(..cut(b)).unwrap_or(&[]));
    // What was left out at either end is no contradiction.
    if begins + ends < 4 || begins == 0 || ends == 0 || a.len().max(b.len()) > BETWEEN {
        return false;
    }
    let has = |words: &[u32], mark: u32| words.iter().any(|word| word & mark != 0);
    has(a, DENIES) != has(b, DENIES) || has(a, COUNTS) && has(b, COUNTS) && a != b
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_denied_is_another_claim() {
        let of = |text: &str| text.split(' ').map(word_term).collect::<Vec<_>>();
        let denied = |text: &str| [vec![DENIED], of(text)].concat();
        assert!(denies(&of("the weir leaked"), &denied("the weir leaked")));
        assert!(denies(&denied("the weir leaked"), &of("the weir leaked")));
        assert!(!denies(&denied("the weir leaked"), &of("the weir never leaked")));
        assert!(!denies(&denied("the weir leaked"), &denied("the weir at ardin leaked")));
        assert!(!denies(&of("the weir leaked"), &of("the weir never leaked")));
    }

    #[test]
    fn other_claims() {
        assert!(DENIALS.is_sorted() && NUMBERS.is_sorted());
        let of = |a: &str, b: &str| {
            let [a, b] = [a, b].map(|text| text.split(' ').map(word_term).collect::<Vec<_>>());
            assert_eq!(contradict(&a, &b), contradict(&b, &a));
            contradict(&a, &b)
        };
        assert!(of("the weir at ardin was safe", "the weir at ardin was not safe"));
        assert!(of("the weir at ardin is safe", "the weir at ardin isnt safe"));
        assert!(of("the flood took 40 boats in ardin", "the flood took 65 boats in ardin"));
        assert!(!of("the flood took 40 boats in ardin", "the flood took forty boats in ardin"));
        assert!(!of("the flood took 40 boats in ardin", "the flood took many boats in ardin"));
        assert!(!of("the weir at ardin was safe", "not that the weir at ardin was safe"));
        assert!(!of("the weir at ardin was safe", "the weir at ardin was entirely safe"));
        assert!(!of("we will not go", "we stay"));
        assert!(!of("", "not"));
    }
}
