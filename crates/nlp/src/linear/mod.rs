//! Linear-chain models over hashed features, with small integer weights: the scores are sums, so
//! they are the same on every machine.

mod ahead;
mod decode;
mod hash;
mod labels;
mod model;

pub(crate) use ahead::{Ahead, TOGETHER};
pub use decode::{Transitions, decode};
pub use hash::{hash_bytes, mix};
pub use labels::LabelSet;
pub use model::{LinearModel, quantise};
