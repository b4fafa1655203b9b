//! Whether what is to be read will fit into the memory of a browser tab.

/// Bytes of memory for a byte of text, with texts, annotations, index and what joining keeps.
const A_BYTE_OF_TEXT: f64 = 6.0;

/// WebAssembly can address so much; some is left for answers.
const ADDRESSABLE: f64 = 3.6e9;

/// Bytes of text in a byte of a file, by what its name ends with: markup and pictures are no text, archives are packed.
fn text_in(name: &str) -> f64 {
    let ending = name.rsplit('.').next().unwrap_or("").to_ascii_lowercase();
    match ending.as_str() {
        "pdf" | "doc" | "docx" | "odt" | "epub" | "rtf" => 0.2,
        "html" | "htm" | "mht" | "mhtml" | "eml" | "mbox" => 0.3,
        "zip" | "gz" => 3.0,
        _ => 1.0,
    }
}

/// Memory that a tab of this machine can be expected to get; `gigabytes` is what the browser tells of the machine, at most 8.
pub fn limit(gigabytes: Option<f64>) -> f64 {
    gigabytes.map_or(2e9, |all| all * 0.5e9).clamp(0.5e9, ADDRESSABLE)
}

/// Why these files, given with their sizes, should not be read by a tab that holds `held` bytes already and can hold `limit`.
pub fn problem<'n>(files: impl Iterator<Item = (&'n str, f64)>, held: f64, limit: f64) -> Option<String> {
    let text: f64 = files.map(|(name, bytes)| bytes * text_in(name)).sum();
    let free = (limit - held).max(0.0);
    (text * A_BYTE_OF_TEXT > free).then(|| {
        format!(
            "These files hold about {:.0} MB of text, and this tab has room for about {:.0} MB. Nothing was read. \
             Read them with the command instead (verbatim index FOLDER -o articles.vbt) and open articles.vbt here: \
             its texts need no memory. Or read fewer files at once.",
            text / 1e6,
            free / A_BYTE_OF_TEXT / 1e6,
        )
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_does_not_fit_is_told_with_the_way_out() {
        let small = [("a.txt", 50e6), ("b.pdf", 400e6)];
        assert_eq!(problem(small.into_iter(), 0.0, limit(Some(8.0))), None, "ten thousand articles fit");
        let large = [("all.csv", 700e6)];
        let told = problem(large.into_iter(), 0.0, limit(Some(8.0))).unwrap();
        assert!(
            told.contains("700 MB") && told.contains("verbatim index") && told.contains("600 MB"),
            "{told}"
        );
        assert!(problem(small.into_iter(), 3.5e9, limit(Some(8.0))).is_some(), "the tab is full already");
        assert!(problem([("a.zip", 100e6)].into_iter(), 0.0, limit(Some(2.0))).is_some());
    }

    #[test]
    fn an_unknown_machine_is_taken_for_a_common_one() {
        assert!((limit(None) - 2e9).abs() < 1.0);
        assert!((limit(Some(0.25)) - 0.5e9).abs() < 1.0);
        assert!(limit(Some(64.0)) <= ADDRESSABLE);
    }
}
