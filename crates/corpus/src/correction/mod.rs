//! What the reader puts right: a log on top of the analysis that can be undone, saved and replayed.

mod apply;
mod keep;
mod log;
mod suggest;
mod text;

pub use log::{Correction, CorrectionError, Log};
pub use text::LineError;

pub(crate) use apply::Metadata;
pub(crate) use keep::Kept;
