//! Reads every picture of a folder in four rotations and prints the share that gave the text beside it
//! (`NAME.txt`), for the pipeline and for rqrr alone: `cargo run -p scanner --example measure -- DIR…`.

use std::collections::BTreeMap;
use std::path::Path;

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let mut tally: BTreeMap<&str, (u32, u32)> = BTreeMap::new();
    for dir in std::env::args().skip(1) {
        for entry in std::fs::read_dir(&dir)? {
            let path = entry?.path();
            let is_picture = path.extension().is_some_and(|e| e != "txt" && e != "bin");
            let Ok(expected) = std::fs::read_to_string(path.with_extension("txt")) else { continue };
            if is_picture {
                measure(&path, expected.trim_end(), &mut tally)?;
            }
        }
    }
    for (reader, (read, all)) in tally {
        println!("{reader}: {read} of {all} = {:.1} %", 100.0 * f64::from(read) / f64::from(all.max(1)));
    }
    Ok(())
}

fn measure(
    path: &Path,
    expected: &str,
    tally: &mut BTreeMap<&str, (u32, u32)>,
) -> Result<(), Box<dyn std::error::Error>> {
    let mut picture = image::open(path)?.into_luma8();
    for _ in 0..4 {
        let mut png = std::io::Cursor::new(vec![]);
        picture.write_to(&mut png, image::ImageFormat::Png)?;
        let mine = scanner::scan(&png.into_inner()).unwrap_or_default();
        let grey = picture.clone();
        let alone = std::panic::catch_unwind(move || {
            let mut image = rqrr::PreparedImage::prepare(grey);
            let grids = image.detect_grids();
            grids.iter().filter_map(|g| g.decode().ok()).map(|(_, t)| t).collect::<Vec<_>>()
        });
        for (reader, texts) in [("pipeline", mine), ("rqrr alone", alone.unwrap_or_default())] {
            let count = tally.entry(reader).or_default();
            count.0 += u32::from(texts.iter().any(|t| t.trim_end() == expected));
            count.1 += 1;
        }
        picture = image::imageops::rotate90(&picture);
    }
    Ok(())
}
