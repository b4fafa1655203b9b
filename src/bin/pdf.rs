//! The binary that takes the text out of PDF files: all of it is in the library. It comes only when
//! somebody brings a PDF.
fn main() {
    verbatim_page::worker::start_pdf();
}
