//! One file format, one file.
pub(crate) mod docx;
pub(crate) mod epub;
pub(crate) mod feed;
pub(crate) mod json;
pub(crate) mod mail;
mod mail_head;
pub(crate) mod markup_news;
pub(crate) mod mbox;
pub(crate) mod odt;
pub(crate) mod pdf;
pub(crate) mod rtf;
pub(crate) mod table;
pub(crate) mod tei;
pub(crate) mod zip;
