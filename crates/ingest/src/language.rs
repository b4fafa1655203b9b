//! The language of a text: its script, and within a script the small words that every sentence
//! of a language has. News paragraphs hold dozens of them, so that a table of a few kilobytes is
//! as sure as letter statistics, and far quicker.
use std::sync::OnceLock;

/// Small words by language. Words that several languages share count for all of them.
#[rustfmt::skip]
const WORDS: &[(&str, &str)] = &[
    ("en", "the of and to in that is was for it with as on by at from his he are be this have were which not has had but they an will their been who said more about would after its than also when she we you or one all there out over up into could if can other what two him her some last year new first"),
    ("de", "der die und in den das von zu mit sich des auf für ist im dem nicht ein eine als auch es an werden aus er hat dass sie nach wird bei einer um am sind noch wie einem über einen so zum war haben nur oder aber vor zur bis mehr durch man sein wurde sei hatte kann gegen vom können schon wenn ihre dann unter wir soll ich eines jahr seit"),
    ("fr", "jusqu qu d l n s c déclaré selon de la le les et des en un du une que est pour qui dans a par plus pas au sur ne se ce il sont la ont avec son mais comme ou si leur y dont aux été cette ses deux lui fait même était nous tout elle avait entre aussi après sa être bien sans peut ils encore où très depuis selon contre avant ces"),
    ("es", "de la que el en y a los del se las por un para con no una su al lo como más pero sus le ya o este sí porque esta entre cuando muy sin sobre también me hasta hay donde quien desde todo nos durante todos uno les ni contra otros ese eso había ante ellos fue ha son está según dijo años"),
    ("pt", "de a o que e do da em um para é com não uma os no se na por mais as dos como mas foi ao ele das tem à seu sua ou ser quando muito há nos já está eu também só pelo pela até isso ela entre era depois sem mesmo aos ter seus quem nas me esse eles estão você tinha foram essa num nem suas meu às minha são segundo anos disse"),
    ("it", "di e il la che in un a per è una sono non con si da come i le dei del della nel alla più anche ma al delle dal gli lo ha ai su nella o questo se sua loro suo degli dalla tra stato essere hanno due dopo fa contro ancora prima alle sul sulla fatto era anni quando ora cui già solo tutti così senza dove"),
    ("nl", "de van het een en in is dat op te zijn met voor niet aan er die om ook als dan maar bij of uit nog naar heeft hij ze wordt door over tot was zo hebben worden al kan meer deze werd ik wel we dit zich hun geen moet zou veel na tegen onder wat mensen jaar tussen zal volgens"),
    ("tr", "ve bir bu da de için ile olarak çok olan daha gibi en kadar sonra ise değil ne var her ancak dedi o olduğunu olduğu şu ya iki karşı göre ki diye yeni ilk türkiye başkanı tarafından içinde ama büyük üzere konusunda arasında böyle biz söyledi şekilde önce hem mi oldu etti bin yıl yer kendi"),
    ("pl", "w i z na do się nie że jest o to jak po a od za przez co dla są tym który także już tylko być oraz ale było może jego ich ze która które tego ma jej był czy przed przy roku lat będzie więc które gdy nawet bardzo ze sobą pod ten"),
    ("sv", "och i att det som en på är av för med till den har de inte om ett han men var jag sig från vi så kan när år säger under också efter eller nu där mot ska skulle kommer ut blir över bara mellan vid alla sin detta hade varit mycket utan något"),
    ("da", "og i at det er en til på som af med de for den har ikke der om et var han men sig fra vi så kan når siger også efter eller nu hvor mod skal ville kommer ud bliver over kun mellem ved alle sin dette havde været meget uden noget blev være jeg hun deres hans af år"),
    ("nb", "og i det som er en til på at av med de for den har ikke om et var han men seg fra vi så kan når sier også etter eller nå hvor mot skal ville kommer ut blir over bare mellom ved alle sin dette hadde vært mye uten noe ble være jeg hun deres hans år hvis flere"),
    ("fi", "ja on ei se että oli hän mutta ovat myös kun joka ole kuin sen olla niin ovat tai hänen mukaan vain nyt jos sitä mitä vielä jo ne tämä kanssa sekä voi olisi vuoden mutta jälkeen noin koska mukaan suomen sanoo ennen joita"),
    ("cs", "a v se na že je z s o do to i ve pro za by jsou podle ale po jako od k které který jsem byl bylo už jeho také která při aby než tak jen nebo má co si před let které řekl bude roku když může mezi více proti"),
    ("sk", "a v sa na že je z s o do to aj vo pre za by sú podľa ale po ako od k ktoré ktorý som bol bolo už jeho tiež ktorá pri aby než tak len alebo má čo si pred rokov povedal bude roku keď môže medzi viac proti"),
    ("hu", "a az és hogy nem is egy ez meg csak volt már azt de el még kell lehet vagy mint amely aki szerint után mert ki pedig így ha ezt minden között lesz úgy nagy magyar való van azonban illetve során"),
    ("ro", "de și în a la cu pe care un o nu din că mai pentru este fi sunt se au fost ca să al ale prin dar după până lui către între această sau două ani care acest spus foarte doar când fără asupra"),
    ("hr", "i u je na da se za od su s o a što koji kao iz će do nije bi to po ili ali koje koja samo nakon već još prema bio kako može ne više između protiv godine također tijekom tko"),
    ("sl", "in je v na da se za so s z ki pa po tudi bi ne od kot ni o ter že še ali ob bo med pri do zaradi leta po ga pred kako bilo več lahko ker kar"),
    ("ca", "de la i el que a en les els per un una amb del és no al es ha més com són han seva aquest però ser als ja també seu fins sobre anys entre aquesta dels sense molt quan perquè"),
    ("id", "yang dan di dengan untuk dari pada dalam ini itu tidak akan juga ke karena oleh ada sudah telah saat tersebut bisa para lebih kata harus kami mereka seperti atau tahun sebagai bahwa dia namun setelah"),
    ("vi", "và của là có cho các được trong một không người những với đã này khi ra để đến từ về cũng như vào tại ông theo năm nhiều sẽ phải đó trên"),
    ("et", "ja on et ei see oli ka kui mis ning oma ta aga eesti siis kes või nii veel olla selle välja pärast juba üle seda aasta vaid ole kuid ütles"),
    ("lv", "un ir ka no ar par tas uz bet kas arī gada pēc vai pie kā to lai nav būs tiek viņš latvijas jau tika bija vēl tikai"),
    ("lt", "ir kad į yra iš su tai bet kaip jo apie ne buvo dėl metų per tik už jau po kuris bus ar lietuvos taip dar prie gali"),
    ("sq", "e të në dhe i për me që një është nga se ka si janë më nuk do ky kjo por ai edhe kanë duke pas kur tij këtë"),
    ("az", "və bir bu da də üçün ilə olan daha ki çox edib deyib olub azərbaycan onun kimi sonra ölkə görə qədər isə bildirib edən tərəfindən"),
    ("tl", "ang ng sa na mga at ay si ni para hindi ito kung may isang ang siya niya nang din mula kanyang"),
    ("af", "die van en in is het nie dat vir op sy met om te was hy aan ook as word wat sal by maar hulle uit kan ons gesê"),
    ("ru", "и в на не что с по к он из от за для как это а был о его же у но они при все до или также было который которые после может была быть года этом время будет их если сказал более только так то"),
    ("uk", "і в на не що з по до він із від за для як це а був про його та у але вони при все або також було який які після може була бути року цьому час буде їх якщо більше тільки так то є"),
    ("bg", "и в на не че с по към той от за като това а беше о му се но те при всички до или също е който които след може била бъде година този време ще ги ако повече само така то са"),
    ("sr", "и у на не да с по је он из од за као то а био о се али они при све до или такође који које после може била бити године овом време ће их ако више само тако су"),
    ("be", "і ў на не што з па да ён з ад за для як гэта а быў пра яго у але яны пры ўсе або таксама было які якія пасля можа была быць года час будзе іх калі больш толькі так то"),
    ("mk", "и во на не дека со по кон тој од за како тоа а беше се но тие при сите до или исто е кој кои после може била биде година овој време ќе ги ако повеќе само така то се"),
    ("kk", "және бір бұл мен да де үшін деп осы ол болып бар жоқ еді бойынша туралы кейін дейін қазақстан айтты керек"),
    ("ar", "في من على أن إلى التي عن الذي مع هذا هذه كان ما لا بعد بين قد كما أو ذلك وقال قال خلال كل عام كانت لم إن"),
    ("fa", "در به از که این را با است برای آن یک خود تا بر هم نیز شد شده کرد می بود ما وی او اما باید"),
    ("ur", "کے میں کی ہے اور سے کا کو اس پر نے یہ ہیں کہ بھی نہیں کر تھا گیا جو ان ایک ہو لیے"),
];

/// The words of all languages by their hash. Most words that are asked for are not there: a free
/// place says so at once.
struct Table {
    places: Vec<Option<(&'static str, u64)>>,
}

/// Places of the table: five times as many as there are words.
const PLACES: usize = 1 << 14;

impl Table {
    /// One bit for each language that has a word.
    fn get(&self, word: &str) -> Option<u64> {
        let mut at = place(word);
        while let Some((known, bits)) = self.places.get(at)? {
            if *known == word {
                return Some(*bits);
            }
            at = (at + 1) % PLACES;
        }
        None
    }

    fn add(&mut self, word: &'static str, bit: u64) {
        let mut at = place(word);
        while let Some(slot) = self.places.get_mut(at) {
            match slot {
                Some((known, bits)) if *known == word => {
                    *bits |= bit;
                    return;
                }
                Some(_) => at = (at + 1) % PLACES,
                None => {
                    *slot = Some((word, bit));
                    return;
                }
            }
        }
    }
}

/// FNV-1a, folded.
fn place(word: &str) -> usize {
    let hash = word.bytes().fold(0x811C_9DC5u32, |hash, b| (hash ^ u32::from(b)).wrapping_mul(0x0100_0193));
    (hash ^ hash >> 15) as usize % PLACES
}

fn table() -> &'static Table {
    static TABLE: OnceLock<Table> = OnceLock::new();
    TABLE.get_or_init(|| {
        let mut table = Table { places: vec![None; PLACES] };
        for (at, (_, words)) in WORDS.iter().enumerate() {
            for word in words.split(' ') {
                table.add(word, 1 << at);
            }
        }
        table
    })
}

/// Whether a word in lower case is a small word of some language.
pub(crate) fn knows(word: &str) -> bool {
    table().get(word).is_some()
}

/// How many words the guess looks at.
const WORDS_SEEN: usize = 250;

/// BCP 47 code of a text's main language, `und` when it cannot be told.
pub(crate) fn detect(text: &str) -> &'static str {
    if let Some(code) = by_script(text) {
        return code;
    }
    let table = table();
    let mut counts = [0u32; 64];
    let (mut seen, mut buffer) = (0usize, String::new());
    for word in text.split(|c: char| !c.is_alphabetic() && c != '\u{307}').filter(|w| !w.is_empty()) {
        seen += 1;
        if seen > WORDS_SEEN || (seen % 128 == 0 && is_clear(&counts, seen)) {
            break;
        }
        if word.len() > 32 {
            continue;
        }
        buffer.clear();
        if word.is_ascii() {
            buffer.push_str(word);
            buffer.make_ascii_lowercase();
        } else {
            buffer.extend(word.chars().flat_map(char::to_lowercase));
        }
        let Some(bits) = table.get(&buffer) else { continue };
        // A word of one language says more than one of many.
        let weight = match bits.count_ones() {
            1 => 6,
            2 => 4,
            3 => 3,
            _ => 2,
        };
        let mut rest = bits;
        while rest != 0 {
            if let Some(count) = counts.get_mut(rest.trailing_zeros() as usize) {
                *count += weight;
            }
            rest &= rest - 1;
        }
    }
    let (best, second) = leaders(&counts);
    let enough = best.0 as usize * 5 >= seen.min(WORDS_SEEN) && best.0 >= 6;
    if enough && best.0 > second { WORDS.get(best.1).map_or("und", |(code, _)| *code) } else { "und" }
}

/// The language that is ahead, with its count, and the count of the next one.
fn leaders(counts: &[u32; 64]) -> ((u32, usize), u32) {
    let mut best = (0u32, 0usize);
    let mut second = 0u32;
    for (at, count) in counts.iter().enumerate() {
        if *count > best.0 {
            second = best.0;
            best = (*count, at);
        } else if *count > second {
            second = *count;
        }
    }
    (best, second)
}

/// Whether so much is said for one language that more words would change nothing.
fn is_clear(counts: &[u32; 64], seen: usize) -> bool {
    let (best, second) = leaders(counts);
    best.0 as usize > seen && best.0 > second.saturating_mul(2)
}

/// How many letters tell the script.
const LETTERS_SEEN: usize = 1500;

/// Languages that have a script to themselves.
fn by_script(text: &str) -> Option<&'static str> {
    // Each letter is at least a byte: where most of the first bytes are Latin letters, so are most letters looked at.
    let head = text.as_bytes().get(..LETTERS_SEEN).unwrap_or(text.as_bytes());
    let latin: usize = head
        .chunks(128)
        .map(|chunk| usize::from(chunk.iter().fold(0u8, |sum, b| sum + u8::from(b.is_ascii_alphabetic()))))
        .sum();
    if latin * 2 > head.len() {
        return None;
    }
    let mut counts: [(usize, &str); 20] = [
        (0, ""),
        (0, "el"),
        (0, "he"),
        (0, "hy"),
        (0, "ka"),
        (0, "th"),
        (0, "ko"),
        (0, "ja"),
        (0, "zh"),
        (0, "hi"),
        (0, "bn"),
        (0, "pa"),
        (0, "gu"),
        (0, "ta"),
        (0, "te"),
        (0, "kn"),
        (0, "ml"),
        (0, "si"),
        (0, "my"),
        (0, "am"),
    ];
    for c in text.chars().filter(|c| c.is_alphabetic()).take(LETTERS_SEEN) {
        let at = match u32::from(c) {
            0..=0x36F => 0,
            0x370..=0x3FF | 0x1F00..=0x1FFF => 1,
            0x590..=0x5FF => 2,
            0x530..=0x58F => 3,
            0x10A0..=0x10FF => 4,
            0xE00..=0xE7F => 5,
            0xAC00..=0xD7AF | 0x1100..=0x11FF => 6,
            0x3040..=0x30FF => 7,
            0x3400..=0x9FFF => 8,
            0x900..=0x97F => 9,
            0x980..=0x9FF => 10,
            0xA00..=0xA7F => 11,
            0xA80..=0xAFF => 12,
            0xB80..=0xBFF => 13,
            0xC00..=0xC7F => 14,
            0xC80..=0xCFF => 15,
            0xD00..=0xD7F => 16,
            0xD80..=0xDFF => 17,
            0x1000..=0x109F => 18,
            0x1200..=0x137F => 19,
            _ => 0,
        };
        if let Some(slot) = counts.get_mut(at) {
            slot.0 += 1;
        }
    }
    let all: usize = counts.iter().map(|c| c.0).sum();
    let kana = counts.get(7).map_or(0, |c| c.0);
    let (most, code) = counts.iter().copied().max_by_key(|c| c.0)?;
    if code.is_empty() || most == 0 || most * 2 < all {
        return None;
    }
    // Japanese mixes Chinese signs with its own.
    Some(if code == "zh" && kana * 10 > all { "ja" } else { code })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn languages_of_news() {
        for (text, code) in [
            ("The minister said that talks on the grain deal would go on until Thursday evening.", "en"),
            (
                "Bakan, tahıl anlaşmasına ilişkin görüşmelerin perşembe akşamına kadar süreceğini ve çok yakında bir karar için toplanacaklarını söyledi.",
                "tr",
            ),
            ("Le ministre a déclaré que les négociations se poursuivraient jusqu'à jeudi soir.", "fr"),
            (
                "Der Minister sagte, dass die Gespräche über das Getreide bis zum Abend nicht enden werden.",
                "de",
            ),
            ("El ministro dijo que las negociaciones sobre el grano se prolongarán hasta el jueves.", "es"),
            ("O ministro disse que as negociações sobre os grãos não vão terminar até quinta-feira.", "pt"),
            ("Il ministro ha detto che i negoziati sul grano non sono ancora finiti.", "it"),
            ("De minister zei dat de gesprekken over het graan niet voor donderdag zullen eindigen.", "nl"),
            ("Ministern sade att samtalen om spannmålen inte är över och att de ska fortsätta.", "sv"),
            ("Ministeren sagde, at forhandlingerne af kornaftalen ikke bliver færdige efter torsdag.", "da"),
            ("Министр сообщил, что переговоры о зерне продолжатся до вечера четверга.", "ru"),
            ("Міністр повідомив, що переговори про зерно триватимуть до вечора четверга.", "uk"),
            ("Ο υπουργός δήλωσε ότι οι συνομιλίες θα συνεχιστούν.", "el"),
            ("وقال الوزير إن المحادثات على الحبوب قد تستمر في الأسبوع", "ar"),
            ("大臣は協議が木曜日まで続くと述べた。", "ja"),
            ("部长说谈判将持续到星期四晚上。", "zh"),
            ("xyz", "und"),
            ("", "und"),
        ] {
            assert_eq!(detect(text), code, "{text}");
        }
    }
}
