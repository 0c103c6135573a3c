//! Every screen and every dialog, walked as a person does, in both languages, both contrasts and both sizes: axe-core
//! finds nothing, nothing is left in the other language, nothing is cut, no focus is lost.
//!
//! 200 % is the web view's own zoom, by the keys people press. The system's forced colours cannot be switched on from
//! here; the desk's own high contrast can, and is.

mod checks;
mod places;

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::{Path, PathBuf};

use fantoccini::key::Key;
use serde_json::Value;

use crate::day::sign_in;
use crate::facility::{Demonstration, NOW};
use crate::window::Window;
use checks::{Language, Mistake};
use places::{Place, SIGNED_IN};

pub use places::settings;

/// So many places that cannot be reached end a walk: each is waited for long.
const MOST_LOST: usize = 3;

fn kept(name: &str) -> PathBuf {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join(name);
    std::fs::remove_dir_all(&folder).ok();
    folder
}

struct Walk {
    window: Window,
    _facility: Demonstration,
    _folder: tempfile::TempDir,
}

impl Walk {
    /// The demonstration facility with its line down, a manager signed in.
    fn begin(pictures: &str) -> Walk {
        let folder = tempfile::tempdir().unwrap();
        let mut facility = Demonstration::in_folder(folder.path());
        facility.ward.take_away();
        let data = facility.data.to_str().unwrap().to_owned();
        let mut window = Window::open(&["--data", &data, "--now", NOW], &kept(pictures));
        sign_in(&mut window, "s1");
        Walk { window, _facility: facility, _folder: folder }
    }

    fn language(&self, language: Language) {
        if checks::language(&self.window) != language {
            self.window.click("[data-testid=language]");
        }
    }

    fn contrast(&self, high: bool) {
        places::settings(&self.window, "display");
        if (self.window.count("[data-testid=display-contrast]:checked") > 0) != high {
            self.window.click("[data-testid=display-contrast]");
        }
    }

    /// Goes everywhere; what is wrong anywhere is told at the end, together.
    fn everywhere(&mut self, check: &mut dyn FnMut(&mut Window, &Place) -> Vec<Mistake>) -> Vec<String> {
        let (mut wrong, mut lost) = (vec![], 0);
        // `SCREENS=mothers` walks those whose name begins so: for whoever works on one of them.
        let only = std::env::var("SCREENS").unwrap_or_default();
        for place in SIGNED_IN.iter().filter(|p| p.name.starts_with(&only)) {
            let window = &self.window;
            // The others are looked at all the same.
            if catch_unwind(AssertUnwindSafe(|| (place.open)(window))).is_err() {
                self.window.picture(&format!("{}-not-reached", place.name));
                wrong.push(format!("{}: cannot be reached", place.name));
                lost += 1;
                if lost == MOST_LOST {
                    break;
                }
            } else {
                let found = check(&mut self.window, place);
                wrong.extend(found.into_iter().map(|m| format!("{}: {m}", place.name)));
            }
            home(&self.window);
        }
        wrong
    }
}

/// Back to Today from wherever it is: Escape closes what is open, F2 goes there.
fn home(window: &Window) {
    for _ in 0..4 {
        if window.count("dialog[open]") > 0 {
            window.press(Key::Escape);
        }
    }
    window.press(Key::F2);
    if window.count("[data-testid=nav-today][aria-current=page]") == 0 {
        window.press(Key::Escape);
        window.press(Key::F2);
    }
    window.see("[data-testid=nav-today][aria-current=page]");
}

fn told(wrong: Vec<String>) {
    assert!(wrong.is_empty(), "{} mistakes:\n{}", wrong.len(), wrong.join("\n"));
}

/// One language at one size, in both contrasts.
fn accessible(language: Language, zoomed: bool) {
    let name = format!("screens-{}-{}", language.code(), if zoomed { "200" } else { "100" });
    let mut walk = Walk::begin(&name);
    walk.language(language);
    let mut wrong = vec![];
    for high in [false, true] {
        walk.contrast(high);
        home(&walk.window);
        let found = walk.everywhere(&mut |window, place| {
            // Clicks miss on a zoomed page, keys do not: the way there is taken at 100 %.
            if zoomed {
                window.zoom_in();
            }
            let contrast = if high { "-high" } else { "" };
            window.picture(&format!("{}{contrast}", place.name));
            let mut found = checks::axe(window);
            if !high {
                found.extend(checks::left_untranslated(window, language));
                found.extend(checks::lost_focus(window));
                found.extend(checks::too_small(window));
            }
            if zoomed {
                window.zoom_out();
            }
            found
        });
        let contrast = if high { "high contrast, " } else { "" };
        wrong.extend(found.into_iter().map(|w| format!("{contrast}{w}")));
    }
    walk.window.close();
    told(wrong);
}

#[test]
fn every_screen_is_accessible_in_japanese() {
    accessible(Language::Japanese, false);
}

#[test]
fn every_screen_is_accessible_in_english() {
    accessible(Language::English, false);
}

#[test]
fn every_screen_is_accessible_in_japanese_at_200_percent() {
    accessible(Language::Japanese, true);
}

#[test]
fn every_screen_is_accessible_in_english_at_200_percent() {
    accessible(Language::English, true);
}

#[test]
fn no_screen_cuts_a_text_at_1024_by_700() {
    let mut walk = Walk::begin("screens-1024");
    walk.window.resize((1024, 700));
    let mut wrong = vec![];
    for language in [Language::Japanese, Language::English] {
        walk.language(language);
        wrong.extend(walk.everywhere(&mut |window, place| {
            window.picture(&format!("{}-{}", place.name, language.code()));
            checks::cut(window)
        }));
    }
    walk.window.close();
    told(wrong);
}

#[test]
fn the_screens_before_the_desk_are_checked_too() {
    let folder = tempfile::tempdir().unwrap();
    let data = folder.path().join("desk").to_str().unwrap().to_owned();
    let mut window = Window::open(&["--data", &data, "--now", NOW], &kept("screens-before"));
    let mut wrong = vec![];
    window.see("[data-testid=start]");
    let mut check = |window: &mut Window, place: &str| {
        for _ in 0..2 {
            let language = checks::language(window);
            window.picture(&format!("{place}-{}", language.code()));
            let mut found = checks::axe(window);
            found.extend(checks::left_untranslated(window, language));
            found.extend(checks::cut(window));
            found.extend(checks::too_small(window));
            wrong.extend(found.into_iter().map(|m| format!("{place} {}: {m}", language.code())));
            window.click("[data-testid=language]");
        }
    };
    check(&mut window, "set-up");
    window.click("[data-testid=choose-practice]");
    check(&mut window, "set-up-practice");
    window.fill("[data-testid=manager]", "大泉 管理");
    window.fill("[data-testid=pin]", crate::facility::PIN);
    window.click("[data-testid=start]");
    window.see("[data-testid=guide]");
    window.picture("practice-today");
    window.click("[data-testid=sign-out]");
    window.see("[data-testid=sign-in]");
    check(&mut window, "sign-in");
    window.close();
    told(wrong);
}

/// A check that finds nothing where something is wrong would be worth nothing: each is shown something wrong.
#[test]
fn what_is_planted_is_caught() {
    let walk = Walk::begin("screens-planted");
    let window = &walk.window;
    let plant = |html: &str| {
        let script = "const div = document.createElement('div'); div.id = 'planted'; div.innerHTML = arguments[0];
            document.querySelector('main').append(div);";
        window.looks(script, vec![Value::from(html)]);
    };
    let uproot = || drop(window.looks("document.getElementById('planted').remove()", vec![]));

    let untranslated = [
        (Language::Japanese, "<p>Not translated yet</p>"),
        (Language::Japanese, "<button aria-label='Not translated yet'>、</button>"),
        (Language::English, "<p>まだ訳していない文</p>"),
        (Language::English, "<input placeholder='まだ訳していない文' aria-label='x'>"),
        (Language::English, "<p>氷川台さん、こちらへ</p>"),
    ];
    for (language, html) in untranslated {
        walk.language(language);
        assert_eq!(checks::left_untranslated(window, language), [], "before {html}");
        plant(html);
        assert_eq!(checks::left_untranslated(window, language).len(), 1, "{html}");
        uproot();
    }
    walk.language(Language::English);
    plant("<p lang='ja'>氷川台 栞</p><p>氷川台 栞</p><p data-own>さんご助産院</p>");
    assert_eq!(checks::left_untranslated(window, Language::English), [], "names are nobody's to translate");
    uproot();

    let cut = [
        "<p style='width:60px;overflow:hidden;white-space:nowrap'>a sentence that is cut off</p>",
        "<p style='width:60px;overflow:hidden;text-overflow:ellipsis;white-space:nowrap'>a sentence that is cut off</p>",
        "<div style='width:60px'><p style='white-space:nowrap'>a sentence wider than its box</p></div>",
        "<p style='height:10px;overflow:hidden'>a sentence whose foot is cut off</p>",
        "<p style='position:absolute;left:99vw;white-space:nowrap'>a sentence beyond the edge</p>",
    ];
    assert_eq!(checks::cut(window), []);
    for html in cut {
        plant(html);
        assert!(!checks::cut(window).is_empty(), "{html}");
        uproot();
    }

    plant("<p style='font-size:11px'>small</p>");
    assert_eq!(checks::too_small(window).len(), 1);
    uproot();
    plant("<button style='width:20px;height:20px;padding:0'>x</button>");
    assert_eq!(checks::too_small(window).len(), 1);
    uproot();
    plant("<p style='color:#999;background:#fff'>pale</p><input>");
    assert!(checks::axe(window).len() >= 2, "too little contrast, and a field without a name");
    uproot();
    assert_eq!(checks::axe(window), []);
    walk.window.close();
}
