//! Words as they count for likeness: without endings, function words left out.

use std::borrow::Cow;

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

/// Forms that no ending tells: past tenses, and plurals.
const IRREGULAR: &[(&str, &str)] = &[
    ("arisen", "arise"),
    ("arose", "arise"),
    ("awoke", "awake"),
    ("became", "become"),
    ("began", "begin"),
    ("begun", "begin"),
    ("bent", "bend"),
    ("bled", "bleed"),
    ("blew", "blow"),
    ("blown", "blow"),
    ("bought", "buy"),
    ("bound", "bind"),
    ("broke", "break"),
    ("broken", "break"),
    ("brought", "bring"),
    ("built", "build"),
    ("burnt", "burn"),
    ("came", "come"),
    ("caught", "catch"),
    ("chose", "choose"),
    ("chosen", "choose"),
    ("crept", "creep"),
    ("dealt", "deal"),
    ("drank", "drink"),
    ("drawn", "draw"),
    ("dreamt", "dream"),
    ("drew", "draw"),
    ("driven", "drive"),
    ("drove", "drive"),
    ("drunk", "drink"),
    ("dug", "dig"),
    ("eaten", "eat"),
    ("fallen", "fall"),
    ("fed", "feed"),
    ("fell", "fall"),
    ("felt", "feel"),
    ("fled", "flee"),
    ("flew", "fly"),
    ("flown", "fly"),
    ("forgave", "forgive"),
    ("forgot", "forget"),
    ("forgotten", "forget"),
    ("fought", "fight"),
    ("found", "find"),
    ("froze", "freeze"),
    ("frozen", "freeze"),
    ("gave", "give"),
    ("given", "give"),
    ("gone", "go"),
    ("grew", "grow"),
    ("grown", "grow"),
    ("heard", "hear"),
    ("held", "hold"),
    ("hid", "hide"),
    ("hidden", "hide"),
    ("hung", "hang"),
    ("kept", "keep"),
    ("knelt", "kneel"),
    ("knew", "know"),
    ("known", "know"),
    ("laid", "lay"),
    ("lain", "lie"),
    ("leapt", "leap"),
    ("learnt", "learn"),
    ("led", "lead"),
    ("left", "leave"),
    ("lent", "lend"),
    ("lost", "lose"),
    ("lying", "lie"),
    ("made", "make"),
    ("meant", "mean"),
    ("men", "man"),
    ("met", "meet"),
    ("paid", "pay"),
    ("people", "person"),
    ("ran", "run"),
    ("rang", "ring"),
    ("risen", "rise"),
    ("rose", "rise"),
    ("sang", "sing"),
    ("sank", "sink"),
    ("sat", "sit"),
    ("saw", "see"),
    ("seen", "see"),
    ("sent", "send"),
    ("shaken", "shake"),
    ("shook", "shake"),
    ("shot", "shoot"),
    ("shown", "show"),
    ("slept", "sleep"),
    ("slid", "slide"),
    ("sold", "sell"),
    ("sought", "seek"),
    ("spent", "spend"),
    ("spoke", "speak"),
    ("spoken", "speak"),
    ("stole", "steal"),
    ("stolen", "steal"),
    ("stood", "stand"),
    ("struck", "strike"),
    ("stuck", "stick"),
    ("sung", "sing"),
    ("sunk", "sink"),
    ("swam", "swim"),
    ("swept", "sweep"),
    ("swore", "swear"),
    ("sworn", "swear"),
    ("swum", "swim"),
    ("taken", "take"),
    ("taught", "teach"),
    ("thought", "think"),
    ("threw", "throw"),
    ("thrown", "throw"),
    ("told", "tell"),
    ("took", "take"),
    ("tore", "tear"),
    ("torn", "tear"),
    ("understood", "understand"),
    ("went", "go"),
    ("wept", "weep"),
    ("woke", "wake"),
    ("woken", "wake"),
    ("women", "woman"),
    ("won", "win"),
    ("wore", "wear"),
    ("worn", "wear"),
    ("wound", "wind"),
    ("written", "write"),
    ("wrote", "write"),
];

/// The folded word without its inflection and commonest derivations: `members` → `memb`,
/// `actively` and `active` → `activ`, `found` → `find`, `harbour` and `harbor` → `harb`. Light on purpose: it
/// only has to meet itself.
pub(super) fn stem(word: &str) -> Cow<'_, str> {
    const ENDINGS: &[&str] = &[
        "isations", "izations", "isation", "ization", "ations", "ation", "ingly", "edly", "ments", "ment",
        "ively", "iveness", "ness", "ities", "ity", "ions", "ion", "ings", "ing", "ies", "ied", "ours",
        "ers", "ors", "our", "ely", "ly", "ed", "es", "er", "or", "al", "s", "e", "y",
    ];
    if let Ok(at) = IRREGULAR.binary_search_by(|(form, _)| (*form).cmp(word)) {
        return Cow::Borrowed(IRREGULAR.get(at).map_or(word, |(_, lemma)| lemma));
    }
    // "metre" and "meter", "centres" and "centers".
    for (from, to) in [("tres", "ter"), ("tre", "ter"), ("bre", "ber"), ("bres", "ber")] {
        if let Some(base) = word.strip_suffix(from).filter(|base| base.len() >= 2) {
            return Cow::Owned(format!("{base}{to}"));
        }
    }
    let plural = word.strip_suffix("ters").filter(|base| base.len() >= 2);
    if let Some(base) = plural.or_else(|| word.strip_suffix("ter").filter(|base| base.len() >= 2)) {
        return Cow::Owned(format!("{base}ter"));
    }
    for ending in ENDINGS {
        if let Some(base) = word.strip_suffix(ending)
            && base.chars().count() >= 4
        {
            // "organised" and "organized".
            let verb = base.strip_suffix("is").or_else(|| base.strip_suffix("iz"));
            return Cow::Borrowed(verb.filter(|rest| rest.len() >= 4).unwrap_or(base));
        }
    }
    Cow::Borrowed(word)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_list_is_in_order() {
        assert!(FUNCTION.is_sorted());
        assert!(IRREGULAR.is_sorted());
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
            &["found", "find"],
            &["harbour", "harbors", "harbours"],
            &["metres", "meter", "meters"],
            &["organised", "organizing", "organization"],
        ] {
            assert!(group.windows(2).all(|pair| stem(pair[0]) == stem(pair[1])), "{group:?}");
        }
        assert_eq!(stem("war"), "war");
        assert_eq!(stem("été"), "été");
    }
}
