//! What the reader puts right: a log on top of the analysis that can be undone, saved and replayed.

mod apply;
mod log;

pub use log::{Correction, CorrectionError, Log};

pub(crate) use apply::Metadata;
