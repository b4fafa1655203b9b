//! ProQuest's labels in the languages of its interface.

/// Labels that are known as a whole: their English name, and what other languages say.
const WHOLE: &[(&str, &[&str])] = &[
    ("Author", &["autor", "auteur", "autore", "autor(a)", "autores", "auteurs", "autoren", "autori"]),
    ("Title", &["título", "titre", "titel", "titolo"]),
    ("Full text", &["texto completo", "texte intégral", "volltext", "testo completo"]),
    ("Abstract", &["resumen", "résumé", "kurzfassung", "zusammenfassung", "riassunto", "resumo", "sommario"]),
    ("Subject", &["materia", "sujet", "thema", "schlagwort", "soggetto", "assunto", "argomento"]),
    ("Location", &["ubicación", "lugar", "lieu", "ort", "luogo", "local", "localização"]),
    ("People", &["personas", "personnes", "personen", "persone", "pessoas"]),
    ("Company", &["empresa", "empresa / organización", "entreprise", "unternehmen", "azienda", "società"]),
    ("Links", &["enlaces", "liens", "collegamenti"]),
    ("Pages", &["páginas", "página", "seiten", "seite", "pagine", "pagina", "pages"]),
    ("Section", &["sección", "rubrique", "abschnitt", "rubrik", "sezione", "seção", "secção"]),
    ("Publisher", &["editorial", "éditeur", "verlag", "herausgeber", "editore", "editora", "editor"]),
    (
        "Source type",
        &["tipo de fuente", "type de source", "quellentyp", "quellenart", "tipo di fonte", "tipo de fonte"],
    ),
    (
        "Document type",
        &["tipo de documento", "type de document", "dokumenttyp", "dokumentart", "tipo di documento"],
    ),
    (
        "Last updated",
        &[
            "última actualización",
            "dernière mise à jour",
            "zuletzt aktualisiert",
            "letzte aktualisierung",
            "ultimo aggiornamento",
            "última atualização",
        ],
    ),
    ("Database", &["base de datos", "base de données", "datenbank", "base de dados", "banca dati"]),
    ("Copyright", &["derechos de autor", "droits d'auteur", "urheberrecht", "direitos autorais"]),
    ("Edition", &["edición", "édition", "ausgabe", "edizione", "edição"]),
];

/// What a publication's labels ask for: a word in them, and the English name.
const OF_PUBLICATION: &[(&[&str], &str)] = &[
    (&["info"], "Publication info"),
    (&["título", "titre", "titel", "titolo"], "Publication title"),
    (&["fecha", "date", "datum", "data"], "Publication date"),
    (&["año", "année", "jahr", "anno", "ano"], "Publication year"),
    (&["idioma", "langue", "sprache", "lingua"], "Language of publication"),
    (&["lugar", "lieu", "ort", "luogo", "local", "país", "pays", "land", "paese"], "Place of publication"),
    (&["materia", "sujet", "thema", "soggetto", "assunto"], "Publication subject"),
];

/// A line with its label in English, if it has one in another language.
pub(super) fn english(line: &str) -> Option<String> {
    let bare = line.trim().trim_matches('|').trim();
    let lower = bare.to_lowercase();
    if lower.contains("proquest") && lower.len() < 60 && !lower.contains(':') {
        return ["enlace", "lien", "link", "collegamento"]
            .iter()
            .any(|l| lower.contains(l))
            .then(|| "ProQuest document link".to_owned());
    }
    let colon = bare.find(':').filter(|c| *c < 48)?;
    let label = bare.get(..colon)?.trim().to_lowercase();
    let value = bare.get(colon + 1..)?.trim();
    Some(format!("{}: {value}", name(&label)?))
}

fn name(label: &str) -> Option<&'static str> {
    if let Some((name, _)) = WHOLE.iter().find(|(_, all)| all.contains(&label)) {
        return Some(name);
    }
    if label.contains("proquest") && label.contains("id") {
        return Some("ProQuest document ID");
    }
    if label.starts_with("url") || label.ends_with("url") {
        return Some("Document URL");
    }
    let published =
        ["public", "publik", "pubbl", "veröffentlich", "erschein"].iter().any(|p| label.contains(p));
    if !published || label.split_whitespace().count() > 5 {
        return None;
    }
    OF_PUBLICATION.iter().find(|(words, _)| words.iter().any(|w| label.contains(w))).map(|(_, name)| *name)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn labels_by_word() {
        for (line, want) in [
            ("Título de publicación: Correo", Some("Publication title: Correo")),
            ("Date de publication : 3 févr. 2022", Some("Publication date: 3 févr. 2022")),
            ("Erscheinungsjahr: 2022", Some("Publication year: 2022")),
            ("Lingua di pubblicazione: Italian", Some("Language of publication: Italian")),
            ("ID del documento de ProQuest: 26", Some("ProQuest document ID: 26")),
            ("Lien vers le document ProQuest", Some("ProQuest document link")),
            ("La ministre a dit : non", None),
        ] {
            assert_eq!(english(line).as_deref(), want, "{line}");
        }
    }
}
