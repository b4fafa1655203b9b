//! Verbatim's page.
