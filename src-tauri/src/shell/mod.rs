//! The window: the only place that says Tauri. One command is the doorbell of the whole command table; the camera, whose
//! pictures are no JSON and which only a window can look through, has bells of its own.

mod camera;

use std::path::PathBuf;
use std::sync::{Arc, Mutex, Once, PoisonError};
use std::time::Duration;

use serde_json::{Value, json};
use tauri::ipc::Response;
use tauri::{Emitter, Manager, State, WebviewUrl, WebviewWindowBuilder};

use crate::desk::{Acting, Desk, DeskError, Reception, Session, way};
use crate::view::{ProblemView, commands};
use camera::Eye;

/// How often the timer looks whether something is due.
const TICK: Duration = Duration::from_secs(2);

/// Fields that name a file: the window reads and writes none, it hands over bytes and is told where they went.
const PATHS: [(&str, &str); 6] = [
    ("read_picture", "file"),
    ("export_month", "pdf"),
    ("export_month", "csv"),
    ("preview_import", "file"),
    ("import_mothers", "file"),
    ("export_import_errors", "file"),
];

/// What the window holds: the desk, and who is signed in.
struct Held {
    desk: Arc<Desk>,
    session: Mutex<Session>,
    eye: Arc<Eye>,
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
        // Nobody looks through the camera unseen.
        held.eye.close();
        *held.session.lock().unwrap_or_else(PoisonError::into_inner) = session;
    }
    if answer.is_ok() {
        held.ready.call_once(|| tracing::info!("the window is ready"));
    }
    answer.map_err(|e| ProblemView::from(&e))
}

impl Held {
    /// Whoever may receive a mother may look through the camera.
    fn looking(&self) -> Result<Acting<Reception>, ProblemView> {
        let session = self.session.lock().unwrap_or_else(PoisonError::into_inner);
        session.acting().map_err(|e| ProblemView::from(&e))
    }
}

/// Switches the camera on; an earlier one is switched off.
#[tauri::command(async)]
fn camera_open(held: State<'_, Held>, camera: Option<String>) -> Result<(), ProblemView> {
    let by = held.looking()?;
    held.eye.open(&held.desk, &by, camera).map_err(|e| ProblemView::from(&e))
}

/// Switches it off.
#[tauri::command(async)]
fn camera_close(held: State<'_, Held>) {
    held.eye.close();
}

/// The newest picture with what was seen, as raw bytes.
#[tauri::command]
async fn camera_look(held: State<'_, Held>) -> Result<Response, ProblemView> {
    held.looking()?;
    let eye = Arc::clone(&held.eye);
    // It waits for a frame, and may not hold up a thread on which others are served.
    let looked = tauri::async_runtime::spawn_blocking(move || eye.look()).await;
    let broken = |e: tauri::Error| {
        let (code, detail) = ("internal".to_owned(), e.to_string());
        ProblemView { code, detail, facts: Default::default() }
    };
    let looked = looked.map_err(broken)?;
    looked.map(Response::new).map_err(|e| ProblemView::from(&e))
}

/// The names of the cameras that can be chosen.
#[tauri::command]
async fn camera_names(held: State<'_, Held>) -> Result<Vec<String>, ProblemView> {
    held.looking()?;
    let eye = Arc::clone(&held.eye);
    let names = tauri::async_runtime::spawn_blocking(move || eye.names()).await;
    // A driver that does not answer leaves the picker empty; why there is no picture is told beside it.
    Ok(names.ok().and_then(Result::ok).unwrap_or_default())
}

/// Opens the window and stays until it is closed. `played` stands in the camera's place.
pub(crate) fn open(desk: Desk, played: Option<PathBuf>) -> Result<(), String> {
    let eye = Arc::new(Eye::playing(played));
    let held = Held { desk: Arc::new(desk), session: Mutex::default(), eye, ready: Once::new() };
    let sender = Arc::clone(&held.desk);
    let app = tauri::Builder::default()
        .manage(held)
        .invoke_handler(tauri::generate_handler![call, camera_open, camera_close, camera_look, camera_names])
        .setup(move |app| {
            WebviewWindowBuilder::new(app, "main", WebviewUrl::default())
                .title("Sango Desk")
                .inner_size(1280.0, 800.0)
                .min_inner_size(1024.0, 700.0)
                // Ctrl (⌘ on macOS) with +, − and 0.
                .zoom_hotkeys_enabled(true)
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
