//! The binary: the window without arguments, every command with them.
#![cfg_attr(all(windows, feature = "desktop", not(debug_assertions)), windows_subsystem = "windows")]

fn main() -> std::process::ExitCode {
    sango_desk::cli::main()
}
