//! An empty Tauri window that says when its page runs: the peer of the window's start.

use tauri::http::Response;
use tauri::{WebviewUrl, WebviewWindowBuilder};

const PAGE: &str = "<!doctype html><title>-</title><script>fetch('empty://localhost/ready')</script>";

fn main() -> tauri::Result<()> {
    tauri::Builder::default()
        .register_uri_scheme_protocol("empty", |_, asked| {
            if asked.uri().path() == "/ready" {
                eprintln!("the window is ready");
            }
            let page = Response::builder().header("Content-Type", "text/html").body(PAGE.as_bytes().to_vec());
            page.unwrap_or_default()
        })
        .setup(|app| {
            let page = WebviewUrl::CustomProtocol("empty://localhost/".parse()?);
            WebviewWindowBuilder::new(app, "main", page).inner_size(1280.0, 800.0).build()?;
            Ok(())
        })
        .run(tauri::generate_context!())
}
