//! What may be wrong with a screen. Scripts here look; none changes anything.

use std::fmt;
use std::path::Path;

use serde_json::{Value, json};

use crate::people::PEOPLE;
use crate::window::Window;

/// Something wrong, in one line.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Mistake(String);

impl fmt::Display for Mistake {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// The language of the screens.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Language {
    Japanese,
    English,
}

impl Language {
    pub fn code(self) -> &'static str {
        match self {
            Language::Japanese => "ja",
            Language::English => "en",
        }
    }
}

/// The language the window speaks just now.
pub fn language(window: &Window) -> Language {
    match window.looks("return document.documentElement.lang", vec![]).as_str() {
        Some("en") => Language::English,
        _ => Language::Japanese,
    }
}

fn mistakes(kind: &str, found: &Value) -> Vec<Mistake> {
    let found = found.as_array().cloned().unwrap_or_default();
    found.iter().map(|m| Mistake(format!("{kind}: {}", m.as_str().unwrap_or_default()))).collect()
}

/// What axe-core has against it, by the rules of WCAG 2.2 AA.
pub fn axe(window: &Window) -> Vec<Mistake> {
    let file = Path::new(env!("CARGO_MANIFEST_DIR")).join("ui/node_modules/axe-core/axe.min.js");
    let source = std::fs::read_to_string(&file).expect("axe-core is installed by `npm ci`");
    if window.looks("return typeof axe", vec![]) == json!("undefined") {
        window.looks(&source, vec![]);
    }
    let script = "const done = arguments[0];
        axe.run(document, {
          runOnly: { type: 'tag', values: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22a', 'wcag22aa'] },
          rules: { 'target-size': { enabled: true } }, resultTypes: ['violations'],
        }).then((r) => done(r.violations.flatMap((v) => v.nodes.map((n) => {
          const why = n.any.concat(n.all, n.none).map((c) => c.message).join(' ');
          return v.id + ' ' + n.target.join(' ') + ' (' + why + ')';
        }))), (e) => done(['axe failed: ' + e]));";
    mistakes("axe", &window.waits_for(script))
}

/// Words of people and of the house, which no language translates.
fn own_words() -> Vec<String> {
    let mut words: Vec<String> = vec![];
    for p in &PEOPLE {
        for name in [p.name, p.kana] {
            words.push(name.to_owned());
            words.extend(name.split(' ').map(str::to_owned));
        }
    }
    words.extend(
        [
            "さんご助産院",
            "れんしゅう助産院",
            "大泉 管理",
            "大泉",
            "旭町 受付",
            "旭町",
            "個室1",
            "個室2",
            "個室3",
            "個室4",
            "デイ室",
        ]
        .map(str::to_owned),
    );
    let programme = domain::nerima().unwrap();
    words.extend([programme.name(), programme.ward(), &programme.contact().office].map(str::to_owned));
    words.extend(programme.rules().iter().map(|r| r.section.clone()).filter(|s| !s.is_empty()));
    words.sort_by_key(|w| std::cmp::Reverse(w.chars().count()));
    words
}

/// Latin words that Japanese screens may say.
const LATIN: [&str; 29] = [
    "Sango",
    "Desk",
    "English",
    "Enter",
    "Esc",
    "Space",
    "Ctrl",
    "Tab",
    "PDF",
    "CSV",
    "QR",
    "URL",
    "https",
    "http",
    "Excel",
    "Shift_JIS",
    "Shift",
    "JIS",
    "UTF",
    "Delete",
    "Home",
    "End",
    "PageUp",
    "PageDown",
    "Backspace",
    "USB",
    "LINE",
    "PPC",
    "RENSHU",
];

/// Texts of the other language. Parts marked with that language, or as the house's own words, are left out.
pub fn left_untranslated(window: &Window, language: Language) -> Vec<Mistake> {
    let script = "const [language, own, latin] = arguments;
        const other = language === 'ja' ? 'en' : 'ja';
        const skip = (e) => !e || e.closest(`[data-own], [lang=${other}], script, style`) !== null;
        const foreign = (text) => {
          for (const word of own) text = text.replaceAll(word, ' ');
          if (language === 'en') return /[\\u3040-\\u30ff\\u3400-\\u9fff]/u.test(text);
          const words = text.match(/[A-Za-z_]{3,}/g) ?? [];
          return words.some((w) => !latin.includes(w));
        };
        const found = new Set();
        const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
        for (let node = walker.nextNode(); node; node = walker.nextNode()) {
          const text = node.data.trim();
          if (text !== '' && !skip(node.parentElement) && foreign(text)) found.add(text);
        }
        for (const e of document.querySelectorAll('[aria-label], [title], [placeholder], [alt], [aria-valuetext]')) {
          if (skip(e)) continue;
          for (const name of ['aria-label', 'title', 'placeholder', 'alt', 'aria-valuetext']) {
            const text = e.getAttribute(name);
            if (text && foreign(text)) found.add(name + '=' + text);
          }
        }
        return [...found];";
    mistakes("not translated", &window.looks(script, vec![json!(language.code()), json!(own_words()), json!(LATIN)]))
}

/// Texts that do not fit: cut by their box, wider than it, or beyond the window's edge.
pub fn cut(window: &Window) -> Vec<Mistake> {
    let script = "const found = new Set();
        const name = (e) => e.tagName.toLowerCase() + (e.id ? '#' + e.id : '') + [...e.classList].map((c) => '.' + c).join('') +
          ' ' + (e.textContent ?? '').trim().replace(/\\s+/g, ' ').slice(0, 40);
        const hidden = (e) => {
          for (let at = e; at; at = at.parentElement) {
            const s = getComputedStyle(at);
            if (s.display === 'none' || s.visibility === 'hidden' || s.clipPath !== 'none') return true;
          }
          return false;
        };
        const scrolls = (e) => {
          for (let at = e.parentElement; at; at = at.parentElement) {
            if (['auto', 'scroll'].includes(getComputedStyle(at).overflowX) && at.scrollWidth > at.clientWidth + 1 &&
              at !== document.body && at !== document.documentElement) return true;
          }
          return false;
        };
        if (document.documentElement.scrollWidth > innerWidth + 1) found.add('the page is wider than the window');
        for (const e of document.body.querySelectorAll('*')) {
          if (e.closest('svg, select, option, canvas, table') || e.matches('script, style, textarea, input')) {
            if (!e.matches('th, td')) continue;
          }
          const text = [...e.childNodes].some((n) => n.nodeType === 3 && n.data.trim() !== '');
          const s = getComputedStyle(e);
          if (s.display === 'inline' && !text) continue;
          if (hidden(e)) continue;
          const cuts = (how) => ['hidden', 'clip'].includes(how);
          if (s.display !== 'inline' && s.display !== 'contents' && e.clientWidth > 0) {
            if (cuts(s.overflowX) && e.scrollWidth > e.clientWidth + 1) found.add('cut sideways: ' + name(e));
            else if (text && !['auto', 'scroll'].includes(s.overflowX) && e.scrollWidth > e.clientWidth + 1) found.add('wider than its box: ' + name(e));
            else if (!['auto', 'scroll'].includes(s.overflowX) && e.scrollWidth > e.clientWidth + 2 && e.children.length > 0 && !scrolls(e))
              found.add('a part sticks out of: ' + name(e));
            if (cuts(s.overflowY) && e.scrollHeight > e.clientHeight + 1) found.add('cut below: ' + name(e));
          }
          if (text && !scrolls(e)) {
            const range = document.createRange();
            range.selectNodeContents(e);
            const box = range.getBoundingClientRect();
            if (box.width > 0 && (box.right > innerWidth + 1 || box.left < -1)) found.add('beyond the edge: ' + name(e));
          }
        }
        return [...found];";
    mistakes("cut", &window.looks(script, vec![]))
}

/// Letters under 14 px, and targets under 44 by 44.
pub fn too_small(window: &Window) -> Vec<Mistake> {
    let script = "const found = new Set();
        const seen = (e) => e.checkVisibility() && getComputedStyle(e).clipPath === 'none' && !e.closest('.visually-hidden');
        const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
        for (let node = walker.nextNode(); node; node = walker.nextNode()) {
          const e = node.parentElement;
          if (node.data.trim() === '' || !e || e.closest('script, style, option') || !seen(e)) continue;
          if (parseFloat(getComputedStyle(e).fontSize) < 13.9) found.add('letters under 14 px: ' + node.data.trim().slice(0, 40));
        }
        for (const e of document.querySelectorAll('button, select, textarea, summary, a[href], input:not([type=checkbox]):not([type=radio]):not([type=file]), label.check')) {
          if (!seen(e)) continue;
          const box = e.getBoundingClientRect();
          if (box.width > 0 && (box.width < 43.5 || box.height < 43.5)) {
            const name = (e.getAttribute('aria-label') ?? e.textContent ?? '').trim().slice(0, 40);
            found.add('target of ' + Math.round(box.width) + ' by ' + Math.round(box.height) + ': ' + e.tagName.toLowerCase() + ' ' + e.className + ' ' + name);
          }
        }
        return [...found];";
    mistakes("too small", &window.looks(script, vec![]))
}

/// Nothing has the focus: who works by keyboard is nowhere.
pub fn lost_focus(window: &Window) -> Vec<Mistake> {
    let script = "const at = document.activeElement;
        return at === null || at === document.body ? ['nothing has the focus'] : [];";
    mistakes("focus", &window.looks(script, vec![]))
}
