//! Words as they count for likeness: without endings, function words left out.

/// Words that say nothing of what is said. Pieces of contractions ("we", "re") among them.
const FUNCTION: &[&str] = &[
    "a", "about", "after", "again", "all", "also", "am", "an", "and", "any", "are", "aren", "as", "at", "be",
    "because", "been", "before", "being", "between", "both", "but", "by", "can", "could", "couldn", "d",
    "did", "didn", "do", "does", "doesn", "doing", "don", "done", "during", "each", "even", "every", "for",
    "from", "get", "go", "going", "got", "had", "has", "have", "having", "he", "her", "here", "hers", "him",
    "himself", "his", "how", "however", "i", "if", "in", "into", "is", "isn", "it", "its", "itself", "just",
    "let", "ll", "m", "many", "may", "me", "might", "more", "most", "much", "must", "my", "need", "no",
    "not", "now", "of", "off", "on", "once", "one", "only", "or", "other", "our", "out", "over", "own", "re",
    "s", "said", "same", "say", "says", "shall", "she", "should", "so", "some", "still", "such", "t", "than",
    "that", "the", "their", "them", "then", "there", "these", "they", "thing", "this", "those", "through",
    "to", "too", "under", "until", "up", "us", "ve", "very", "was", "we", "well", "were", "what", "when",
    "where", "which", "while", "who", "whom", "why", "will", "with", "won", "would", "yet", "you", "your",
];

/// Whether a folded word is left out.
pub(super) fn is_function(word: &str) -> bool {
    FUNCTION.binary_search(&word).is_ok()
}

/// The folded word without its inflection and commonest derivations: `members` → `memb`,
/// `actively` and `active` → `activ`. Light on purpose: it only has to meet itself.
pub(super) fn stem(word: &str) -> &str {
    const ENDINGS: &[&str] = &[
        "isations", "izations", "isation", "ization", "ations", "ation", "ingly", "edly", "ments", "ment",
        "ively", "iveness", "ness", "ities", "ity", "ions", "ion", "ings", "ing", "ies", "ied", "ers", "ors",
        "ely", "ly", "ed", "es", "er", "or", "al", "s", "e", "y",
    ];
    for ending in ENDINGS {
        if let Some(base) = word.strip_suffix(ending)
            && base.chars().count() >= 4
        {
            return base;
        }
    }
    word
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_list_is_in_order() {
        assert!(FUNCTION.is_sorted());
        assert!(is_function("the") && is_function("re") && !is_function("treaty"));
    }

    #[test]
    fn forms_meet() {
        for group in [
            &["members", "member"][..],
            &["actively", "active"],
            &["agreements", "agreement"],
            &["collaborations", "collaboration"],
            &["targeted", "target", "targets"],
            &["negotiations", "negotiation"],
            &["supplied", "supplies"],
        ] {
            assert!(group.windows(2).all(|pair| stem(pair[0]) == stem(pair[1])), "{group:?}");
        }
        assert_eq!(stem("war"), "war");
        assert_eq!(stem("été"), "été");
    }
}
