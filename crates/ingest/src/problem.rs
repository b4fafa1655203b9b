use serde::{Deserialize, Serialize};

/// Something that could not be read, or was mended, in words for the person who dropped the file.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Problem {
    /// The file's path as given; inside an archive, the archive's name comes first.
    pub file: String,
    /// Which of the file's articles, from 0, when it is about one.
    pub part: Option<u32>,
    /// Line in the file, from 1, when it is known.
    pub line: Option<u32>,
    /// What is wrong and what to do about it.
    pub problem: String,
    /// What was kept in spite of it; empty when nothing was.
    pub kept: String,
}

impl Problem {
    /// A problem with a whole file of which nothing could be kept.
    pub(crate) fn lost(file: &str, problem: impl Into<String>) -> Self {
        Self { file: file.to_owned(), part: None, line: None, problem: problem.into(), kept: String::new() }
    }

    /// A problem in spite of which something was kept.
    pub(crate) fn kept(file: &str, problem: impl Into<String>, kept: impl Into<String>) -> Self {
        Self { file: file.to_owned(), part: None, line: None, problem: problem.into(), kept: kept.into() }
    }

    /// The same problem at a line, counted from 1.
    pub(crate) fn at_line(mut self, line: usize) -> Self {
        self.line = u32::try_from(line).ok();
        self
    }

    /// The same problem about one of the file's articles, counted from 0.
    pub(crate) fn in_part(mut self, part: u32) -> Self {
        self.part = Some(part);
        self
    }
}
