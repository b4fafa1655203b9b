//! What a word tells when two quotations share it: words that news has everywhere tell little.
//!
//! The weights are the same for every corpus, so that whether two quotations are one does not depend on what else is
//! there: articles can be added without looking at the old ones again.

use super::quotes::term;
use std::sync::OnceLock;

/// Stems by how many bits they tell: the share of news that has them among ten words, over newspapers and agencies of
/// several countries.
const COMMON: [(u32, &str); 4] = [
    (5, "countr first govern lead like make nation new part person polic take time two work year"),
    (
        6,
        "against attack back call case chang come continu court day develop economic elect find follow form gener \
        give good group help high includ issu know last long look meet memb mill month plan politic public real \
        region report right secur see show sinc support system tell think thre want way week world",
    ),
    (
        7,
        "able acros action activ agenc ago al alleg allow among anoth area around author bank based becom begin \
        believ best bill bord bring build busi caus centr challeng charg chief children city claim clear clos commun \
        compan concern control creat current days deal death decis different direct down econom effort end energ \
        establish event expect experienc fact fami feel few fight financi five food forc foreign found four free \
        full fund futur glob go great grow hand head health hear histor hold home hour human important increas \
        inform interest internation justic keep kind land larg later launch law least leav leave less level life \
        line live local lot main major making man mean measur media militar move name near need never news next numb \
        offer offic official old open opportun order organ past pay percent plac play point power problem proces \
        produc project propos protect provid put quest read receiv recent record relat releas remain result role \
        saying school second seek send serv servic set sever sign six soci someth speak start state stor strong talk \
        team term thing toda togeth top trad turn understand use used visit vote war wheth without woman",
    ),
    (
        8,
        "acces accord account accus achiev act actual addres administr agre agree ahead air almost along alread \
        although alway amount announc anti anyth appear approach approv argu arrest asked attempt attend attent away \
        base become behind benefit better big body book born break camp campaign candidat cannot capit care carr \
        center centur child citizen civil climat coast collect coming command comment commit committe common compar \
        complet condit conduct conferenc conflict connect consid consider constitut contain contract contribut \
        cooper cost count cours cover crim crisi critic cultur cut damag data decad decid defens demand democrac \
        describ design despit detail determin differenc difficult digit discuss district docu dollar donat driv drug \
        due earl earli educ effect eight eith electric ended enough ensur enter entir especial estimat ever everyth \
        evidenc exampl executiv exist expert explain express face fail fair fall famil far feder field figur final \
        fire firm focus forward freedom friend front furth gain game gett goal ground growth half happen hard hope \
        idea identif immediat impact implement improv incident incom industr injur instead institut interview invest \
        investig investigat involv island job join judg key kill lack languag largest late leadership learn legal \
        limit link list littl living locat lose love low maintain manag mark market mass matter medic messag miss \
        moment mone natur necessar network night non noth nuclear offici often oil oper operat opposit other outsid \
        parlia particular pass peac per period plann pledg poll poor popular port posit possibl post potenti practic \
        prepar pres present presidenti prevent pric prison privat pro product program prom promot propert prosecut \
        protest prov publish quit rais rate reach reason recogn reduc reform refuge relationship represent \
        representativ request requir research resourc respect respons responsibil return review rise risk rule run \
        sea sect seem self sell seni sens seri seven shar shoot short side significant similar singl site situ small \
        societ solut someon sourc spac speci spend staff stand standard stay step stop street strik stud student \
        successful suggest sure taking target teach technolog terrorism terrorist test thank third though thousand \
        threat total toward train travel treat trial try trying using valu vice victim video view violenc walk water \
        western whol whos within word write young",
    ),
];

/// What any other word tells.
const OTHER: u32 = 11;
/// What a name in common tells: the news of some days has few of them.
const NAME: u32 = 7;
/// The low bits of a number say which weight it has.
const CLASS: u32 = 7;

/// The number of a stem, which carries its weight.
pub(super) fn stem_term(stem: &str) -> u32 {
    static TABLE: OnceLock<Vec<u32>> = OnceLock::new();
    let table = TABLE.get_or_init(|| {
        let class = |(class, (_, words)): (u32, &(u32, &'static str))| {
            words.split(' ').map(move |word| term(word) & !CLASS | (class + 1)).collect::<Vec<_>>()
        };
        let mut table: Vec<u32> = (0..).zip(&COMMON).flat_map(class).collect();
        table.sort_unstable();
        table
    });
    let bare = term(stem) & !CLASS;
    let at = table.partition_point(|known| *known < bare);
    table.get(at).copied().filter(|known| known & !CLASS == bare).unwrap_or(bare)
}

/// The number of a name, which carries its weight.
pub(super) fn name_term(name: &str) -> u32 {
    term(name) | CLASS
}

/// What a term tells, in bits.
pub(super) fn weight(term: u32) -> u32 {
    match (term & CLASS) as usize {
        0 => OTHER,
        class => COMMON.get(class - 1).map_or(NAME, |(bits, _)| *bits),
    }
}

#[cfg(test)]
mod tests {
    use super::super::stem::stem;
    use super::*;

    #[test]
    fn common_words_tell_less() {
        let of = |word: &str| weight(stem_term(&stem(word)));
        assert!(of("government") < of("harbour") && of("people") < of("agreement"));
        assert_eq!((of("dredger"), weight(name_term("sorel"))), (OTHER, NAME));
    }

    #[test]
    fn the_table_has_stems_each_once() {
        let mut all: Vec<&str> = COMMON.iter().flat_map(|(_, words)| words.split(' ')).collect();
        assert!(all.iter().all(|word| !word.is_empty()));
        let before = all.len();
        all.sort_unstable();
        all.dedup();
        assert_eq!(all.len(), before);
    }
}
