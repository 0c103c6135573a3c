//! A line that behaves badly: a proxy's page, an error, silence, an answer that is lost on its way.

use std::io::{Read, Write};
use std::net::{Ipv4Addr, SocketAddr, TcpListener, TcpStream};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread::JoinHandle;
use std::time::Duration;

/// What it does to a request.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Manner {
    /// Answers with a page of its own, with this status.
    Page(u16),
    /// Hangs up without a word.
    HangsUp,
    /// Hands reports to the ward, waits until the ward has committed and answered, and loses the answer.
    LosesAnswers,
    /// Hands the ward's answer on, cut off in the middle.
    CutsAnswers,
    /// Hands everything on but what holds this text: there the ward fails.
    ChokesOn([u8; 40]),
}

pub(crate) struct BadLine {
    over: Arc<AtomicBool>,
    thread: Option<JoinHandle<()>>,
}

impl BadLine {
    pub(crate) fn on(port: u16, ward: SocketAddr, manner: Manner) -> BadLine {
        let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, port)).unwrap();
        listener.set_nonblocking(true).unwrap();
        let over = Arc::new(AtomicBool::new(false));
        let seen = Arc::clone(&over);
        let work = move || {
            while !seen.load(Ordering::Relaxed) {
                match listener.accept() {
                    Ok((desk, _)) => {
                        desk.set_nonblocking(false).unwrap();
                        carry(desk, ward, manner);
                    }
                    Err(_) => std::thread::sleep(Duration::from_millis(2)),
                }
            }
        };
        BadLine { over, thread: Some(std::thread::spawn(work)) }
    }
}

impl Drop for BadLine {
    fn drop(&mut self) {
        self.over.store(true, Ordering::Relaxed);
        if let Some(thread) = self.thread.take() {
            thread.join().ok();
        }
    }
}

fn carry(mut desk: TcpStream, ward: SocketAddr, manner: Manner) {
    desk.set_read_timeout(Some(Duration::from_secs(5))).unwrap();
    let Some(request) = message(&mut desk) else { return };
    let answer = |request: &[u8]| {
        let mut line = TcpStream::connect(ward).unwrap();
        line.write_all(request).unwrap();
        message(&mut line).expect("the ward answers")
    };
    let page = |desk: &mut TcpStream, status: u16| {
        let page = "<html><body>ただいま工事中です</body></html>";
        let head = format!(
            "HTTP/1.1 {status} Page\r\nContent-Type: text/html\r\nContent-Length: {}\r\nConnection: close\r\n\r\n",
            page.len()
        );
        desk.write_all(head.as_bytes()).unwrap();
        desk.write_all(page.as_bytes()).unwrap();
    };
    match manner {
        Manner::Page(status) => page(&mut desk, status),
        Manner::ChokesOn(text) if request.windows(text.len()).any(|w| w == text) => page(&mut desk, 500),
        Manner::ChokesOn(_) => desk.write_all(&answer(&request)).unwrap(),
        Manner::HangsUp => {}
        Manner::LosesAnswers => {
            answer(&request);
        }
        Manner::CutsAnswers => {
            let whole = answer(&request);
            desk.write_all(&whole[..whole.len() - 20]).unwrap();
        }
    }
}

/// One HTTP message with its body.
fn message(from: &mut TcpStream) -> Option<Vec<u8>> {
    let mut bytes = vec![];
    let mut chunk = [0; 8192];
    loop {
        if let Some(end) = bytes.windows(4).position(|w| w == b"\r\n\r\n") {
            let head = String::from_utf8_lossy(&bytes[..end]).to_lowercase();
            let length = head.lines().find_map(|l| l.strip_prefix("content-length:"));
            let length: usize = length.map_or(0, |l| l.trim().parse().unwrap());
            if bytes.len() >= end + 4 + length {
                return Some(bytes);
            }
        }
        match from.read(&mut chunk) {
            Ok(0) | Err(_) => return None,
            Ok(n) => bytes.extend_from_slice(&chunk[..n]),
        }
    }
}
