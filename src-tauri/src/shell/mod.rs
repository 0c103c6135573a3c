//! The window: the only place that says Tauri. One command is the doorbell of the whole command table.

use std::path::PathBuf;
use std::sync::{Arc, Mutex, Once, PoisonError};
use std::time::Duration;

use serde_json::{Value, json};
use tauri::{Emitter, Manager, State, WebviewUrl, WebviewWindowBuilder};

use crate::desk::{Desk, DeskError, Session, way};
use crate::view::{ProblemView, commands};

/// How often the timer looks whether something is due.
const TICK: Duration = Duration::from_secs(2);

/// Fields that name a file: the window reads and writes none, it hands over bytes and is told where they went.
const PATHS: [(&str, &str); 3] = [("read_picture", "file"), ("export_month", "pdf"), ("export_month", "csv")];

/// What the window holds: the desk, and who is signed in.
struct Held {
    desk: Arc<Desk>,
    session: Mutex<Session>,
    /// The first answer has been given: measured as the window's start.
    ready: Once,
}

/// The folder of the data where none is named.
pub(crate) fn default_folder() -> Option<PathBuf> {
    let home = std::env::var_os(if cfg!(windows) { "LOCALAPPDATA" } else { "HOME" })?;
    let place = if cfg!(windows) { "SangoDesk" } else { ".local/share/sango-desk" };
    Some(PathBuf::from(home).join(place))
}

/// Rings a command's bell, off the window's own thread.
#[tauri::command(async)]
fn call(held: State<'_, Held>, name: &str, request: Value) -> Result<Value, ProblemView> {
    for (command, field) in PATHS {
        if name == command && request.get(field).is_some_and(|f| !f.is_null()) {
            let expected = "left out: paths are for the command line";
            return Err(ProblemView::from(&DeskError::Unreadable { field, expected }));
        }
    }
    let before = held.session.lock().unwrap_or_else(PoisonError::into_inner).clone();
    let mut session = before.clone();
    let answer = commands::call(&held.desk, &mut session, name, request);
    // Only who signed in or out is written back: a slow answer must not undo a sign-out that came meanwhile.
    if session != before {
        *held.session.lock().unwrap_or_else(PoisonError::into_inner) = session;
    }
    if answer.is_ok() {
        held.ready.call_once(|| tracing::info!("the window is ready"));
    }
    answer.map_err(|e| ProblemView::from(&e))
}

/// Opens the window and stays until it is closed.
pub(crate) fn open(desk: Desk) -> Result<(), String> {
    let held = Held { desk: Arc::new(desk), session: Mutex::default(), ready: Once::new() };
    let sender = Arc::clone(&held.desk);
    let app = tauri::Builder::default()
        .manage(held)
        .invoke_handler(tauri::generate_handler![call])
        .setup(move |app| {
            WebviewWindowBuilder::new(app, "main", WebviewUrl::default())
                .title("Sango Desk")
                .inner_size(1280.0, 800.0)
                .min_inner_size(1024.0, 700.0)
                .on_navigation(|url| {
                    matches!(url.scheme(), "tauri" | "about")
                        || url.host_str().is_some_and(|h| h == "tauri.localhost")
                        || cfg!(debug_assertions) && url.host_str() == Some("127.0.0.1")
                })
                .build()?;
            let handle = app.handle().clone();
            std::thread::Builder::new().name("sender".to_owned()).spawn(move || {
                loop {
                    std::thread::sleep(TICK);
                    let sent = Session::default().acting().and_then(|by| way::tick(&sender, &by));
                    match sent {
                        Ok(true) => {
                            handle.emit("desk-changed", json!({})).ok();
                        }
                        Ok(false) => {}
                        Err(e) => tracing::warn!(code = e.code(), "sending failed"),
                    }
                    if handle.get_webview_window("main").is_none() {
                        break;
                    }
                }
            })?;
            Ok(())
        })
        .build(tauri::generate_context!());
    let app = app.map_err(|e| e.to_string())?;
    app.run(|_, _| {});
    Ok(())
}
