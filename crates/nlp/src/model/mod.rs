//! The model file `models/en.bin`: named sections, one per component, each with its own layout.
//!
//! A component reads its section from a [`ModelFile`]; the trainer replaces one section at a time
//! with a [`ModelBuilder`], so that components are trained on their own and in any order.

mod bytes;
mod error;
mod file;

pub use bytes::{ByteReader, ByteWriter};
pub use error::ModelError;
pub use file::{ModelBuilder, ModelFile};
