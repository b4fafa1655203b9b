use crate::Problem;
use verbatim_article::{Article, ArticleId, Block, BlockKind, Origin, Span};

/// What a file held.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Reading {
    /// The articles, in the order of the file.
    pub articles: Vec<Article>,
    /// What could not be read.
    pub problems: Vec<Problem>,
}

/// Reads one file.
#[must_use]
pub fn read(name: &str, bytes: &[u8]) -> Reading {
    let text = String::from_utf8_lossy(bytes).trim().to_owned();
    if text.is_empty() {
        let problem = Problem {
            file: name.to_owned(),
            part: None,
            line: None,
            problem: "The file is empty.".to_owned(),
            kept: String::new(),
        };
        return Reading { articles: Vec::new(), problems: vec![problem] };
    }
    let hash =
        text.bytes().fold(0xcbf2_9ce4_8422_2325_u64, |h, b| (h ^ u64::from(b)).wrapping_mul(0x100_0000_01b3));
    let article = Article {
        id: ArticleId(hash),
        origins: vec![Origin { file: name.to_owned(), part: 0 }],
        outlet: None,
        agency: None,
        byline: None,
        headline: text.lines().next().map(str::to_owned),
        standfirst: None,
        dateline: None,
        published: None,
        language: "und".to_owned(),
        url: None,
        blocks: vec![Block { kind: BlockKind::Body, span: Span::new(0, text.len()) }],
        text,
        evidence: Default::default(),
    };
    Reading { articles: vec![article], problems: Vec::new() }
}
