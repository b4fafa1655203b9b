//! The same bytes in give the same bytes out. `cargo xtask test --only parity` compiles this for
//! WebAssembly with the native digest in VERBATIM_PARITY.

#[cfg_attr(target_arch = "wasm32", wasm_bindgen_test::wasm_bindgen_test)]
#[cfg_attr(not(target_arch = "wasm32"), test)]
fn the_pipeline_agrees() {
    let digest = verbatim_parity::digest();
    assert_eq!(digest, verbatim_parity::digest(), "two runs in one program differ");
    if let Some(native) = option_env!("VERBATIM_PARITY") {
        assert_eq!(digest, native, "this target and the native one differ");
    }
}
