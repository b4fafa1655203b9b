//! How articles come in: dropped, picked, pasted; how far that is, and what went wrong.

mod dialog;
mod drop;
mod files;
mod panel;
mod preview;
mod problems;
mod progress;

pub use dialog::Dialog;
pub use drop::{DropZone, listen_for_files};
pub use panel::ImportPanel;
pub use preview::PreviewPanel;
pub use problems::ProblemsPanel;
pub use progress::ProgressBar;
