//! What was asked last: who turns a page, sorts, or looks at another tab asks the same question again.

use crate::search::Answer;
use crate::{Bucket, FacetCounts, ViewRequest};
use std::sync::{Arc, Mutex};

/// The last question's answer, and what was counted of it. It is forgotten whenever the corpus changes.
#[derive(Debug, Default)]
pub(crate) struct Memo(Mutex<Last>);

#[derive(Debug, Default)]
struct Last {
    answer: Option<(String, Arc<Answer>)>,
    counted: Option<(ViewRequest, Arc<Counted>)>,
}

/// Facets and histogram of a selection.
#[derive(Clone, Debug, Default)]
pub(crate) struct Counted {
    pub facets: Vec<FacetCounts>,
    pub histogram: Vec<Bucket>,
    pub undated: u32,
}

/// Places of words that are kept; a question with more is evaluated each time.
const PLACES: usize = 2 << 20;

/// The parts of a request that facets and histogram depend on.
fn counted_by(request: &ViewRequest) -> ViewRequest {
    ViewRequest {
        query: request.query.clone(),
        count_by: request.count_by,
        facets: request.facets.clone(),
        grain: request.grain,
        ..ViewRequest::default()
    }
}

impl Memo {
    /// The answer to a text, kept or made.
    pub fn answer(&self, text: &str, make: impl FnOnce() -> Answer) -> Arc<Answer> {
        if let Ok(last) = self.0.lock()
            && let Some((_, answer)) = last.answer.as_ref().filter(|(known, _)| known == text)
        {
            return Arc::clone(answer);
        }
        let answer = Arc::new(make());
        let places: usize = answer.leaves.iter().map(|hits| hits.articles.len() + hits.starts.len()).sum();
        // What is missing may be at hand next time.
        if answer.missing.is_empty()
            && places <= PLACES
            && let Ok(mut last) = self.0.lock()
        {
            last.answer = Some((text.to_owned(), Arc::clone(&answer)));
        }
        answer
    }

    /// What was counted for a request, kept or made; `keep` says whether it may be.
    pub fn counted(&self, request: &ViewRequest, keep: bool, make: impl FnOnce() -> Counted) -> Arc<Counted> {
        let by = counted_by(request);
        if keep
            && let Ok(last) = self.0.lock()
            && let Some((_, counted)) = last.counted.as_ref().filter(|(known, _)| *known == by)
        {
            return Arc::clone(counted);
        }
        let counted = Arc::new(make());
        if keep && let Ok(mut last) = self.0.lock() {
            last.counted = Some((by, Arc::clone(&counted)));
        }
        counted
    }
}
