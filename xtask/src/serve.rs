//! Serves the built page on localhost.

use crate::{Done, Options, build};
use std::fs::File;
use std::path::{Component, Path, PathBuf};
use tiny_http::{Header, Response, Server};

/// Builds, then serves until it is stopped.
pub fn run(options: &Options) -> Done {
    let dist = build::run(options)?;
    let server = Server::http(("127.0.0.1", options.port)).map_err(|error| {
        format!(
            "Port {} cannot be used ({error}). Fix: `cargo xtask serve --port {}`.",
            options.port,
            options.port + 1
        )
    })?;
    println!("\nVerbatim is at http://localhost:{}/ (Ctrl+C ends it)", options.port);
    for request in server.incoming_requests() {
        let file = locate(&dist, request.url());
        let sent = match file.as_deref().and_then(|path| Some((path, File::open(path).ok()?))) {
            Some((path, file)) => request.respond(Response::from_file(file).with_header(content_type(path))),
            None => request.respond(Response::from_string("Not found").with_status_code(404)),
        };
        // A browser that closed the connection early is no concern of the others.
        drop(sent);
    }
    Ok(())
}

/// The file that an address stands for; nothing outside the folder.
fn locate(dist: &Path, url: &str) -> Option<PathBuf> {
    let path = url.split(['?', '#']).next()?.trim_start_matches('/');
    let mut file = dist.join(decode(path)?);
    if Path::new(&decode(path)?).components().any(|part| !matches!(part, Component::Normal(_))) {
        return None;
    }
    if file.is_dir() {
        file.push("index.html");
    }
    file.is_file().then_some(file)
}

fn decode(path: &str) -> Option<String> {
    let mut bytes = Vec::with_capacity(path.len());
    let mut rest = path.bytes();
    while let Some(byte) = rest.next() {
        if byte == b'%' {
            let digits = [rest.next()?, rest.next()?];
            bytes.push(u8::from_str_radix(std::str::from_utf8(&digits).ok()?, 16).ok()?);
        } else {
            bytes.push(byte);
        }
    }
    String::from_utf8(bytes).ok()
}

fn content_type(path: &Path) -> Header {
    let kind = match path.extension().and_then(|e| e.to_str()) {
        Some("html") => "text/html; charset=utf-8",
        Some("js") => "text/javascript; charset=utf-8",
        Some("css") => "text/css; charset=utf-8",
        Some("wasm") => "application/wasm",
        Some("json") => "application/json",
        Some("svg") => "image/svg+xml",
        Some("png") => "image/png",
        Some("txt") => "text/plain; charset=utf-8",
        _ => "application/octet-stream",
    };
    Header::from_bytes("Content-Type", kind).expect("a valid header")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_files_of_the_folder_are_served() {
        let root = crate::root();
        assert_eq!(locate(&root, "/Cargo.toml?x=1"), Some(root.join("Cargo.toml")));
        assert_eq!(locate(&root, "/src/main%2Ers"), Some(root.join("src/main.rs")));
        for url in [
            "/../Cargo.toml",
            "/src/../../x",
            "/%2e%2e/main/Cargo.toml",
            "//etc/passwd",
            "/%ff",
            "/%2",
            "/absent",
        ] {
            assert_eq!(locate(&root, url), None, "{url}");
        }
    }
}
