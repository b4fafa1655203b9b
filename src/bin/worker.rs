//! The worker's binary, which owns the corpus: all of it is in the library.
fn main() {
    verbatim_page::worker::start();
}
