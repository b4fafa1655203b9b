//! Prints this machine's digests; with `time`, how many megabytes a second each stage goes through.
#![allow(clippy::print_stdout)]

use std::time::Instant;

fn main() {
    if std::env::args().nth(1).as_deref() != Some("time") {
        println!("{}", verbatim_parity::digest());
        return;
    }
    for stage in verbatim_parity::STAGES {
        let _ = verbatim_parity::work(stage, 1);
        let fastest = (0..5)
            .map(|_| {
                let (began, mut bytes) = (Instant::now(), 0.0);
                while began.elapsed().as_secs_f64() < 1.0 {
                    bytes += verbatim_parity::work(stage, 1);
                }
                bytes / began.elapsed().as_secs_f64()
            })
            .fold(0.0, f64::max);
        println!("{stage} {:.3}", fastest / 1e6);
    }
}
