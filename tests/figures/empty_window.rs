//! An empty Tauri window that says when its page is there: the peer of the window's start.

use tauri::http::Response;
use tauri::webview::PageLoadEvent;
use tauri::{WebviewUrl, WebviewWindowBuilder};

fn main() -> tauri::Result<()> {
    tauri::Builder::default()
        .register_uri_scheme_protocol("empty", |_, _| Response::new(b"<!doctype html><title>-</title>".to_vec()))
        .setup(|app| {
            let page = WebviewUrl::CustomProtocol("empty://localhost/".parse()?);
            WebviewWindowBuilder::new(app, "main", page)
                .inner_size(1280.0, 800.0)
                .on_page_load(|_, load| {
                    if load.event() == PageLoadEvent::Finished {
                        eprintln!("the window is ready");
                    }
                })
                .build()?;
            Ok(())
        })
        .run(tauri::generate_context!())
}
