//! Articles in other languages: quotations with their speakers, names that are names, nothing else.

use verbatim_nlp::{Annotator, Document, Input};

fn read(language: &str, text: &str) -> Document {
    Annotator::rules().annotate(Input { text, language, ..Input::default() })
}

/// Each quotation as `speaker < source < verb: content | content`; `-` for what is not said.
fn told(language: &str, text: &str) -> Vec<String> {
    let document = read(language, text);
    let name = |index: verbatim_nlp::EntityIndex| document.entities[index.0 as usize].name.clone();
    let words =
        |spans: &[verbatim_article::Span]| spans.iter().map(|s| s.of(text)).collect::<Vec<_>>().join(" | ");
    let or_none = |s: String| if s.is_empty() { "-".to_owned() } else { s };
    let line = |q: &verbatim_nlp::Quotation| {
        let speaker = q.speaker.map(name).unwrap_or_default();
        let verb = or_none(q.verb.clone());
        format!("{} < {} < {verb}: {}", or_none(speaker), or_none(words(&q.source)), words(&q.content))
    };
    document.quotations.iter().map(line).collect()
}

fn names(language: &str, text: &str) -> Vec<String> {
    read(language, text).entities.iter().map(|e| format!("{} {}", e.kind.name(), e.name)).collect()
}

#[test]
fn german() {
    let text = "Die Hafenbehörde hat am Montag Fehler eingeräumt. „Wir hätten früher handeln müssen“, sagte Sprecherin \
                Jana Holm. Die Sprecherin fügte hinzu: „Der Schaden ist groß.“ Bürgermeister Otto Brandt warf der Behörde \
                vor, zu lange gewartet zu haben. „Das war absehbar“, so Brandt. Er kündigte an: „Wir prüfen eine Klage.“\n\n\
                Die Ausstellung „Das lange Ende der Nacht“ wurde verschoben.";
    assert_eq!(
        told("de", text),
        [
            "Jana Holm < Jana Holm < sagen: Wir hätten früher handeln müssen",
            "Jana Holm < Sprecherin < hinzufügen: Der Schaden ist groß.",
            "Otto Brandt < Brandt < -: Das war absehbar",
            "Otto Brandt < Er < ankündigen: Wir prüfen eine Klage.",
        ]
    );
    // Every noun has a capital: most are no names.
    assert_eq!(names("de", text), ["person Jana Holm", "person Otto Brandt"]);
}

#[test]
fn two_german_nouns_are_no_name() {
    let text = "Allgemeine Geschäftsbedingungen gelten auch hier. Popstar Anna Holm kaufte ein Stück Kuchen. Holm blieb.";
    assert_eq!(names("de", text), ["person Anna Holm"]);
}

#[test]
fn french_marks_have_blanks_inside_and_may_run_over_the_attribution() {
    let text = "SELMAR – La ministre des Transports, Jana Holm, a reconnu lundi des retards. « Nous aurions dû agir plus tôt », \
                a déclaré la ministre. « Le port restera fermé jusqu'à vendredi », a-t-elle ajouté.\n\n\
                Le maire de Drovna, Luc Ferrand, a protesté. « Personne ne nous a écoutés, affirme M. Ferrand. Il faudra payer. »";
    assert_eq!(
        told("fr", text),
        [
            "Jana Holm < ministre < déclarer: Nous aurions dû agir plus tôt",
            "Jana Holm < elle < ajouter: Le port restera fermé jusqu'à vendredi",
            "Luc Ferrand < Ferrand < affirmer: Personne ne nous a écoutés | Il faudra payer.",
        ]
    );
    assert_eq!(names("fr", text), ["location SELMAR", "person Jana Holm", "person Luc Ferrand"]);
}

#[test]
fn spanish_italian_portuguese_dutch() {
    assert_eq!(
        told(
            "es",
            "La ministra de Transporte, Juana Holm, admitió el lunes los retrasos. «Tendríamos que haber actuado antes», dijo \
             Holm. El alcalde de Drovna, Luis Ferrer, aseguró: «Nadie nos escuchó y ahora hay que pagar»."
        ),
        [
            "Juana Holm < Holm < decir: Tendríamos que haber actuado antes",
            "Luis Ferrer < Luis Ferrer < asegurar: Nadie nos escuchó y ahora hay que pagar",
        ]
    );
    assert_eq!(
        told(
            "it",
            "Il ministro dei Trasporti, Gianni Olmi, ha ammesso i ritardi. «Avremmo dovuto agire prima», ha detto il ministro. \
             «Nessuno ci ha ascoltato», ha spiegato Luca Ferri, sindaco di Drovna."
        ),
        [
            "Gianni Olmi < ministro < dire: Avremmo dovuto agire prima",
            "Luca Ferri < Luca Ferri < spiegare: Nessuno ci ha ascoltato",
        ]
    );
    assert_eq!(
        told(
            "pt-BR",
            "“Ninguém nos ouviu”, afirmou Luís Ferreira, presidente da câmara. Ferreira acrescentou: “É preciso pagar.”"
        ),
        [
            "Luís Ferreira < Luís Ferreira < afirmar: Ninguém nos ouviu",
            "Luís Ferreira < Ferreira < acrescentar: É preciso pagar.",
        ]
    );
    assert_eq!(
        told(
            "nl",
            "'Niemand heeft naar ons geluisterd', zegt burgemeester Piet de Vries van Drovna. Hij waarschuwde: „Dit gaat geld kosten.”"
        ),
        [
            "Piet de Vries < Piet de Vries < zeggen: Niemand heeft naar ons geluisterd",
            "Piet de Vries < Hij < waarschuwen: Dit gaat geld kosten.",
        ]
    );
}

#[test]
fn a_polish_quotation_may_stand_behind_a_dash_and_its_verb_without_a_subject() {
    let text = "Minister transportu Jan Holmski przyznał, że popełniono błędy. – Powinniśmy byli działać wcześniej – powiedział \
                Holmski. „Nikt nas nie słuchał” – podkreśliła burmistrz Drovny Anna Ferowska. „Teraz trzeba będzie zapłacić” – dodała.";
    assert_eq!(
        told("pl", text),
        [
            "Jan Holmski < Holmski < mówić: Powinniśmy byli działać wcześniej",
            "Anna Ferowska < Anna Ferowska < podkreślić: Nikt nas nie słuchał",
            "Anna Ferowska < - < dodać: Teraz trzeba będzie zapłacić",
        ]
    );
}

#[test]
fn a_turkish_speaker_stands_before_the_quotation_and_the_verb_behind_it() {
    let text = "Ulaştırma Bakanı Hasan Holm gecikmeleri kabul etti. Holm, \"Daha önce harekete geçmeliydik ve bunu biliyorduk\" dedi. \
                Drovna Belediye Başkanı Ayşe Ferit ise \"Bizi kimse dinlemedi, şimdi bedelini ödeyeceğiz\" ifadesini kullandı. \
                Holm'un sözlerini eleştiren Ferit'in partisi açıklama yaptı.";
    assert_eq!(
        told("tr", text),
        [
            "Hasan Holm < Holm < demek: Daha önce harekete geçmeliydik ve bunu biliyorduk",
            "Ayşe Ferit < Ayşe Ferit < ifade etmek: Bizi kimse dinlemedi, şimdi bedelini ödeyeceğiz",
        ]
    );
    // Endings behind an apostrophe are none of the name's.
    assert_eq!(names("tr", text), ["person Hasan Holm", "person Ayşe Ferit"]);
}

#[test]
fn slavic_names_are_one_in_all_their_cases() {
    let text = "Міністр транспорту Іван Голменко визнав затримки. «Ми мали діяти раніше», – сказав Голменко. У пресслужбі \
                Голменка це підтвердили.";
    assert_eq!(told("uk", text), ["Іван Голменко < Голменко < сказати: Ми мали діяти раніше"]);
    assert_eq!(names("uk", text), ["person Іван Голменко"]);
    assert_eq!(
        told(
            "ru",
            "Мэр города Елена Ферко подчеркнула: «Нас никто не слушал». «Порт будет закрыт до пятницы», — добавила она."
        ),
        [
            "Елена Ферко < Елена Ферко < подчеркнуть: Нас никто не слушал",
            "Елена Ферко < она < добавить: Порт будет закрыт до пятницы",
        ]
    );
}

#[test]
fn two_of_whom_it_may_be_is_nobody() {
    let text = "Otto Brandt traf Jonas Keller. „Wir reden weiter miteinander“, sagte er.";
    assert_eq!(told("de", text), ["- < er < sagen: Wir reden weiter miteinander"]);
}

#[test]
fn a_language_without_a_table_keeps_its_quotations_without_speakers() {
    assert_eq!(
        told("sv", "”Vi borde ha agerat tidigare”, sade Holm."),
        ["- < - < -: Vi borde ha agerat tidigare"]
    );
    assert_eq!(
        told("ar", "قال الوزير: «كان يجب أن نتحرك في وقت مبكر»."),
        ["- < - < -: كان يجب أن نتحرك في وقت مبكر"]
    );
}

#[test]
fn english_and_what_could_not_be_told_are_read_as_english() {
    let text = "“We waited too long,” said Jana Holm.";
    for language in ["", "en", "en-GB", "und"] {
        assert_eq!(told(language, text), ["Jana Holm < Jana Holm < say: We waited too long,"], "{language}");
    }
}

const LANGUAGES: [&str; 12] = ["de", "fr", "es", "it", "pt", "nl", "pl", "tr", "uk", "ru", "sv", "ar"];

proptest::proptest! {
    /// Any text in any language: spans lie in the text, on characters, and mentions in order.
    #[test]
    fn spans_are_sound(
        text in "([A-ZÄа-яa-zé«»„“”\"'’,.:!? –—\n-]|sagte|dijo|Anna |Holm|a dit|dedi){0,80}",
        number in 0usize..12,
    ) {
        let document = read(LANGUAGES[number], &text);
        let sound = |span: &verbatim_article::Span| {
            let words = text.get(span.start as usize..span.end as usize);
            assert!(span.start <= span.end && words.is_some(), "{span:?}");
        };
        for entity in &document.entities {
            assert!(!entity.mentions.is_empty());
            entity.mentions.iter().for_each(|mention| sound(&mention.span));
            assert!(entity.mentions.is_sorted_by_key(|mention| mention.span));
        }
        for quotation in &document.quotations {
            assert!(!quotation.content.is_empty());
            [&quotation.content, &quotation.cue, &quotation.source].into_iter().flatten().for_each(sound);
            assert!(quotation.speaker.is_none_or(|who| (who.0 as usize) < document.entities.len()));
        }
    }
}

#[test]
fn time_grows_with_the_text() {
    let pieces = [
        "„Ja, wir“, sagte Anna Holm. ",
        "– Ja – sagte Holm. ",
        "Anna Holm ",
        "De la ",
        "« Oui, dit Anna Holm. » ",
    ];
    for piece in pieces {
        for language in ["de", "fr", "pl"] {
            let time = |times: usize| {
                let text = piece.repeat(times);
                let start = std::time::Instant::now();
                std::hint::black_box(read(language, &text));
                start.elapsed().as_secs_f64()
            };
            let fine = || time(4000) < time(1000).max(0.01) * 10.0;
            assert!((0..3).any(|_| fine()), "{language} {piece}");
        }
    }
}
