//! Readers side by side in one run: ours, the two libraries it stands on, zxing-cpp and zbar, over drawn webcam
//! frames, over scenes of frames, and over a folder of pictures in four rotations if one is given:
//! `cargo bench -p scanner --bench readers -- [--frames N] [--scenes N] [DIR]`.
//! `--only NAME` measures the readers of that name; with TELL in the environment the unread pictures are named.
#![allow(clippy::unwrap_used, missing_docs, unreachable_pub)]

mod alone;
mod peers;
mod pictures;
mod tally;
#[path = "../../tests/webcam/mod.rs"]
mod webcam;

use std::time::Instant;

use pictures::{Group, Picture};
use scanner::LiveReader;
use tally::Tally;

const FRAMES_A_SCENE: usize = 5;

fn main() {
    // A reader that panics is one more code unread, and no news.
    std::panic::set_hook(Box::new(|_| {}));
    let mut words = std::env::args().skip(1).filter(|word| word != "--bench");
    let (mut frames, mut scenes, mut folder, mut only) = (130u64, 60u64, None, None);
    while let Some(word) = words.next() {
        match word.as_str() {
            "--frames" => frames = words.next().and_then(|n| n.parse().ok()).unwrap_or(frames),
            "--scenes" => scenes = words.next().and_then(|n| n.parse().ok()).unwrap_or(scenes),
            "--only" => only = words.next(),
            _ => folder = Some(word),
        }
    }
    let groups = [
        pictures::empty_desks(frames / 3),
        pictures::frames(frames),
        pictures::scenes(scenes),
        pictures::folder(folder.as_deref()),
    ];
    for group in groups.iter().filter(|group| !group.pictures.is_empty()) {
        println!("\n{}: {} pictures", group.name, group.pictures.len());
        let wanted = |reader: &str| only.as_ref().is_none_or(|only| reader.contains(only.as_str()));
        let ours = readers().into_iter().filter(|(reader, _)| wanted(reader));
        let mut tallies: Vec<Tally<'_>> = ours.map(|(reader, read)| measured(reader, group, read)).collect();
        if only.is_none() {
            tallies.extend(peers::run(group));
        }
        println!("{}", Tally::HEAD);
        tallies.iter().for_each(|tally| tally.print(&tallies));
    }
}

/// Looks at one picture; the state is a live reader's memory and begins anew with each scene.
type Read = fn(&mut LiveReader, &Picture) -> Vec<String>;

fn readers() -> [(&'static str, Read); 4] {
    [
        ("ours, still", |_, p| {
            scanner::read_gray(&p.gray).unwrap_or_default().iter().map(|f| f.text.clone()).collect()
        }),
        ("ours, live", |live, p| live.look(&p.gray).iter().map(|f| f.text.clone()).collect()),
        ("rxing alone", |_, p| alone::rxing(&p.gray)),
        ("rqrr alone", |_, p| alone::rqrr(&p.gray)),
    ]
}

fn measured<'a>(reader: &str, group: &'a Group, read: Read) -> Tally<'a> {
    let mut tally = Tally::new(reader, group);
    let mut live = LiveReader::new();
    let mut scene = usize::MAX;
    for (index, picture) in group.pictures.iter().enumerate() {
        if picture.scene != scene {
            (live, scene) = (LiveReader::new(), picture.scene);
        }
        let began = Instant::now();
        let texts = read(&mut live, picture);
        tally.add(index, &texts, began.elapsed().as_secs_f64() * 1000.0);
    }
    tally
}
