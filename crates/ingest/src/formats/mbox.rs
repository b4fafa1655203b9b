//! Mailboxes: mails one after the other, each after a line that begins with "From ".
use memchr::memmem;

/// Whether a file begins like a mailbox.
pub(crate) fn is_mbox(head: &str) -> bool {
    let Some((first, rest)) = head.split_once('\n') else { return false };
    first.starts_with("From ") && first.bytes().any(|b| b.is_ascii_digit()) && super::mail::is_mail(rest)
}

/// The bytes of each mail, without its first line.
pub(crate) fn split(bytes: &[u8]) -> Vec<&[u8]> {
    let mut starts = vec![0];
    for at in memmem::find_iter(bytes, b"\nFrom ") {
        let line_end =
            bytes.get(at + 1..).and_then(|r| memchr::memchr(b'\n', r)).map_or(bytes.len(), |e| at + 1 + e);
        let line = bytes.get(at + 1..line_end).unwrap_or_default();
        let blank = bytes.get(..at).is_some_and(|b| b.ends_with(b"\n") || b.ends_with(b"\n\r"));
        let after = bytes.get(line_end + 1..).unwrap_or_default();
        let head = String::from_utf8_lossy(after.get(..400).unwrap_or(after)).into_owned();
        let header = head
            .lines()
            .next()
            .is_some_and(|l| l.split_once(':').is_some_and(|(n, _)| !n.is_empty() && !n.contains(' ')));
        // Some programs leave the blank line out.
        let sure = head.len() < 4000 && super::mail::is_mail(&head);
        if (blank && header || sure) && line.len() < 200 && line.iter().any(u8::is_ascii_digit) {
            starts.push(at + 1);
        }
    }
    let mut out = Vec::with_capacity(starts.len());
    for (i, start) in starts.iter().enumerate() {
        let end = starts.get(i + 1).copied().unwrap_or(bytes.len());
        let mail = bytes.get(*start..end).unwrap_or_default();
        let body = memchr::memchr(b'\n', mail).map_or(mail.len(), |e| e + 1);
        out.extend(mail.get(body..));
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn mails_are_parted() {
        let mbox = b"From a@b Thu Feb  3 10:00:00 2022\nSubject: a\nFrom: b\n\nFrom here on it rains.\n\nFrom c@d Thu Feb  3 11:00:00 2022\nSubject: c\nFrom: d\n\ne\n";
        assert!(is_mbox(std::str::from_utf8(mbox).unwrap()));
        let mails = split(mbox);
        assert_eq!(mails.len(), 2);
        assert!(mails[1].starts_with(b"Subject: c"));
    }
}
