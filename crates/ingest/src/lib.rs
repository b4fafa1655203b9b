//! Bytes and a file name to articles and problems. Reading never fails and never panics: what
//! could not be read is a [`Problem`], and everything else is kept.
#![warn(missing_docs)]

mod columns;
mod date;
mod draft;
mod encoding;
mod exports;
mod formats;
mod html;
mod language;
mod options;
mod problem;
mod read;
mod resolve;
mod roles;
mod sniff;
mod text;
mod xml;

pub use columns::{Columns, FIELDS, columns};
#[cfg(feature = "pdf-text")]
pub use formats::pdf::pdf_text;
pub use formats::pdf::{Pdf, PdfText, PdfWords};
pub use options::Options;
pub use problem::Problem;
pub use read::{MAX_BYTES, Reading, is_pdf, read, read_apart, read_pdf, read_with};
pub use resolve::{DateContext, resolve};
