//! What the readers are shown, and what each picture says.

use std::path::{Path, PathBuf};
use std::time::Instant;

use scanner::Gray;

use crate::FRAMES_A_SCENE;
use crate::webcam::{HEIGHT, Shot, WIDTH, empty_desk, frame, scene};

pub struct Picture {
    pub name: String,
    pub gray: Gray,
    pub text: String,
    /// Pictures of one scene count once: read in any of them is read.
    pub scene: usize,
}

pub struct Group {
    pub name: &'static str,
    pub pictures: Vec<Picture>,
}

fn shown(shot: Shot, scene: usize) -> Picture {
    let gray = Gray { width: WIDTH, height: HEIGHT, pixels: shot.pixels };
    Picture { name: format!("{:?}", shot.trouble), gray, text: shot.text, scene }
}

pub fn frames(count: u64) -> Group {
    let pictures = (0..count).map(|seed| shown(frame(seed), seed as usize)).collect();
    Group { name: "drawn webcam frames, 1280x720", pictures }
}

/// What the camera sees most of the time.
pub fn empty_desks(count: u64) -> Group {
    let empty = |seed| Gray { width: WIDTH, height: HEIGHT, pixels: empty_desk(seed) };
    let picture = |seed| Picture { name: "empty".into(), gray: empty(seed), text: String::new(), scene: 0 };
    Group { name: "empty desks, 1280x720, nothing to read", pictures: (0..count).map(picture).collect() }
}

pub fn scenes(count: u64) -> Group {
    let shots = |seed| scene(seed, FRAMES_A_SCENE).into_iter().map(move |shot| shown(shot, seed as usize));
    Group { name: "scenes, read within 5 frames", pictures: (0..count).flat_map(shots).collect() }
}

/// Every picture under a folder that has a `.txt` of the same name beside it, in four rotations.
pub fn folder(dir: Option<&str>) -> Group {
    let mut paths = vec![];
    if let Some(dir) = dir {
        walk(Path::new(dir), &mut paths);
    }
    paths.sort();
    let mut pictures: Vec<Picture> = vec![];
    let mut decoding = vec![];
    for path in paths {
        let Ok(text) = std::fs::read_to_string(path.with_extension("txt")) else { continue };
        let Ok(bytes) = std::fs::read(&path) else { continue };
        let began = Instant::now();
        let Ok(mut gray) = scanner::decode_picture(&bytes) else { continue };
        decoding.push(began.elapsed().as_secs_f64() * 1000.0);
        for turn in 0..4 {
            let name = format!("{}-{turn}", path.strip_prefix(dir.unwrap_or_default()).unwrap_or(&path).display());
            let scene = pictures.len();
            pictures.push(Picture { name, gray: gray.clone(), text: text.clone(), scene });
            gray = turned(&gray);
        }
    }
    if !decoding.is_empty() {
        decoding.sort_by(f64::total_cmp);
        println!("\ndecoding {} picture files: median {:.1} ms", decoding.len(), decoding[decoding.len() / 2]);
    }
    Group { name: "pictures of the folder, four rotations", pictures }
}

fn walk(dir: &Path, paths: &mut Vec<PathBuf>) {
    for entry in std::fs::read_dir(dir).into_iter().flatten().flatten() {
        let path = entry.path();
        if path.is_dir() {
            walk(&path, paths);
        } else if path.extension().is_some_and(|e| e != "txt" && e != "bin" && e != "md") {
            paths.push(path);
        }
    }
}

fn turned(gray: &Gray) -> Gray {
    let (width, height) = (gray.height, gray.width);
    let pixels = (0..height).flat_map(|y| (0..width).map(move |x| (x, y)));
    let pixels = pixels.map(|(x, y)| gray.pixels[(gray.height - 1 - x) * gray.width + y]).collect();
    Gray { width, height, pixels }
}
