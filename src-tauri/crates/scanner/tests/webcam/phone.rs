//! The phone in the hand, and the room behind it: how light each point before the lens is.

use super::chance::Chance;
use super::{HEIGHT, Trouble, WIDTH};

pub struct Phone {
    pub text: String,
    modules: Vec<bool>,
    side: usize,
    inverted: bool,
    /// Where the code's centre is, its width, how it is turned and tilted.
    at: (f32, f32),
    width: f32,
    turned: f32,
    tilt: (f32, f32),
    moire: Option<(f32, f32, f32)>,
    room: [f32; 6],
    quiet: f32,
}

const DIGITS: &[u8] = b"0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ $%*+-./:";

impl Phone {
    pub fn new(trouble: Trouble, chance: &mut Chance) -> Phone {
        let is = |one: Trouble| trouble == one;
        let mixed = is(Trouble::Mixed);
        let text = text(chance);
        let code = qrcode::QrCode::new(&text).unwrap();
        let side = code.width();
        let modules = code.to_colors().iter().map(|c| *c == qrcode::Color::Dark).collect();
        let module = match trouble {
            Trouble::Small => chance.between(1.7, 3.4),
            Trouble::Mixed => chance.between(2.6, 5.0),
            _ => chance.between(3.4, 7.0),
        };
        let width = (module * side as f32).clamp(40.0, 520.0);
        let off = if is(Trouble::OffCentre) { 1.0 } else { 0.35 };
        let reach = |whole: usize| (whole as f32 - width * 1.1).max(0.0) / 2.0 * off;
        let at = (
            WIDTH as f32 / 2.0 + chance.between(-1.0, 1.0) * reach(WIDTH),
            HEIGHT as f32 / 2.0 + chance.between(-1.0, 1.0) * reach(HEIGHT),
        );
        let most_tilt = if is(Trouble::Tilt) {
            0.75
        } else if mixed {
            0.4
        } else {
            0.2
        };
        let tilt = (chance.between(-most_tilt, most_tilt), chance.between(-most_tilt, most_tilt));
        let turned = if chance.one_in(3) { chance.between(-3.1, 3.1) } else { chance.between(-0.35, 0.35) };
        let moire = (is(Trouble::Moire) || mixed && chance.one_in(2))
            .then(|| (chance.between(0.05, 0.45), chance.between(0.25, 1.2), chance.between(0.0, 3.1)));
        let mut room = [0.0; 6];
        room.iter_mut().for_each(|r| *r = chance.between(0.0, 1.0));
        let inverted = is(Trouble::Inverted);
        let quiet = chance.between(1.5, 5.0);
        Phone { text, modules, side, inverted, at, width, turned, tilt, moire, room, quiet }
    }

    pub fn trembles(&mut self, chance: &mut Chance) {
        self.at.0 += chance.around_zero() * 6.0;
        self.at.1 += chance.around_zero() * 6.0;
        self.turned += chance.around_zero() * 0.02;
        self.tilt.0 += chance.around_zero() * 0.03;
        self.tilt.1 += chance.around_zero() * 0.03;
        self.width *= 1.0 + chance.around_zero() * 0.015;
    }

    pub fn out_of_sight(&mut self) {
        self.at = (-4000.0, -4000.0);
    }

    pub fn code_centre(&self) -> (f32, f32) {
        self.at
    }

    pub fn code_width(&self) -> f32 {
        self.width
    }

    /// The light (0 to 1) that comes from where the lens sees `x`, `y`.
    pub fn light(&self, x: f32, y: f32) -> f32 {
        let (dx, dy) = (x - self.at.0, y - self.at.1);
        let (sin, cos) = self.turned.sin_cos();
        let (u, v) = (dx * cos + dy * sin, dy * cos - dx * sin);
        // The plane of a tilted phone, seen from one and a half code widths away.
        let depth = 1.0 - (self.tilt.0 * u + self.tilt.1 * v) / (self.width * 1.5);
        if depth < 0.2 {
            return self.room_light(x, y);
        }
        let (u, v) = (u / depth / self.width, v / depth / self.width);
        self.on_phone(u, v).unwrap_or_else(|| self.room_light(x, y))
    }

    /// `u`, `v` in code widths from the code's centre.
    fn on_phone(&self, u: f32, v: f32) -> Option<f32> {
        let (across, down) = (u.abs(), (v - 0.25).abs());
        if across > 0.85 || down > 1.6 {
            return None;
        }
        if across > 0.78 || down > 1.5 {
            return Some(0.06);
        }
        let shine = self.moire.map_or(1.0, |(strength, fine, angle)| {
            let (sin, cos) = angle.sin_cos();
            let along = (u * cos + v * sin) * self.width;
            let beside = (v * cos - u * sin) * self.width;
            1.0 - strength * 0.5 * ((along * fine).sin() + (beside * fine * 0.93).sin()).abs()
        });
        Some(self.screen(u, v) * shine)
    }

    fn screen(&self, u: f32, v: f32) -> f32 {
        let (dark, light) = if self.inverted { (0.95, 0.08) } else { (0.05, 0.95) };
        let page = if self.inverted { 0.1 } else { 0.9 };
        let module = 1.0 / self.side as f32;
        let (x, y) = ((u + 0.5) / module, (v + 0.5) / module);
        let end = self.side as f32;
        if x >= 0.0 && y >= 0.0 && x < end && y < end {
            return if self.modules[y as usize * self.side + x as usize] { dark } else { light };
        }
        if x > -self.quiet && y > -self.quiet && x < end + self.quiet && y < end + self.quiet {
            return light;
        }
        // Lines of writing under the code.
        let line = ((v - 0.6) * 14.0).floor();
        let writing = v > 0.65 && v < 1.4 && u.abs() < 0.6 && line as i32 % 2 == 0 && ((u * 47.0 + line).sin() > 0.1);
        if writing { 1.0 - page } else { page }
    }

    fn room_light(&self, x: f32, y: f32) -> f32 {
        let r = &self.room;
        let (x, y) = (x / WIDTH as f32, y / HEIGHT as f32);
        let wall = 0.25 + 0.4 * r[0] + 0.2 * (r[1] - 0.5) * x + 0.3 * (r[2] - 0.5) * y;
        let shelf = if (y * (3.0 + 3.0 * r[3]) + r[4]).fract() < 0.06 { -0.2 } else { 0.0 };
        let things = if (x * (9.0 + 20.0 * r[5])).sin() * (y * 17.0 * (0.3 + r[1])).sin() > 0.55 { 0.22 } else { 0.0 };
        (wall + shelf + things).clamp(0.02, 1.0)
    }
}

/// Mostly as long as a coupon, sometimes a number or an address.
fn text(chance: &mut Chance) -> String {
    let length = match chance.next() % 6 {
        0 => return format!("{:010}", chance.next() % 10_000_000_000),
        1 => return format!("https://example.jp/c?n={:08}", chance.next() % 100_000_000),
        2 => 90,
        _ => 280,
    };
    let digit = |chance: &mut Chance| char::from(DIGITS[(chance.next() % DIGITS.len() as u64) as usize]);
    let rest: String = (0..length - 5).map(|_| digit(chance)).collect();
    format!("PPC1:{}", rest.replace(' ', "7"))
}
