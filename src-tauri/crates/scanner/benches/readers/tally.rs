//! Counting: what was read, what was invented, how long it took.

use std::collections::{BTreeMap, BTreeSet};

use crate::pictures::Group;

pub struct Tally<'a> {
    reader: String,
    group: &'a Group,
    read: BTreeSet<usize>,
    /// Texts that nobody expected in a scene.
    unexpected: Vec<(usize, String)>,
    times: Vec<f64>,
}

impl<'a> Tally<'a> {
    pub const HEAD: &'static str = "reader          read            %   invented   ms: median     p95      max";

    pub fn new(reader: &str, group: &'a Group) -> Tally<'a> {
        Tally { reader: reader.to_owned(), group, read: BTreeSet::new(), unexpected: vec![], times: vec![] }
    }

    pub fn add(&mut self, index: usize, texts: &[String], ms: f64) {
        let picture = &self.group.pictures[index];
        for text in texts {
            // Text files end in a line feed, and the bytes of Shift_JIS codes have more than one reading.
            if text.trim_end() == picture.text.trim_end() {
                self.read.insert(picture.scene);
            } else {
                self.unexpected.push((picture.scene, text.clone()));
            }
        }
        self.times.push(ms);
    }

    /// A text is invented where neither the picture's file nor a reader of another family says so: some pictures hold
    /// a second code.
    fn invented(&self, all: &[Tally<'_>]) -> usize {
        let confirmed = |text: &&(usize, String)| {
            all.iter().any(|other| other.family() != self.family() && other.unexpected.contains(text))
        };
        self.unexpected.iter().filter(|text| !confirmed(text)).count()
    }

    /// Ours stands on rxing.
    fn family(&self) -> &str {
        if self.reader.starts_with("ours") { "rxing alone" } else { &self.reader }
    }

    pub fn print(&self, all: &[Tally<'_>]) {
        let scenes: BTreeSet<usize> = self.group.pictures.iter().map(|p| p.scene).collect();
        let mut times = self.times.clone();
        times.sort_by(f64::total_cmp);
        let at = |part: f64| times.get(((times.len() as f64 * part) as usize).min(times.len().saturating_sub(1)));
        let ms = |part: f64| at(part).copied().unwrap_or_default();
        let (read, scenes) = (self.read.len(), scenes.len());
        println!(
            "{:<14} {read:>5} of {scenes:>5} {:>6.1} {:>8} {:>14.1} {:>8.1} {:>8.1}",
            self.reader,
            100.0 * read as f64 / scenes.max(1) as f64,
            self.invented(all),
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
