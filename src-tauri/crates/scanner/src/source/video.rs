//! A video file: AVI with Motion JPEG. Every tool and many cameras write it, each frame is a whole JPEG picture that
//! the reader decodes anyway, and the container is a list of chunks that needs no library.

use std::fs::File;
use std::io::{BufReader, Read, Seek};
use std::path::Path;
use std::thread;
use std::time::{Duration, Instant};

use super::{Format, Frame, FrameSource, PixelFormat, SourceError};

/// No frame of a desk's camera is larger; a chunk that says so is spoilt.
const MOST_BYTES: u32 = 16 * 1024 * 1024;
const HEADER: usize = 56;
/// So many chunks are looked at in one call.
const MOST_CHUNKS: u32 = 4096;

/// A video that plays once, at its own pace.
pub struct Video {
    name: String,
    chunks: BufReader<Box<dyn Chunks>>,
    format: Format,
    due: Option<Instant>,
    pace: Duration,
}

trait Chunks: Read + Seek + Send {}
impl<T: Read + Seek + Send> Chunks for T {}

impl Video {
    /// Opens a file.
    ///
    /// # Errors
    /// [`SourceError::Io`], or [`SourceError::NotAVideo`] for any other file.
    pub fn open(path: &Path) -> Result<Video, SourceError> {
        let name = path.file_name().unwrap_or(path.as_os_str()).to_string_lossy().into_owned();
        Video::from_reader(name, File::open(path)?)
    }

    /// Plays what a reader gives.
    ///
    /// # Errors
    /// As [`Video::open`].
    pub fn from_reader(name: String, reader: impl Read + Seek + Send + 'static) -> Result<Video, SourceError> {
        let mut chunks = BufReader::new(Box::new(reader) as Box<dyn Chunks>);
        let mut riff = [0u8; 12];
        chunks.read_exact(&mut riff).map_err(|_| SourceError::NotAVideo)?;
        if &riff[..4] != b"RIFF" || &riff[8..] != b"AVI " {
            return Err(SourceError::NotAVideo);
        }
        let mut format = None;
        // Down to the list of frames; the main header comes before it.
        for looked_at in 0.. {
            let (id, size) = chunk(&mut chunks).map_err(|_| SourceError::NotAVideo)?;
            if looked_at == MOST_CHUNKS {
                return Err(SourceError::NotAVideo);
            }
            match &id {
                b"LIST" => {
                    let mut kind = [0u8; 4];
                    chunks.read_exact(&mut kind).map_err(|_| SourceError::NotAVideo)?;
                    match &kind {
                        b"movi" => break,
                        b"hdrl" => {}
                        _ => skip(&mut chunks, size.saturating_sub(4))?,
                    }
                }
                b"avih" if size as usize >= HEADER => {
                    let mut header = [0u8; HEADER];
                    chunks.read_exact(&mut header).map_err(|_| SourceError::NotAVideo)?;
                    format = Some(format_of(&header));
                    skip(&mut chunks, size - HEADER as u32)?;
                }
                _ => skip(&mut chunks, size)?,
            }
        }
        let format = format.ok_or(SourceError::NotAVideo)?;
        let pace = Duration::from_secs_f32(1.0 / format.rate);
        Ok(Video { name, chunks, format, due: None, pace })
    }
}

impl FrameSource for Video {
    fn name(&self) -> &str {
        &self.name
    }

    fn formats(&self) -> Vec<Format> {
        vec![self.format]
    }

    fn next_frame(&mut self, wait: Duration) -> Result<Frame, SourceError> {
        let now = Instant::now();
        let due = self.due.unwrap_or(now);
        let early = due.saturating_duration_since(now);
        if early > wait {
            thread::sleep(wait);
            return Err(SourceError::TimedOut);
        }
        thread::sleep(early);
        for _ in 0..MOST_CHUNKS {
            let (id, size) = chunk(&mut self.chunks).map_err(|_| SourceError::Ended)?;
            match &id {
                // Of whichever stream.
                [b'0'..=b'9', b'0'..=b'9', b'd', b'c' | b'b'] if size > 0 => {
                    if size > MOST_BYTES {
                        return Err(SourceError::Ended);
                    }
                    let mut bytes = vec![0u8; size as usize];
                    self.chunks.read_exact(&mut bytes).map_err(|_| SourceError::Ended)?;
                    if size % 2 == 1 {
                        // Chunks begin at even places.
                        self.chunks.read_exact(&mut [0]).map_err(|_| SourceError::Ended)?;
                    }
                    self.due = Some(due + self.pace);
                    let Format { width, height, .. } = self.format;
                    return Ok(Frame { width, height, pixels: PixelFormat::Jpeg, bytes });
                }
                // The index comes last; noughts are the end of a file that was cut off.
                b"idx1" | [0, ..] => return Err(SourceError::Ended),
                // A record list groups chunks: go into it.
                b"LIST" => skip(&mut self.chunks, 4)?,
                _ => skip(&mut self.chunks, size)?,
            }
        }
        // Sound, or rubbish: the next call goes on from here.
        Err(SourceError::TimedOut)
    }
}

fn chunk(chunks: &mut impl Read) -> std::io::Result<([u8; 4], u32)> {
    let (mut id, mut size) = ([0u8; 4], [0u8; 4]);
    chunks.read_exact(&mut id)?;
    chunks.read_exact(&mut size)?;
    Ok((id, u32::from_le_bytes(size)))
}

/// Chunks begin at even places.
fn skip(chunks: &mut BufReader<Box<dyn Chunks>>, size: u32) -> Result<(), SourceError> {
    chunks.seek_relative(i64::from(size) + i64::from(size % 2))?;
    Ok(())
}

fn format_of(header: &[u8; HEADER]) -> Format {
    let number = |at: usize| u32::from_le_bytes([header[at], header[at + 1], header[at + 2], header[at + 3]]);
    let microseconds = number(0).clamp(1_000, 10_000_000);
    let rate = 1_000_000.0 / microseconds as f32;
    Format { width: number(32) as usize, height: number(36) as usize, pixels: PixelFormat::Jpeg, rate }
}

/// The bytes of a video that shows these JPEG pictures: what [`Video`] reads, and every player too.
pub fn video_of(pictures: &[Vec<u8>], width: u32, height: u32, rate: u32) -> Vec<u8> {
    let word = |number: u32| number.to_le_bytes();
    let count = pictures.len() as u32;
    let mut main = vec![];
    for number in [1_000_000 / rate.max(1), 0, 0, 0x10, count, 0, 1, 0, width, height, 0, 0, 0, 0] {
        main.extend(word(number));
    }
    let mut stream = b"vidsMJPG".to_vec();
    for number in [0, 0, 0, 1, rate.max(1), 0, count, 0, u32::MAX, 0] {
        stream.extend(word(number));
    }
    stream.extend([0u16, 0, width as u16, height as u16].into_iter().flat_map(u16::to_le_bytes));
    let mut picture = vec![];
    for number in [40, width, height, 1 | (24 << 16)] {
        picture.extend(word(number));
    }
    picture.extend(b"MJPG");
    for number in [width * height * 3, 0, 0, 0, 0] {
        picture.extend(word(number));
    }
    let streams = list(b"strl", &[piece(b"strh", &stream), piece(b"strf", &picture)].concat());
    let header = list(b"hdrl", &[piece(b"avih", &main), streams].concat());
    let (mut frames, mut index) = (vec![], vec![]);
    for bytes in pictures {
        index.extend(b"00dc");
        index.extend(word(0x10));
        index.extend(word(frames.len() as u32 + 4));
        index.extend(word(bytes.len() as u32));
        frames.extend(piece(b"00dc", bytes));
    }
    let mut all = b"AVI ".to_vec();
    all.extend([header, list(b"movi", &frames), piece(b"idx1", &index)].concat());
    piece(b"RIFF", &all)
}

fn piece(id: &[u8; 4], bytes: &[u8]) -> Vec<u8> {
    let mut piece = id.to_vec();
    piece.extend((bytes.len() as u32).to_le_bytes());
    piece.extend(bytes);
    if bytes.len() % 2 == 1 {
        piece.push(0);
    }
    piece
}

fn list(kind: &[u8; 4], bytes: &[u8]) -> Vec<u8> {
    piece(b"LIST", &[kind.as_slice(), bytes].concat())
}
