//! Any bytes under any name: no panic, no lost file, blocks that tile.
#![no_main]

use libfuzzer_sys::fuzz_target;

fuzz_target!(|input: &[u8]| {
    if let Some((name, bytes)) = verbatim_fuzz::file(input) {
        verbatim_fuzz::check_reading(&verbatim_ingest::read(name, bytes));
    }
});
