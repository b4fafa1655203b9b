//! Prints this machine's digests.
#![allow(clippy::print_stdout)]

fn main() {
    println!("{}", verbatim_parity::digest());
}
