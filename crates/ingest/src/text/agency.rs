/// News agencies as their credits are written, and the name they are listed under.
const AGENCIES: &[(&str, &str)] = &[
    ("AA", "AA"),
    ("Anadolu", "AA"),
    ("Anadolu Agency", "AA"),
    ("AAP", "AAP"),
    ("ADN", "ADN"),
    ("AFP", "AFP"),
    ("Agence France-Presse", "AFP"),
    ("AGERPRES", "Agerpres"),
    ("AGI", "AGI"),
    ("AKI", "Adnkronos"),
    ("ADNKRONOS", "Adnkronos"),
    ("ANA", "ANA"),
    ("ANADOLU", "AA"),
    ("ANI", "ANI"),
    ("ANP", "ANP"),
    ("ANSA", "ANSA"),
    ("Antara", "Antara"),
    ("AP", "AP"),
    ("Associated Press", "AP"),
    ("The Associated Press", "AP"),
    ("APA", "APA"),
    ("APS", "APS"),
    ("Armenpress", "Armenpress"),
    ("ATS", "ATS"),
    ("AZERTAC", "Azertac"),
    ("BELGA", "Belga"),
    ("BelTA", "BelTA"),
    ("Bernama", "Bernama"),
    ("BTA", "BTA"),
    ("CP", "CP"),
    ("The Canadian Press", "CP"),
    ("Canadian Press", "CP"),
    ("CTK", "CTK"),
    ("ČTK", "CTK"),
    ("DHA", "DHA"),
    ("dpa", "dpa"),
    ("EFE", "EFE"),
    ("Europa Press", "Europa Press"),
    ("FARS", "Fars"),
    ("FENA", "FENA"),
    ("HINA", "Hina"),
    ("IANS", "IANS"),
    ("İHA", "IHA"),
    ("IHA", "IHA"),
    ("INTERFAX", "Interfax"),
    ("Interfax-Ukraine", "Interfax-Ukraine"),
    ("IRNA", "IRNA"),
    ("ISNA", "ISNA"),
    ("JIJI", "Jiji"),
    ("KCNA", "KCNA"),
    ("KUNA", "KUNA"),
    ("KYODO", "Kyodo"),
    ("LUSA", "Lusa"),
    ("MENA", "MENA"),
    ("MTI", "MTI"),
    ("NAN", "NAN"),
    ("NTB", "NTB"),
    ("PA", "PA"),
    ("PA Media", "PA"),
    ("Press Association", "PA"),
    ("PAP", "PAP"),
    ("PETRA", "Petra"),
    ("PTI", "PTI"),
    ("Press Trust of India", "PTI"),
    ("Reuters", "Reuters"),
    ("RIA", "RIA Novosti"),
    ("RIA Novosti", "RIA Novosti"),
    ("RIA NOVOSTI", "RIA Novosti"),
    ("Ritzau", "Ritzau"),
    ("SANA", "SANA"),
    ("SID", "SID"),
    ("SITA", "SITA"),
    ("SPA", "SPA"),
    ("Sputnik", "Sputnik"),
    ("STA", "STA"),
    ("STT", "STT"),
    ("Tanjug", "Tanjug"),
    ("TASS", "TASS"),
    ("ТАСС", "TASS"),
    ("ITAR-TASS", "TASS"),
    ("Interfax", "Interfax"),
    ("TT", "TT"),
    ("UKRINFORM", "Ukrinform"),
    ("UNI", "UNI"),
    ("UNIAN", "Unian"),
    ("UPI", "UPI"),
    ("WAM", "WAM"),
    ("Xinhua", "Xinhua"),
    ("YONHAP", "Yonhap"),
    ("РИА Новости", "RIA Novosti"),
    ("Интерфакс", "Interfax"),
    ("Bloomberg", "Bloomberg"),
    ("DPA", "dpa"),
    ("Thomson Reuters", "Reuters"),
    ("IPS", "IPS"),
    ("CNA", "CNA"),
    ("VNA", "VNA"),
    ("APP", "APP"),
    ("BSS", "BSS"),
    ("UNB", "UNB"),
    ("SAPA", "SAPA"),
    ("PNA", "PNA"),
    ("TAP", "TAP"),
    ("MAP", "MAP"),
    ("QNA", "QNA"),
    ("BNA", "BNA"),
    ("AGENCIES", "agencies"),
    ("Agencies", "agencies"),
];

/// The agency of that name or sign. Short signs must be in their own case: "UNI", not "uni".
pub(crate) fn known(name: &str) -> Option<&'static str> {
    let name = name.trim();
    let exact = AGENCIES.iter().find(|(sign, _)| *sign == name);
    let found = exact.or_else(|| {
        (name.chars().count() > 4)
            .then(|| AGENCIES.iter().find(|(sign, _)| sign.eq_ignore_ascii_case(name)))
            .flatten()
    });
    found.map(|(_, listed)| *listed)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn signs_and_names() {
        assert_eq!(known("TASS"), Some("TASS"));
        assert_eq!(known("REUTERS"), Some("Reuters"));
        assert_eq!(known("The Associated Press"), Some("AP"));
        assert_eq!(known("pa"), None);
        assert_eq!(known("harbour"), None);
    }
}
