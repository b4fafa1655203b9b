//! Chinese, Korean and Vietnamese names: the family name comes first, and romanisations differ by system
//! (Pinyin and Wade–Giles, Revised and McCune–Reischauer).

/// Common family names as they are romanised, folded.
const FAMILY: &[&str] = &[
    "ahn", "bae", "baek", "bai", "ban", "bui", "cai", "cao", "chan", "chang", "chen", "cheng", "cheung",
    "chiang", "cho", "choe", "choi", "chou", "chow", "chu", "chun", "chung", "cui", "dang", "deng", "ding",
    "dong", "du", "duong", "fan", "fang", "feng", "fu", "gao", "geng", "gong", "gu", "guo", "ha", "hahn",
    "han", "heo", "ho", "hong", "hou", "hu", "hua", "huang", "hung", "huynh", "hwang", "hyun", "jang",
    "jeon", "jeong", "ji", "jia", "jiang", "jin", "jo", "joo", "jung", "kang", "kim", "ko", "kong", "koo",
    "kuo", "kwak", "kwok", "kwon", "lai", "lam", "lau", "lee", "lei", "leung", "li", "liang", "liao", "lim",
    "lin", "liu", "lu", "luo", "luong", "ma", "mao", "meng", "min", "moon", "na", "nam", "ng", "ngo",
    "nguyen", "noh", "oh", "paek", "pak", "pan", "park", "peng", "pham", "phan", "qian", "qin", "ren",
    "rhee", "ri", "rim", "roh", "ryu", "seo", "shao", "shen", "shi", "shin", "shon", "soh", "song", "su",
    "suh", "sun", "sung", "tan", "tang", "teng", "tian", "tran", "trinh", "truong", "tsai", "tsang", "tseng",
    "vo", "vu", "wan", "wang", "wei", "wen", "wong", "woo", "wu", "xi", "xia", "xiao", "xie", "xiong", "xu",
    "xue", "yan", "yang", "yao", "ye", "yeh", "yeo", "yeon", "yi", "yin", "yoo", "yoon", "yu", "yuan", "yun",
    "zeng", "zhang", "zhao", "zheng", "zhong", "zhou", "zhu", "zou",
];

/// Longest first within a first letter.
const ONSETS: &[&str] = &[
    "zh", "z", "y", "xh", "x", "w", "tz", "ts", "tr", "th", "t", "sh", "s", "ry", "r", "q", "ph", "p", "ny",
    "nh", "ngh", "ng", "n", "m", "l", "kw", "kh", "k", "jj", "j", "hw", "hs", "hy", "h", "gw", "gh", "g",
    "f", "dz", "d", "ch", "c", "b",
];
const CODAS: &[&str] = &["ng", "nh", "n", "k", "l", "m", "p", "t", "h", ""];

/// Whether a name's words begin with a family name: a known one, then one to three words of one or two
/// syllables that Chinese, Korean or Vietnamese has.
pub(super) fn family_first(words: &[&str]) -> bool {
    let [family, given @ ..] = words else { return false };
    (1..=3).contains(&given.len())
        && FAMILY.binary_search(family).is_ok()
        && given.iter().all(|word| word.len() > 1 && is_syllables(word, 2))
}

/// Whether a word can be read as at most so many syllables.
fn is_syllables(word: &str, most: usize) -> bool {
    if word.is_empty() {
        return true;
    }
    if most == 0 || !word.is_ascii() {
        return false;
    }
    let onset = ONSETS.iter().find(|onset| word.starts_with(**onset)).map_or(0, |onset| onset.len());
    let body = &word[onset..];
    let vowels = body.bytes().take_while(|b| matches!(b, b'a' | b'e' | b'i' | b'o' | b'u' | b'y')).count();
    if vowels == 0 || vowels > 4 {
        return false;
    }
    let rest = &body[vowels..];
    let coda = |coda: &&&str| rest.starts_with(**coda) && is_syllables(&rest[coda.len()..], most - 1);
    CODAS.iter().any(|one| coda(&one))
}

/// Whether a word is one syllable of these languages: `jang` and `yang` are two names, `josip` and `yosip` one.
pub(super) fn is_syllable(word: &str) -> bool {
    is_syllables(word, 1)
}

/// A key that the systems of romanisation share: `zedong` and `tsetung`, `jeong` and `chung`. It takes
/// some different names for one (`jin`, `qin`), so equal keys are only worth a question.
pub(super) fn key(word: &str) -> String {
    const SOUNDS: &[(&str, &str)] = &[
        ("zh", "c"),
        ("ch", "c"),
        ("ts", "c"),
        ("tz", "c"),
        ("dz", "c"),
        ("hs", "s"),
        ("sh", "s"),
        ("ng", "N"),
        ("yeo", "iu"),
        ("eo", "u"),
        ("ou", "u"),
        ("oo", "u"),
        ("ae", "e"),
        ("oi", "ue"),
        ("ee", "i"),
        ("ye", "e"),
        ("j", "c"),
        ("q", "c"),
        ("z", "c"),
        ("c", "c"),
        ("x", "s"),
        ("b", "p"),
        ("d", "t"),
        ("g", "k"),
        ("o", "u"),
        ("y", "i"),
        ("w", "u"),
        ("h", ""),
    ];
    // Korean family names whose first sound is heard in the north and silent in the south.
    let word = match word {
        "lee" | "rhee" | "ri" | "yi" => "i",
        "roh" | "noh" => "no",
        "rim" | "lim" => "im",
        _ => word,
    };
    let mut out = String::with_capacity(word.len());
    let mut rest = word;
    while let Some(first) = rest.chars().next() {
        // The r of "Park" is written for English ears.
        let silent =
            first == 'r' && !out.is_empty() && !rest[1..].starts_with(['a', 'e', 'i', 'o', 'u', 'y']);
        let (taken, sound) = SOUNDS
            .iter()
            .find_map(|&(from, to)| rest.starts_with(from).then_some((from.len(), to)))
            .unwrap_or_else(|| (first.len_utf8(), &rest[..first.len_utf8()]));
        if !silent {
            for letter in sound.chars() {
                if !out.ends_with(letter) {
                    out.push(letter);
                }
            }
        }
        rest = &rest[taken..];
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn who_has_the_family_name_first() {
        assert!(FAMILY.is_sorted_by(|a, b| a < b), "{:?}", FAMILY.windows(2).find(|w| w[0] >= w[1]));
        let first = |name: &str| family_first(&name.split(' ').collect::<Vec<_>>());
        for name in [
            "kim dae won",
            "xu meilin",
            "zhao wenqing",
            "park seo yun",
            "nguyen thi lan",
            "ho minh",
            "tsai ming hui",
        ] {
            assert!(first(name), "{name}");
        }
        for name in [
            "kim clarkson",
            "lee harvey",
            "chan marshal",
            "song",
            "lee mack",
            "ana kim",
            "kim novak",
            "le pen",
            "jo swinson",
        ] {
            assert!(!first(name), "{name}");
        }
        assert!(is_syllable("jang") && !is_syllable("josip"));
    }

    #[test]
    fn systems_of_romanisation_meet() {
        for (a, b) in
            [("zedong", "tsetung"), ("zhou", "chou"), ("jeong", "chung"), ("park", "pak"), ("choi", "choe")]
        {
            assert_eq!(key(a), key(b), "{a} {b}");
        }
        assert_ne!(key("wang"), key("wan"));
    }
}
