//! Counting: what was read, what was invented, how long it took.

use std::collections::{BTreeMap, BTreeSet};

use crate::pictures::Group;

pub struct Tally<'a> {
    reader: String,
    group: &'a Group,
    read: BTreeSet<usize>,
    invented: usize,
    times: Vec<f64>,
}

impl<'a> Tally<'a> {
    pub const HEAD: &'static str = "reader          read            %   invented   ms: median     p95      max";

    pub fn new(reader: &str, group: &'a Group) -> Tally<'a> {
        Tally { reader: reader.to_owned(), group, read: BTreeSet::new(), invented: 0, times: vec![] }
    }

    pub fn add(&mut self, index: usize, texts: &[String], ms: f64) {
        let picture = &self.group.pictures[index];
        for text in texts {
            // Text files end in a line feed, and the bytes of Shift_JIS codes have more than one reading.
            if text.trim_end() == picture.text.trim_end() {
                self.read.insert(picture.scene);
            } else {
                self.invented += 1;
                if std::env::var_os("TELL").is_some() {
                    println!("  invented {} {text:?} for {:?}", picture.name, picture.text);
                }
            }
        }
        self.times.push(ms);
    }

    pub fn print(&self) {
        let scenes: BTreeSet<usize> = self.group.pictures.iter().map(|p| p.scene).collect();
        let mut times = self.times.clone();
        times.sort_by(f64::total_cmp);
        let at = |part: f64| times.get(((times.len() as f64 * part) as usize).min(times.len().saturating_sub(1)));
        let ms = |part: f64| at(part).copied().unwrap_or_default();
        let (read, all) = (self.read.len(), scenes.len());
        println!(
            "{:<14} {read:>5} of {all:>5} {:>6.1} {:>8} {:>14.1} {:>8.1} {:>8.1}",
            self.reader,
            100.0 * read as f64 / all.max(1) as f64,
            self.invented,
            ms(0.5),
            ms(0.95),
            ms(1.0)
        );
        if std::env::var_os("TELL").is_some() {
            let mut unread: BTreeMap<&str, BTreeSet<usize>> = BTreeMap::new();
            for picture in self.group.pictures.iter().filter(|p| !self.read.contains(&p.scene)) {
                unread.entry(&picture.name).or_default().insert(picture.scene);
            }
            let line: Vec<String> = unread.iter().map(|(name, scenes)| format!("{name} {}", scenes.len())).collect();
            println!("    unread: {}", line.join(", "));
        }
    }
}
