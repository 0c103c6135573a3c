//! Opens the window on the demonstration facility, with its own ward on loopback, and waits until it is closed.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, missing_docs, unreachable_pub)]

// The tests of the window ask more of it.
#[allow(dead_code)]
mod facility;
mod film;
mod people;
mod ward;

use std::path::Path;
use std::process::{Command, ExitCode};
use std::thread;
use std::time::{Duration, Instant};

use facility::{Demonstration, NOW, PIN};
use film::Film;
use people::{FIRST, PEOPLE};

/// How long the line is down.
const DOWN: Duration = Duration::from_secs(60);
/// From one look at the window and the ward to the next.
const LOOK: Duration = Duration::from_secs(1);

fn main() -> ExitCode {
    // Cargo puts examples into a folder below the binaries.
    let here = std::env::current_exe().unwrap();
    let app = here.ancestors().nth(2).unwrap().join(format!("sango-desk{}", std::env::consts::EXE_SUFFIX));
    let folder = tempfile::tempdir().unwrap();
    println!("A fortnight of an invented facility is played through the real use cases; a moment, please.");
    let mut facility = Demonstration::in_folder(folder.path());
    println!("PIN of everybody: {PIN}    a coupon to read: {}", facility.coupon.display());
    // The line is down when the window opens and comes back a minute later: what waits can be seen going out.
    facility.ward.take_away();
    let mut window = Command::new(app);
    window.arg("--data").arg(&facility.data).args(["--now", NOW]);
    let mut film = if no_camera() { Some(she_comes(folder.path(), &facility.coupon)) } else { None };
    if let Some(film) = &film {
        println!(
            "There is no camera here, so a made video stands in its place: open 受付 (/), and {} comes and holds up \
             her phone.",
            PEOPLE[FIRST].name
        );
        window.arg("--camera").arg(&film.path);
    }
    let Ok(mut window) = window.spawn() else { return ExitCode::FAILURE };
    let began = Instant::now();
    loop {
        match window.try_wait() {
            Ok(None) => thread::sleep(LOOK),
            ended => {
                return if ended.is_ok_and(|s| s.is_some_and(|s| s.success())) {
                    ExitCode::SUCCESS
                } else {
                    ExitCode::FAILURE
                };
            }
        }
        if began.elapsed() >= DOWN {
            facility.ward.give_back();
        }
        // Once she is in, nobody stands before the camera any more.
        if film.is_some() && is_received(&facility) {
            film.take().unwrap().show(&film::counter());
        }
    }
}

/// Whether none is connected. One that only does not work is the window's to tell.
fn no_camera() -> bool {
    use scanner::camera::{Native, cameras};
    cameras(Native::default()).is_ok_and(|cameras| cameras.is_empty())
}

/// She comes to the counter, holds her phone too far away, then near enough, and lowers it.
fn she_comes(folder: &Path, coupon: &Path) -> Film {
    let film = Film::at(folder.join("reception.avi"));
    let (counter, code) = (film::counter(), film::code(coupon));
    let far = film::phone(&counter, &code, 110, (700, 330));
    let near = film::phone(&counter, &code, 330, (660, 330));
    film.tell(&[(&counter, 5), (&far, 2), (&near, 3), (&counter, 4)]);
    film
}

fn is_received(facility: &Demonstration) -> bool {
    let uses = facility.ward.ward.ledger(None, Some(&NOW[..7])).unwrap();
    uses.iter().any(|u| u.user_number == PEOPLE[FIRST].number && u.first_day.to_string() == NOW[..10])
}
