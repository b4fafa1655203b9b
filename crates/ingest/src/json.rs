pub(crate) fn looks_json(_start: &str) -> bool {
    true
}
