/// What a full stop that belongs to a word says about the sentence.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Abbreviation {
    /// Stands before a name: `Mr.`, `Gen.`, `St.`; a sentence never ends there.
    Title,
    /// Stands before a number: `No.`, `p.`; elsewhere its full stop ends a sentence.
    BeforeNumber,
    /// May end a sentence: `Inc.`, `a.m.`, `Feb.`.
    Other,
}

const TITLES: &[&str] = &[
    "Mr", "Mrs", "Ms", "Mx", "Messrs", "Mme", "Mlle", "Dr", "Drs", "Prof", "Hon", "Rev", "Revd", "Fr", "Sr",
    "St", "Ste", "Gen", "Lt", "Col", "Maj", "Capt", "Cpt", "Cmdr", "Cdr", "Cpl", "Sgt", "Adm", "Brig", "Pvt",
    "Pfc", "Det", "Insp", "Supt", "Sen", "Sens", "Rep", "Reps", "Gov", "Govs", "Pres", "Amb", "Sec", "Atty",
    "Ald", "Msgr", "Ven", "Pte", "Sir", "Mt", "Ft", "vs", "Vs", "Assoc", "Asst", "Spc", "Esq",
];

const BEFORE_NUMBER: &[&str] = &[
    "No", "Nos", "no", "nos", "Fig", "fig", "Art", "art", "pp", "Vol", "vol", "Ch", "ch", "Sect", "Para",
    "para", "approx", "Approx", "ca",
];

const OTHERS: &[&str] = &[
    "Jan", "Feb", "Mar", "Apr", "Jun", "Jul", "Aug", "Sep", "Sept", "Oct", "Nov", "Dec", "Mon", "Tue",
    "Tues", "Wed", "Thu", "Thur", "Thurs", "Fri", "Inc", "Corp", "Co", "Cos", "Ltd", "Bros", "Jr", "Dept",
    "Univ", "Ave", "Blvd", "Rd", "Hwy", "Bldg", "Ala", "Ariz", "Ark", "Calif", "Colo", "Conn", "Del", "Fla",
    "Ga", "Ill", "Ind", "Kan", "Ky", "La", "Md", "Mich", "Minn", "Miss", "Mo", "Mont", "Neb", "Nev", "Okla",
    "Ore", "Pa", "Penn", "Tenn", "Tex", "Va", "Vt", "Wash", "Wis", "Wyo", "etc", "al", "eg", "ie", "cf",
    "viz", "est", "Est", "min", "max", "dept", "govt", "Govt", "intl", "Intl", "Natl", "Assn", "Mgr", "Ph.D",
    "M.Sc", "B.Sc", "Op", "Ed", "ed", "eds", "tel", "Tel", "ext", "Ext", "oz", "lb", "lbs", "ft", "sq", "mn",
    "bn", "tn",
];

/// What kind of abbreviation a word (without its last full stop) is, if it is one. Acronyms with
/// full stops and initials are told by shape, elsewhere.
#[must_use]
pub fn abbreviation(word: &str) -> Option<Abbreviation> {
    if word.len() > 6 || word.is_empty() {
        return None;
    }
    if TITLES.contains(&word) {
        Some(Abbreviation::Title)
    } else if BEFORE_NUMBER.contains(&word) {
        Some(Abbreviation::BeforeNumber)
    } else if OTHERS.contains(&word) {
        Some(Abbreviation::Other)
    } else {
        None
    }
}
