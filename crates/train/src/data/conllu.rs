use std::error::Error;
use std::path::Path;
use verbatim_article::Span;

/// A sentence with gold tokens and parts of speech.
#[derive(Clone, Debug, Default)]
pub struct Tagged {
    pub text: String,
    pub tokens: Vec<Span>,
    pub tags: Vec<String>,
    /// Begins a paragraph or a document.
    pub new_paragraph: bool,
    /// Begins a document.
    pub new_document: bool,
}

/// Reads a CoNLL-U file; the text is put together again from the words.
pub fn read_conllu(path: &Path) -> Result<Vec<Tagged>, Box<dyn Error>> {
    let file = std::fs::read_to_string(path).map_err(|e| format!("{}: {e}", path.display()))?;
    let mut sentences = Vec::new();
    let mut now = Tagged::default();
    let mut glued_until = 0u32;
    let mut glued_space = true;
    for line in file.lines() {
        if line.is_empty() {
            if !now.tokens.is_empty() {
                sentences.push(std::mem::take(&mut now));
            }
            (glued_until, glued_space) = (0, true);
            continue;
        }
        if line.starts_with('#') {
            now.new_document |= line.starts_with("# newdoc");
            now.new_paragraph |= line.starts_with("# newpar") || line.starts_with("# newdoc");
            continue;
        }
        let columns: Vec<&str> = line.split('\t').collect();
        let [id, form, _, tag, .., misc] = columns.as_slice() else { continue };
        let space = !misc.contains("SpaceAfter=No");
        if let Some((_, last)) = id.split_once('-') {
            (glued_until, glued_space) = (last.parse()?, space);
            continue;
        }
        let Ok(number) = id.parse::<u32>() else { continue };
        let start = now.text.len();
        now.text.push_str(form);
        now.tokens.push(Span::new(start, now.text.len()));
        now.tags.push((*tag).to_owned());
        let space = match number.cmp(&glued_until) {
            std::cmp::Ordering::Less => false,
            std::cmp::Ordering::Equal => glued_space,
            std::cmp::Ordering::Greater => space,
        };
        if space {
            now.text.push(' ');
        }
    }
    if !now.tokens.is_empty() {
        sentences.push(now);
    }
    Ok(sentences)
}
