//! A folder of pictures, one after the other by name, as if a camera saw them.

use std::fs;
use std::path::{Path, PathBuf};
use std::time::Duration;

use super::{Format, Frame, FrameSource, PixelFormat, SourceError};
use crate::{bounded, decode_picture};

/// A picture that takes longer to be decoded is passed over.
const LONGEST: Duration = Duration::from_secs(1);

/// The pictures of a folder. Other files in it are passed over.
#[derive(Debug)]
pub struct Folder {
    name: String,
    left: std::vec::IntoIter<PathBuf>,
}

impl Folder {
    /// Looks what is there.
    ///
    /// # Errors
    /// [`SourceError::Io`] where the folder cannot be read.
    pub fn open(dir: &Path) -> Result<Folder, SourceError> {
        let mut paths = vec![];
        for entry in fs::read_dir(dir)? {
            let path = entry?.path();
            if path.is_file() && is_picture(&path) {
                paths.push(path);
            }
        }
        paths.sort();
        let name = dir.file_name().unwrap_or(dir.as_os_str()).to_string_lossy().into_owned();
        Ok(Folder { name, left: paths.into_iter() })
    }
}

impl FrameSource for Folder {
    fn name(&self) -> &str {
        &self.name
    }

    fn formats(&self) -> Vec<Format> {
        // Each picture has its own size.
        vec![Format { width: 0, height: 0, pixels: PixelFormat::Gray, rate: 0.0 }]
    }

    fn next_frame(&mut self, _wait: Duration) -> Result<Frame, SourceError> {
        let path = self.left.next().ok_or(SourceError::Ended)?;
        let bytes = crate::read_file(&path)??;
        Ok(bounded::PICTURES.run(LONGEST, move || decode_picture(&bytes))??.into())
    }
}

fn is_picture(path: &Path) -> bool {
    let endings = ["png", "jpg", "jpeg", "webp", "bmp", "pgm", "ppm", "pnm"];
    let ending = path.extension().map(|ending| ending.to_string_lossy().to_lowercase());
    ending.is_some_and(|ending| endings.contains(&ending.as_str()))
}
