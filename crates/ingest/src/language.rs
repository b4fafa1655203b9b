use whatlang::Lang;

/// How much of a text the guess looks at.
const SAMPLE: usize = 4000;

/// BCP 47 code of a text's main language, `und` when it cannot be told.
pub(crate) fn detect(text: &str) -> &'static str {
    let mut end = text.len().min(SAMPLE);
    while !text.is_char_boundary(end) {
        end -= 1;
    }
    let sample = text.get(..end).unwrap_or_default();
    let Some(info) = whatlang::detect(sample) else { return "und" };
    let sure = info.is_reliable() || info.confidence() > 0.5 || sample.len() > 200;
    if sure { code(info.lang()) } else { "und" }
}

/// The two-letter code where there is one, as BCP 47 wants it.
fn code(lang: Lang) -> &'static str {
    match lang.code() {
        "afr" => "af",
        "aka" => "ak",
        "amh" => "am",
        "ara" => "ar",
        "aze" => "az",
        "bel" => "be",
        "ben" => "bn",
        "bul" => "bg",
        "cat" => "ca",
        "ces" => "cs",
        "cmn" => "zh",
        "cym" => "cy",
        "dan" => "da",
        "deu" => "de",
        "ell" => "el",
        "eng" => "en",
        "epo" => "eo",
        "est" => "et",
        "fin" => "fi",
        "fra" => "fr",
        "guj" => "gu",
        "heb" => "he",
        "hin" => "hi",
        "hrv" => "hr",
        "hun" => "hu",
        "hye" => "hy",
        "ind" => "id",
        "ita" => "it",
        "jav" => "jv",
        "jpn" => "ja",
        "kan" => "kn",
        "kat" => "ka",
        "khm" => "km",
        "kor" => "ko",
        "lat" => "la",
        "lav" => "lv",
        "lit" => "lt",
        "mal" => "ml",
        "mar" => "mr",
        "mkd" => "mk",
        "mya" => "my",
        "nep" => "ne",
        "nld" => "nl",
        "nob" => "nb",
        "ori" => "or",
        "pan" => "pa",
        "pes" => "fa",
        "pol" => "pl",
        "por" => "pt",
        "ron" => "ro",
        "rus" => "ru",
        "sin" => "si",
        "slk" => "sk",
        "slv" => "sl",
        "sna" => "sn",
        "spa" => "es",
        "srp" => "sr",
        "swe" => "sv",
        "tam" => "ta",
        "tel" => "te",
        "tgl" => "tl",
        "tha" => "th",
        "tuk" => "tk",
        "tur" => "tr",
        "ukr" => "uk",
        "urd" => "ur",
        "uzb" => "uz",
        "vie" => "vi",
        "yid" => "yi",
        "zul" => "zu",
        _ => "und",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn languages_of_news() {
        for (text, code) in [
            ("The minister said that talks on the grain deal would go on until Thursday evening.", "en"),
            (
                "Bakan, tahıl anlaşmasına ilişkin görüşmelerin perşembe akşamına kadar süreceğini söyledi.",
                "tr",
            ),
            ("Le ministre a déclaré que les négociations se poursuivraient jusqu'à jeudi soir.", "fr"),
            ("Министр сообщил, что переговоры о зерне продолжатся до вечера четверга.", "ru"),
            ("", "und"),
        ] {
            assert_eq!(detect(text), code, "{text}");
        }
    }
}
