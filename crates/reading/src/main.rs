//! The binary of the helpers, which read and understand articles: all of it is in the library. Apart
//! from the worker's so that a page that only shows a corpus does not download what reads one.
fn main() {
    verbatim_page::worker::start_helper();
}
