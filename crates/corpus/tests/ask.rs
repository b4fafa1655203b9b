//! The query language: how what is typed is understood, and what is said where it is not.

use std::fmt::Write;
use verbatim_corpus::ask::{Ask, Form, Phrase, parse};

fn phrase(phrase: &Phrase) -> String {
    let term = |term: &verbatim_corpus::ask::Term| match term.form {
        Form::Folded => term.text.clone(),
        Form::Exact => format!("={}", term.text),
        Form::Prefix => format!("{}*", term.text),
        Form::Fuzzy(slips) => format!("{}~{slips}", term.text),
    };
    phrase.0.iter().map(term).collect::<Vec<_>>().join("_")
}

/// The tree in one line: `(and a (or b c))`.
fn shown(ask: &Ask) -> String {
    let list = |name: &str, parts: &[Ask]| {
        let mut out = format!("({name}");
        for part in parts {
            write!(out, " {}", shown(part)).unwrap();
        }
        out + ")"
    };
    match ask {
        Ask::All => "all".to_owned(),
        Ask::And(parts) => list("and", parts),
        Ask::Or(parts) => list("or", parts),
        Ask::Not(part) => format!("(not {})", shown(part)),
        Ask::Words(words) => phrase(words),
        Ask::Near(phrases, distance) => {
            format!("(near/{distance} {})", phrases.iter().map(phrase).collect::<Vec<_>>().join(" "))
        }
        Ask::Regex(pattern) => format!("/{pattern}/"),
        Ask::Value(facet, words) => format!("{}:{}", facet.name(), phrase(words)),
        Ask::Dates(range) => {
            let end =
                |date: Option<verbatim_article::PartialDate>| date.map_or(String::new(), |d| d.to_string());
            format!("date:{}..{}", end(range.from), end(range.to))
        }
        Ask::Is(property) => format!("is:{}", property.name()),
        Ask::In(place, part) => format!("(in:{} {})", place.name(), shown(part)),
    }
}

#[test]
fn what_is_typed_is_understood() {
    for (typed, tree) in [
        ("", "all"),
        ("   ", "all"),
        ("river", "river"),
        ("River BOARD", "(and river board)"),
        ("river AND board", "(and river board)"),
        ("\"river board\"", "river_board"),
        ("“River board”", "river_board"),
        ("\"river boa*\"", "river_boa*"),
        ("Tarşa's", "tarsa_s"),
        ("well-known", "well_known"),
        ("5,000", "5_000"),
        ("river OR lake dam", "(or river (and lake dam))"),
        ("river (lake OR dam)", "(and river (or lake dam))"),
        ("river | lake", "(or river lake)"),
        ("-dam", "(not dam)"),
        ("river -dam", "(and river (not dam))"),
        ("river NOT \"big dam\"", "(and river (not big_dam))"),
        ("NOT (a OR b)", "(not (or a b))"),
        ("river near/5 flood", "(near/5 river flood)"),
        ("x \"river board\" NEAR/3 flood*", "(and x (near/3 river_board flood*))"),
        ("a near/2 b near/2 c", "(near/2 a b c)"),
        ("-a near/2 b", "(not (near/2 a b))"),
        ("engin*", "engin*"),
        ("enginer~", "enginer~2"),
        ("dam~", "dam~1"),
        ("enginer~1", "enginer~1"),
        ("=Board", "=Board"),
        ("=\"River Board\"", "=River_=Board"),
        ("/flood(ed|ing) of/ dam", "(and /flood(ed|ing) of/ dam)"),
        (r"/a\/b/", r"/a\/b/"),
        ("speaker:tarsa", "speaker:tarsa"),
        ("speaker:\"Ilva Tarşa\" verb:deny", "(and speaker:ilva_tarsa verb:deny)"),
        ("-outlet:post", "(not outlet:post)"),
        ("Person:quil*", "person:quil*"),
        ("type:direct verbfamily:deny stance:speech", "(and type:direct verbfamily:deny stance:speech)"),
        ("date:2031-02..2031-05", "date:2031-02..2031-05"),
        ("date:2031-02", "date:2031-02..2031-02"),
        ("date:..2031", "date:..2031"),
        ("date:2031-02-03..", "date:2031-02-03.."),
        ("is:low-confidence", "is:low-confidence"),
        ("in:headline river", "(in:headline river)"),
        ("in:headline river board", "(in:headline (and river board))"),
        ("(in:headline river) board", "(and (in:headline river) board)"),
        ("in:quote river OR lake", "(or (in:quote river) lake)"),
        ("12:30", "12_30"),
        ("- dam", "dam"),
    ] {
        let parsed = parse(typed);
        assert_eq!(parsed.error, None.or(parsed.error.clone().filter(|_| typed == "- dam")), "{typed}");
        assert_eq!(shown(&parsed.ask), tree, "{typed}");
    }
}

#[test]
fn errors_point_at_the_character() {
    for (typed, at, part, tree) in [
        ("dam (river", 4, "not closed", "(and dam river)"),
        ("dam \"river board", 4, "not closed", "(and dam river_board)"),
        ("dam) river", 3, "closes nothing", "(and dam river)"),
        ("dam ()", 4, "nothing in these", "dam"),
        ("dam OR", 4, "both sides", "dam"),
        ("OR dam", 0, "both sides", "dam"),
        ("dam AND", 4, "both sides", "dam"),
        ("dam NOT", 4, "need a word", "dam"),
        ("dam near/x river", 9, "number", "(near/5 dam river)"),
        ("dam near/5", 4, "between two", "dam"),
        ("near/5 dam", 0, "before it", "dam"),
        ("dam near/5 (a b)", 4, "between two", "(and dam (and a b))"),
        ("*", 0, "one letter", "all"),
        ("dam~7", 3, "After ~", "all"),
        ("/dam", 0, "not closed", "all"),
        ("/da(m/", 1, "not a regular expression", "all"),
        ("//", 0, "nothing between", "all"),
        ("/x*/", 1, "fits everywhere", "all"),
        ("colour:red dam", 0, "no field colour:", "dam"),
        ("spaker:tarsa dam", 0, "Did you mean speaker:", "dam"),
        ("organ:board", 0, "Did you mean org:", "all"),
        ("http://a.example/b", 0, "quotation marks", "a_example_b"),
        ("dam - river", 4, "without a space", "(and dam river)"),
        ("speaker: dam", 8, "right after it", "dam"),
        ("type:loud", 5, "direct, indirect, mixed", "all"),
        ("is:true", 3, "low-confidence", "all"),
        ("in:headline", 0, "what to look for", "all"),
        ("date:2031-13", 5, "not a date", "all"),
        ("date:2031..x", 11, "not a date", "all"),
        ("date:2032..2031", 5, "after the last", "all"),
        ("date:..", 5, "at least one", "all"),
        ("dam =", 4, "right after it", "dam"),
        ("é (x", 3, "not closed", "(and e x)"),
    ] {
        let parsed = parse(typed);
        let error = parsed.error.unwrap_or_else(|| panic!("{typed}: no error"));
        assert_eq!((error.at, shown(&parsed.ask).as_str()), (at, tree), "{typed}: {}", error.message);
        assert!(error.message.contains(part), "{typed}: {}", error.message);
    }
}

#[test]
fn deep_brackets_are_no_harm() {
    let typed = "(".repeat(50_000) + "dam";
    assert!(parse(&typed).error.is_some());
    assert!(parse(&"-".repeat(50_000)).error.is_some());
}

proptest::proptest! {
    #[test]
    fn anything_can_be_typed(typed in "\\PC{0,40}") {
        let parsed = parse(&typed);
        if let Some(error) = parsed.error {
            proptest::prop_assert!(typed.is_char_boundary(error.at as usize), "{:?} {}", typed, error.at);
        }
    }

    #[test]
    fn operators_in_any_order(parts in proptest::collection::vec(proptest::sample::select(vec![
        "dam", "\"", "(", ")", "-", "OR", "AND", "NOT", "near/3", "=", "/x/", "/", "speaker:", "in:headline", "is:",
        "date:", "*", "~", " ", " ", " ",
    ]), 0..14)) {
        let typed = parts.concat();
        let parsed = parse(&typed);
        proptest::prop_assert!(parsed.error.is_none_or(|error| error.at as usize <= typed.len()));
    }
}
