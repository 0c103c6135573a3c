//! Tauri's own build step, where there is a window.

fn main() {
    #[cfg(feature = "desktop")]
    tauri_build::build();
}
