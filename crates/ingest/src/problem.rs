use serde::{Deserialize, Serialize};

/// Something that could not be read, in words for the person who dropped the file.
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
