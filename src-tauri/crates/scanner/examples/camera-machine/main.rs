//! Runs inside the little machine of `cargo xtask camera-test`, where a kernel module plays a webcam: a phone that
//! shows a coupon is held before it, and the desk's camera and reader do the rest. Ends with 0 where all went well.

#[cfg(target_os = "linux")]
mod kernel;
#[cfg(target_os = "linux")]
mod phone;
#[cfg(target_os = "linux")]
mod sender;
#[cfg(target_os = "linux")]
mod story;

#[cfg(target_os = "linux")]
fn main() -> std::process::ExitCode {
    let refused = std::env::args().nth(1).as_deref() == Some(story::REFUSED);
    let told = if refused { story::refused() } else { story::tell() };
    match told {
        Ok(()) if refused => std::process::ExitCode::SUCCESS,
        Ok(()) => {
            println!("camera-test: passed");
            std::process::ExitCode::SUCCESS
        }
        Err(why) => {
            println!("camera-test: FAILED: {why}");
            std::process::ExitCode::FAILURE
        }
    }
}

#[cfg(not(target_os = "linux"))]
fn main() {
    println!("camera-test: only Linux has a camera that a program can play");
}
