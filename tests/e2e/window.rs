//! One window under its own Xvfb and WebKitWebDriver; whatever was started is ended with it.

use std::io::{BufRead, BufReader};
use std::net::TcpListener;
use std::os::unix::process::CommandExt;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::Duration;

use fantoccini::elements::Element;
use fantoccini::error::CmdError;
use fantoccini::key::Key;
use fantoccini::{Client, ClientBuilder, Locator};
use hyper_util::client::legacy::connect::HttpConnector;
use serde_json::json;

/// How long a step may take; a machine under load is slow, a hung one is not waited for.
const STEP: Duration = Duration::from_secs(40);
/// The longest a window may take to open: on a machine that does much else it is a process of many parts.
const OPENING: Duration = Duration::from_secs(90);
/// The driver's words when the page changed under its question.
const BUSY: [&str; 2] = ["Could not parse", "Stale element"];
/// The driver's words when the page has put another element in the place of the one that was found: nothing was done.
const GONE: [&str; 3] = ["Stale element", "stale element", "was not found"];

/// The window.
pub struct Window {
    runtime: tokio::runtime::Runtime,
    client: Client,
    pictures: PathBuf,
    taken: u32,
    _driver: Ended,
    _display: Ended,
    /// What the web view keeps of this desk (settings of the camera, say): nothing is left for the next test.
    _kept: tempfile::TempDir,
}

/// A process group that is killed when nobody holds it any more.
struct Ended(Child);

impl Drop for Ended {
    fn drop(&mut self) {
        // The whole group: the driver leaves its browser behind otherwise.
        Command::new("kill").args(["-9", "--", &format!("-{}", self.0.id())]).stderr(Stdio::null()).status().ok();
        self.0.wait().ok();
    }
}

fn display() -> (Ended, String) {
    let mut child = Command::new("Xvfb")
        .args(["-displayfd", "1", "-screen", "0", "1280x800x24", "-nolisten", "tcp"])
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .process_group(0)
        .spawn()
        .expect("Xvfb is installed by `cargo xtask test`");
    let mut number = String::new();
    BufReader::new(child.stdout.take().unwrap()).read_line(&mut number).unwrap();
    (Ended(child), format!(":{}", number.trim()))
}

fn driver(display: &str, kept: &Path, beside: Option<&Path>) -> (Ended, u16) {
    let port = TcpListener::bind(("127.0.0.1", 0)).unwrap().local_addr().unwrap().port();
    // Foreign programs that are found before the machine's own.
    let path = std::env::var("PATH").unwrap_or_default();
    let path = beside.map_or_else(|| path.clone(), |programs| format!("{}:{path}", programs.display()));
    let child = Command::new("WebKitWebDriver")
        .env("PATH", path)
        .args([format!("--port={port}"), "--host=127.0.0.1".to_owned()])
        .env("DISPLAY", display)
        .env("TAURI_WEBVIEW_AUTOMATION", "true")
        .env("XDG_DATA_HOME", kept)
        .env("XDG_CACHE_HOME", kept)
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .process_group(0)
        .spawn()
        .expect("WebKitWebDriver is installed by `cargo xtask test`");
    (Ended(child), port)
}

impl Window {
    /// Opens the application's window with these arguments; screenshots go to `pictures`.
    pub fn open(arguments: &[&str], pictures: &Path) -> Window {
        Window::opened(arguments, pictures, None)
    }

    /// The same on a machine with these foreign programs, a printer's say.
    pub fn open_beside(programs: &Path, arguments: &[&str], pictures: &Path) -> Window {
        Window::opened(arguments, pictures, Some(programs))
    }

    fn opened(arguments: &[&str], pictures: &Path, beside: Option<&Path>) -> Window {
        std::fs::create_dir_all(pictures).unwrap();
        let (shown, display) = display();
        let kept = tempfile::tempdir().unwrap();
        let (driver, port) = driver(&display, kept.path(), beside);
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
        let mut wanted = serde_json::Map::new();
        let app = json!({"binary": env!("CARGO_BIN_EXE_sango-desk"), "args": arguments});
        wanted.insert("webkitgtk:browserOptions".to_owned(), app);
        let client = runtime.block_on(async {
            let mut builder = ClientBuilder::new(HttpConnector::new());
            builder.capabilities(wanted);
            let url = format!("http://127.0.0.1:{port}");
            for _ in 0..50 {
                let session = tokio::time::timeout(OPENING, builder.connect(&url)).await;
                match session.expect("the window opens in time") {
                    Ok(client) => return client,
                    // The driver is not listening yet.
                    Err(fantoccini::error::NewSessionError::FailedC(_)) => {
                        tokio::time::sleep(Duration::from_millis(100)).await;
                    }
                    Err(e) => panic!("no session: {e}"),
                }
            }
            panic!("the driver does not listen");
        });
        Window {
            runtime,
            client,
            pictures: pictures.to_owned(),
            taken: 0,
            _driver: driver,
            _display: shown,
            _kept: kept,
        }
    }

    fn in_time<T>(&self, what: &str, work: impl Future<Output = Result<T, CmdError>>) -> Result<T, CmdError> {
        let done = self.runtime.block_on(async { tokio::time::timeout(STEP, work).await });
        done.unwrap_or_else(|_| panic!("{what}: not in time"))
    }

    fn wait<T>(&self, what: &str, work: impl Future<Output = Result<T, CmdError>>) -> T {
        self.in_time(what, work).unwrap_or_else(|e| panic!("{what}: {e}"))
    }

    /// Waits for an element.
    fn find(&self, css: &str) -> Element {
        self.surely(css, || self.client.wait().at_most(STEP).for_element(Locator::Css(css)))
    }

    fn find_path(&self, what: &str, path: &str) -> Element {
        self.surely(what, || self.client.wait().at_most(STEP).for_element(Locator::XPath(path)))
    }

    /// Asks once more where the driver does not understand its own browser, as happens when a page is busy. Only for
    /// questions.
    fn surely<T, F>(&self, what: &str, question: impl Fn() -> F) -> T
    where
        F: Future<Output = Result<T, CmdError>>,
    {
        self.wait(what, async {
            match question().await {
                Err(e) if BUSY.iter().any(|words| e.to_string().contains(words)) => question().await,
                answer => answer,
            }
        })
    }

    /// Finds an element and does something with it; where the page replaced it meanwhile, with the one that is there now.
    fn act<F>(&self, what: &str, find: impl Fn() -> Element, act: impl Fn(Element) -> F)
    where
        F: Future<Output = Result<(), CmdError>>,
    {
        for _ in 0..20 {
            match self.in_time(what, act(find())) {
                Err(e) if GONE.iter().any(|words| e.to_string().contains(words)) => {
                    std::thread::sleep(Duration::from_millis(100));
                }
                done => return done.unwrap_or_else(|e| panic!("{what}: {e}")),
            }
        }
        panic!("{what}: the page never comes to rest");
    }

    /// Clicks.
    pub fn click(&self, css: &str) {
        self.act(css, || self.find(css), |e| async move { e.click().await });
    }

    /// Clicks a part of the list's row that says something.
    pub fn click_in_row(&self, says: &str, testid: &str) {
        let path = format!("//li[contains(., '{says}')]//*[@data-testid='{testid}']");
        self.act(says, || self.find_path(says, &path), |e| async move { e.click().await });
    }

    /// Types into the one field of the list's row that says something.
    pub fn fill_in_row(&self, says: &str, text: &str) {
        let path = format!("//li[contains(., '{says}')]//input");
        self.act(says, || self.find_path(says, &path), |e| async move { e.send_keys(text).await });
    }

    /// Whether one of the elements says something just now.
    pub fn says(&self, css: &str, says: &str) -> bool {
        let found = self.wait(css, self.client.find_all(Locator::Css(css)));
        found.iter().any(|e| self.runtime.block_on(e.text()).is_ok_and(|t| t.contains(says)))
    }

    /// Clicks the one of several elements that says something.
    pub fn click_says(&self, css: &str, says: &str) {
        for _ in 0..100 {
            for element in self.wait(css, self.client.find_all(Locator::Css(css))) {
                let says_it = self.in_time(css, element.text()).is_ok_and(|text| text.contains(says));
                if says_it && self.in_time(says, element.click()).is_ok() {
                    return;
                }
            }
            std::thread::sleep(Duration::from_millis(100));
        }
        panic!("no {css} says {says}");
    }

    /// Types into an element, or hands a file's path to a file input.
    pub fn fill(&self, css: &str, text: &str) {
        self.act(css, || self.find(css), |e| async move { e.send_keys(text).await });
    }

    /// Empties a field, then types into it.
    pub fn replace(&self, css: &str, text: &str) {
        self.act(css, || self.find(css), |e| async move { e.clear().await });
        self.fill(css, text);
    }

    /// Types on the keyboard, whatever has the focus.
    pub fn keys(&self, text: &str) {
        let focused = || self.surely("focus", || self.client.active_element());
        self.act("keys", focused, |e| async move { e.send_keys(text).await });
    }

    /// Presses one key.
    pub fn press(&self, key: Key) {
        self.keys(&String::from(char::from(key)));
    }

    /// What an element says.
    pub fn text(&self, css: &str) -> String {
        let element = self.find(css);
        self.wait(css, element.text())
    }

    /// What an element's attribute says.
    pub fn attribute(&self, css: &str, name: &str) -> String {
        let element = self.find(css);
        self.wait(css, element.attr(name)).unwrap_or_default()
    }

    /// Makes the window this large.
    pub fn resize(&self, (width, height): (u32, u32)) {
        self.wait("size", self.client.set_window_size(width, height));
        self.is_as_wide_as(width);
    }

    /// Zooms to 200 %, a fifth at a time, by the keys that people press. The driver cannot press them while the page
    /// changes its size.
    pub fn zoom_in(&self) {
        for fifths in 1..=5 {
            self.zoom("=");
            self.is_as_wide_as(1280 * 5 / (5 + fifths));
        }
    }

    /// Back to 100 %.
    pub fn zoom_out(&self) {
        self.zoom("0");
        self.is_as_wide_as(1280);
    }

    fn zoom(&self, key: &str) {
        let script = "dispatchEvent(new KeyboardEvent('keydown', { key: arguments[0], ctrlKey: true }))";
        self.wait("zoom", self.client.execute(script, vec![json!(key)]));
    }

    /// Waits until the page has so many pixels of its own across.
    fn is_as_wide_as(&self, width: u32) {
        let is = || self.surely("size", || self.client.execute("return innerWidth", vec![])).as_f64().unwrap();
        for _ in 0..100 {
            if (is() - f64::from(width)).abs() <= 1.0 {
                return;
            }
            std::thread::sleep(Duration::from_millis(50));
        }
        panic!("the window is not {width} wide but {}", is());
    }

    /// What does not fit: the page itself, and every part below an element whose words are wider than it is.
    pub fn too_wide(&self, css: &str) -> Vec<String> {
        let script =
            "const wide = (e) => e.scrollWidth > e.clientWidth + 1 && getComputedStyle(e).display !== 'inline';
            const parts = [...document.querySelectorAll(arguments[0] + ' *')].filter((e) => !e.closest('svg, select'));
            const seen = parts.filter((e) => getComputedStyle(e).clipPath === 'none');
            return [document.documentElement, ...seen].filter(wide).map((e) => e.tagName + '.' + e.className)";
        let found = self.surely("too wide", || self.client.execute(script, vec![json!(css)]));
        found.as_array().unwrap().iter().map(|v| v.as_str().unwrap_or_default().to_owned()).collect()
    }

    /// Begins to write down every value that an element's attribute takes.
    pub fn remember(&self, css: &str, name: &str) {
        let script = "const [css, name] = arguments, seen = window.remembered = [], node = document.querySelector(css);
            new MutationObserver(() => seen.push(node.getAttribute(name))).observe(node, { attributeFilter: [name] });";
        self.wait("remember", self.client.execute(script, vec![json!(css), json!(name)]));
    }

    /// What was written down since.
    pub fn remembered(&self) -> Vec<String> {
        let seen = self.wait("remembered", self.client.execute("return window.remembered", vec![]));
        seen.as_array().unwrap().iter().map(|v| v.as_str().unwrap_or_default().to_owned()).collect()
    }

    /// Takes pictures as fast as they come for as long as an element is there, and keeps those that were taken while
    /// its attribute had a value. Gives back how many.
    pub fn pictures_while(&mut self, css: &str, name: &str, value: &str, picture: &str) -> usize {
        let with = format!("{css}[{name}={value}]");
        let mut kept = 0;
        for _ in 0..400 {
            let before = self.count(&with);
            let png = self.wait("picture", self.client.screenshot());
            if before > 0 && self.count(&with) > 0 {
                self.keep(picture, &png);
                kept += 1;
            }
            if self.count(css) == 0 {
                return kept;
            }
        }
        panic!("{css} stays");
    }

    /// What a script sees on the page. It looks, and changes nothing.
    pub fn looks(&self, script: &str, arguments: Vec<serde_json::Value>) -> serde_json::Value {
        self.wait("looks", self.client.execute(script, arguments))
    }

    /// The same for a script that hands its answer to the function it is given.
    pub fn waits_for(&self, script: &str) -> serde_json::Value {
        self.wait("waits for", self.client.execute_async(script, vec![]))
    }

    /// How many elements there are now.
    pub fn count(&self, css: &str) -> usize {
        self.surely(css, || self.client.find_all(Locator::Css(css))).len()
    }

    /// Waits until an element is there.
    pub fn see(&self, css: &str) {
        drop(self.find(css));
    }

    /// Scrolls until an element is in the middle of the window.
    pub fn bring_into_view(&self, css: &str) {
        let script = "document.querySelector(arguments[0]).scrollIntoView({ block: 'center' })";
        self.surely(css, || self.client.execute(script, vec![json!(css)]));
    }

    /// Takes a picture of the window once it has come to rest.
    pub fn picture(&mut self, name: &str) {
        let rest = "const done = arguments[0]; document.fonts.ready.then(() => requestAnimationFrame(() => requestAnimationFrame(() => setTimeout(done, 150))))";
        self.wait("rest", self.client.execute_async(rest, vec![]));
        let png = self.wait("picture", self.client.screenshot());
        self.keep(name, &png);
    }

    fn keep(&mut self, name: &str, png: &[u8]) {
        self.taken += 1;
        let file = self.pictures.join(format!("{:02}-{name}.png", self.taken));
        std::fs::write(&file, png).unwrap();
        println!("picture: {}", file.display());
    }

    /// Closes the window.
    pub fn close(self) {
        let Window { runtime, client, .. } = &self;
        runtime.block_on(async { tokio::time::timeout(STEP, client.clone().close()).await }).ok();
    }
}
