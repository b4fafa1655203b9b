//! Words of names that one person may bear in several spellings although their letters differ.

use super::fold::consonants;
use rustc_hash::FxHashMap;
use std::sync::OnceLock;

/// Forms of one given name: short forms, and its shape in neighbouring languages. A line each.
const FORMS: &str = "\
abdulaziz abdelaziz abdolaziz
abigail abby
abraham abe avraham ibrahim
alan al allan allen
albert al bert
alejandro alex sandro
alexander alex alec aleksandr aleksander oleksandr alexandr aleksandar alexandros alexis sasha sandy alasdair
alexandra alex aleksandra oleksandra sasha sandra
alfred alf fred
amanda mandy
andrew andy drew andrei andriy andrej andrzej andreas
anna ann anne hanna ana annie
anthony tony antony anton antonio antonis
antoinette toni
archibald archie
arnold arnie
arthur art artie arturo
augustus gus august
barbara barb varvara
bartholomew bart
benjamin ben benny binyamin
bernard bernie
bradley brad
caroline carrie carol carolina
catherine cathy kate katherine kathryn katie kathy cate kit kay kateryna ekaterina yekaterina katerina katharine katarina
charles charlie chuck chas
christina christine chris tina kristina khrystyna
christopher chris topher kris
clifford cliff
constantine konstantin kostas costas kostyantyn konstantinos dinos
cynthia cindy
daniel dan danny danil danylo daniil
david dave davey davyd dawid
deborah debbie debra deb
demetrius dimitris dimitrios dmitri dmytro dimitri mitya
dennis denny denis
dominic dom domenico
donald don donnie
dorothy dot dottie dorothea
edgar ed eddie
edmund ed eddie edmond
edward ed eddie ted ned teddy eduard
edwin ed eddie
eleanor ellie nell elinor
elena olena helen yelena helena jelena
elizabeth liz beth betty lizzie eliza bess libby elisabeth yelizaveta elizaveta yelyzaveta
emanuel manny manolis
ernest ernie ernesto
alexei alexey aleksei aleksey oleksiy oleksii
evangelos vangelis
athanasios thanasis thanos
panagiotis panos
theodoros thodoris
spyridon spyros
eugene gene evgeny yevgeny yevhen yevgeni evgenii
frances fran fanny francesca
francis frank francisco pancho franz francois
frederick fred freddie fritz friedrich
gabriel gabe gavriil
george georgios giorgos yorgos yiorgos georgi georgy heorhiy jorge jiri
gerald gerry jerry
gerard gerry
gilbert gil
gregory greg grigory hryhoriy grigori grigoris
harold harry hal
helen helena eleni
henry harry hank heinrich
herbert bert herb
howard howie
ignatius ignacio nacho
irene irina iryna
isabella bella isabel izzy
jacob jake yaakov jakub yakov yakiv
jacqueline jackie
james jim jimmy jamie
janet jan
jeffrey jeff geoffrey geoff
jennifer jen jenny
jeremy jerry
jerome jerry
jessica jess jessie
joan joanie joanna
john jack johnny jon ivan johan johannes ioannis yannis yiannis giannis
jonathan jon
joseph joe joey josef jose josip yosef yusuf
joshua josh
judith judy
julia yulia iuliia julie
kenneth ken kenny
laura laurie
lawrence larry laurence
leo lev leon
leonard len lenny leonid
lillian lily
louis lou lewis luis ludwig
lucas luke luca lukas
lucille lucy
madeleine maddie madeline
margaret maggie meg peggy marge margarita
mark marc marko marcus markos
martha marta
mary maria mariya marie maryam miriam
matthew matt matthias matej matvey mateusz
maurice mo moe morris
michael mike mick mickey mikhail mykhailo mykhaylo michal miguel michail mihail misha
mohammed mo mohamed muhammad
natalia natalie nataliya natalya
nathaniel nathan nate nat
nicholas nick nicky nikolai mykola nikolay nicolas nikos nikolaos nicola niko mikola
norman norm
olga olha
oliver ollie
pamela pam
patricia pat patty trish tricia
patrick pat paddy
paul pavel pavlo pablo pawel pavlos
peter pete petr petro pyotr piotr pedro petros
philip phil phillip filip felipe
raymond ray
rebecca becky becca
richard rick dick rich ricky
robert rob bob bobby robbie bert roberto
roger rodge
ronald ron ronnie
rudolph rudy rudolf
russell russ
samuel sam sammy shmuel
sarah sally sara
sergei sergey serhiy sergiy serhii sergii sergio
sidney sid
simon semyon semen simeon
sophia sofia sofiya sophie
stanislav stas stanislaw
stephen steve steven stefan stepan stephanos stefanos
stuart stu stewart
susan sue susie suzanne
svetlana svitlana
terence terry
theodore ted theo teddy fyodor fedir theodoros thodoris
theresa terry teresa tess
thomas tom tommy tomas tomasz
timothy tim timmy
ulysses odysseas
valery valeriy valerii valeri
vasily vasyl vassilis vasilis vassily
veronica ronnie
victor viktor vic
victoria vicky viktoria viktoriya
vincent vince vinny
virginia ginny
vladimir volodymyr wladimir vlad vladimer
vsevolod seva
vyacheslav viacheslav slava
walter walt wally
william bill will billy willie liam guillermo wilhelm
yaroslav jaroslav jaroslaw
yuri yuriy yurii iurii jurij
zachary zach zack
";

/// Whether two folded given names can be one: `kate` and `katherine`, `serhiy` and `sergei`. Both may be
/// forms of several names.
pub(super) fn forms_of_one(a: &str, b: &str) -> bool {
    static TABLE: OnceLock<FxHashMap<&'static str, Vec<u8>>> = OnceLock::new();
    let table = TABLE.get_or_init(|| {
        let mut table: FxHashMap<&'static str, Vec<u8>> = FxHashMap::default();
        for (number, line) in FORMS.lines().enumerate() {
            for form in line.split(' ') {
                table.entry(form).or_default().push(number.min(255) as u8);
            }
        }
        table
    });
    match (table.get(a), table.get(b)) {
        (Some(a), Some(b)) => a.iter().any(|line| b.contains(line)),
        _ => false,
    }
}

/// A key under which words meet that [`sound_alike`].
pub(super) fn sound_key(word: &str) -> String {
    consonants(word).chars().map(class).collect()
}

/// The letter that stands for those which romanisations take for one another: Arabic qaf, Ukrainian h,
/// French ch, Greek b.
fn class(letter: char) -> char {
    match letter {
        'g' | 'h' | 'q' => 'k',
        'c' | 'z' => 's',
        'b' => 'v',
        'd' => 't',
        other => other,
    }
}

/// Whether two words, given as skeletons, are one as other ears would spell it: the same consonants, at most one of them
/// by another letter of its class wherever it stands, and vowels that are near: `mohammed` and `muhammad`, `gaddafi` and `qaddafi`. Not
/// `paul` and `paula`, `maria` and `mario`, `marie` and `maria`.
pub(super) fn sound_alike(a: &str, b: &str) -> bool {
    // Nearly all pairs of words differ in a consonant; that takes no memory to see.
    if !classes(a).eq(classes(b)) {
        return false;
    }
    let (x, y) = (gaps(a), gaps(b));
    if x.len() != y.len() || x.len() < 3 {
        return false;
    }
    // What one tongue has for another letter it has each time: Hryhorash, Grigorash.
    let (mut other, mut moved) = (None, 0);
    let last = x.len() - 1;
    for (at, ((c, v), (d, w))) in x.iter().zip(&y).enumerate() {
        if c != d {
            let exchange = Some((*c.min(d), *c.max(d)));
            if class(*c) != class(*d) || other.is_some() && other != exchange {
                return false;
            }
            other = exchange;
        }
        if v != w {
            moved += 1;
            if !near_vowels(v, w, at == last, at == 0) {
                return false;
            }
        }
    }
    moved <= 3
}

/// The classes of a skeleton's consonants, doubled ones once.
fn classes(skeleton: &str) -> impl Iterator<Item = char> + '_ {
    let mut before = ' ';
    skeleton.chars().filter_map(move |letter| {
        let here = std::mem::replace(&mut before, letter);
        let vowel = matches!(letter, 'a' | 'e' | 'i' | 'o' | 'u');
        (!vowel && letter != here).then(|| class(letter))
    })
}

/// The consonants of a skeleton, each with the vowels after it; the first entry has the vowels before any.
fn gaps(skeleton: &str) -> Vec<(char, String)> {
    let mut out = vec![(' ', String::new())];
    for letter in skeleton.chars() {
        let vowel = matches!(letter, 'a' | 'e' | 'i' | 'o' | 'u');
        match out.last_mut() {
            Some((_, vowels)) if vowel => vowels.push(letter),
            Some((before, vowels)) if *before == letter && vowels.is_empty() => {}
            _ => out.push((letter, String::new())),
        }
    }
    out
}

fn near_vowels(a: &str, b: &str, last: bool, first: bool) -> bool {
    let plain = |vowels: &str| {
        vowels.replace("ai", "e").replace("ei", "e").replace("ae", "e").replace("ou", "u").replace("uo", "u")
    };
    let (x, y) = (plain(a), plain(b));
    if x == y {
        return true;
    }
    let near =
        |x: char, y: char| x == y || matches!((x.min(y), x.max(y)), ('a', 'e') | ('e', 'i') | ('o', 'u'));
    if last {
        // The last vowel tells women from men, and sisters from one another.
        return matches!(
            (x.as_str(), y.as_str()),
            ("e", "i") | ("i", "e") | ("o", "u") | ("u", "o") | ("i", "ie") | ("ie", "i")
        );
    }
    match (x.len(), y.len()) {
        (0, 1) | (1, 0) => !first,
        (n, m) if n == m => x.chars().zip(y.chars()).all(|(x, y)| near(x, y)),
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::super::fold::skeleton;
    use super::*;

    #[test]
    fn one_name_by_other_ears() {
        for (a, b) in [
            ("mohammed", "muhammad"),
            ("hussein", "hossein"),
            ("husayn", "hussein"),
            ("khaled", "khalid"),
            ("rouhani", "rohani"),
            ("gaddafi", "qaddafi"),
            ("bachar", "bashar"),
            ("aleksandr", "aleksander"),
            ("raisi", "raeisi"),
            ("ahmed", "ahmad"),
            ("bastian", "bastien"),
            ("serhii", "sergii"),
            ("hryhorash", "grigorash"),
        ] {
            let (x, y) = (skeleton(a), skeleton(b));
            assert!(sound_alike(&x, &y) && sound_alike(&y, &x), "{a} {b}");
            assert_eq!(sound_key(a), sound_key(b));
        }
        for (a, b) in [
            ("paul", "paula"),
            ("maria", "mario"),
            ("marie", "maria"),
            ("robert", "roberta"),
            ("daniel", "daniela"),
            ("jan", "jon"),
            ("martin", "marton"),
            ("harris", "horris"),
            ("sorel", "saral"),
            ("brandt", "brent"),
        ] {
            assert!(!sound_alike(&skeleton(a), &skeleton(b)), "{a} {b}");
        }
    }

    #[test]
    fn forms() {
        assert!(
            forms_of_one("kate", "kathryn")
                && forms_of_one("serhiy", "sergei")
                && forms_of_one("bert", "herbert")
        );
        assert!(!forms_of_one("kate", "karen") && !forms_of_one("x", "x"));
        assert!(FORMS.lines().count() < 255);
        for line in FORMS.lines() {
            assert!(line.split(' ').all(|form| super::super::fold::fold(form) == form), "{line}");
        }
    }
}
