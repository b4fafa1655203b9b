pub(crate) fn is_mbox(_head: &str) -> bool {
    false
}
pub(crate) fn is_mail(_head: &str) -> bool {
    false
}
