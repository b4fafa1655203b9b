//! Sizes that the tagger's weights share, whatever its width.

/// Rows of the table of hashed last three letters.
pub const SUFFIX_ROWS: usize = 4096;
/// Width of that table.
pub const SUFFIX_WIDTH: usize = 16;
/// Rows of the table of hashed lower-case forms.
pub const WHOLE_ROWS: usize = 4096;
/// Width of that table.
pub const WHOLE_WIDTH: usize = 16;
/// Rows of the table of hashed shapes.
pub const SHAPE_ROWS: usize = 1024;
/// Width of that table.
pub const SHAPE_WIDTH: usize = 8;
/// Different states of a token: see [`super::TokenInput`].
pub const STATES: usize = 8;
/// Width of the table of states.
pub const STATE_WIDTH: usize = 8;
/// The pseudo-token before each paragraph has this state,
pub const PARAGRAPH: u8 = 4;
/// and this one before an article's first.
pub const ARTICLE: u8 = 5;
