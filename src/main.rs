//! The app's binary: all of it is in the library.
fn main() {
    verbatim_page::mount();
}
