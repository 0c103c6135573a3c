//! The lens and what follows it: blur, motion, glare, noise, JPEG.

use super::chance::Chance;
use super::phone::Phone;
use super::{HEIGHT, Trouble, WIDTH};

pub struct Lens {
    trouble: Trouble,
    blur: f32,
    motion: (f32, f32),
    glare: f32,
    gain: f32,
    black: f32,
    noise: f32,
    quality: Option<u8>,
}

impl Lens {
    pub fn new(trouble: Trouble, chance: &mut Chance) -> Lens {
        let is = |one: Trouble| trouble == one;
        let mixed = is(Trouble::Mixed);
        let blur = match trouble {
            Trouble::Blur => chance.between(1.2, 3.6),
            Trouble::Mixed => chance.between(0.5, 1.8),
            _ => chance.between(0.4, 0.9),
        };
        let motion = if is(Trouble::Motion) || mixed && chance.one_in(2) { chance.between(2.0, 9.0) } else { 0.0 };
        let towards = chance.between(0.0, 6.3);
        let glare = if is(Trouble::Glare) || mixed && chance.one_in(2) { chance.between(0.4, 1.4) } else { 0.0 };
        let gain = match trouble {
            Trouble::LowLight => chance.between(0.06, 0.3),
            Trouble::Mixed => chance.between(0.3, 1.3),
            _ => chance.between(0.65, 1.15),
        };
        let noise = match trouble {
            Trouble::Noise => chance.between(14.0, 42.0),
            Trouble::LowLight => chance.between(4.0, 12.0),
            Trouble::Mixed => chance.between(3.0, 16.0),
            _ => chance.between(1.0, 5.0),
        };
        let quality = match trouble {
            Trouble::Jpeg => Some(chance.between(8.0, 30.0) as u8),
            Trouble::Mixed => Some(chance.between(25.0, 80.0) as u8),
            _ => chance.one_in(2).then_some(85),
        };
        let motion = (motion * towards.cos(), motion * towards.sin());
        Lens { trouble, blur, motion, glare, gain, black: chance.between(4.0, 30.0), noise, quality }
    }

    pub fn looks_for_focus(&mut self, chance: &mut Chance) {
        self.blur = (self.blur * chance.between(0.75, 1.15)).max(0.4);
        let calmer = chance.between(0.3, 1.2);
        self.motion = (self.motion.0 * calmer, self.motion.1 * calmer);
        self.glare *= chance.between(0.7, 1.1);
    }

    pub fn sees(&self, phone: &Phone, chance: &mut Chance) -> Vec<u8> {
        let mut light = drawn(phone);
        if self.glare > 0.0 {
            self.lamp(&mut light, phone, chance);
        }
        self.moved(&mut light);
        for _ in 0..3 {
            // Three boxes make a bell: the spread of each is (2 r + 1)² / 12.
            blur_box(&mut light, (self.blur * self.blur * 4.0 + 1.0).sqrt() - 1.0);
        }
        let pixels: Vec<u8> = light
            .iter()
            .map(|l| {
                let shot = self.noise * (0.4 + 0.6 * l.min(1.0).sqrt());
                (l * self.gain * 225.0 + self.black + chance.around_zero() * shot).clamp(0.0, 255.0) as u8
            })
            .collect();
        self.quality.map_or(pixels.clone(), |quality| jpeg(&pixels, quality))
    }

    /// A ceiling lamp mirrored in the glass.
    fn lamp(&self, light: &mut [f32], phone: &Phone, chance: &mut Chance) {
        let (centre, width) = (phone.code_centre(), phone.code_width());
        let (x0, y0) = (centre.0 + chance.between(-0.5, 0.5) * width, centre.1 + chance.between(-0.5, 0.5) * width);
        let (wide, high) = (width * chance.between(0.08, 0.3), width * chance.between(0.08, 0.3));
        for y in 0..HEIGHT {
            for x in 0..WIDTH {
                let (u, v) = ((x as f32 - x0) / wide, (y as f32 - y0) / high);
                light[y * WIDTH + x] += self.glare / (1.0 + (u * u + v * v).powi(2)) + self.glare * 0.1;
            }
        }
    }

    fn moved(&self, light: &mut Vec<f32>) {
        let length = self.motion.0.hypot(self.motion.1);
        if length < 1.0 {
            return;
        }
        let steps = length.ceil() as i32;
        let mut sum = vec![0f32; light.len()];
        for step in 0..=steps {
            let part = step as f32 / steps as f32 - 0.5;
            let (dx, dy) = ((self.motion.0 * part).round() as i32, (self.motion.1 * part).round() as i32);
            for y in 0..HEIGHT {
                let from = (y as i32 + dy).clamp(0, HEIGHT as i32 - 1) as usize;
                for x in 0..WIDTH {
                    let at = (x as i32 + dx).clamp(0, WIDTH as i32 - 1) as usize;
                    sum[y * WIDTH + x] += light[from * WIDTH + at];
                }
            }
        }
        sum.iter_mut().for_each(|s| *s /= (steps + 1) as f32);
        *light = sum;
    }
}

/// The scene in linear light, four rays a pixel.
fn drawn(phone: &Phone) -> Vec<f32> {
    const RAYS: [(f32, f32); 4] = [(0.125, 0.375), (0.625, 0.125), (0.375, 0.875), (0.875, 0.625)];
    let pixel =
        |x: usize, y: usize| RAYS.iter().map(|(u, v)| phone.light(x as f32 + u, y as f32 + v)).sum::<f32>() / 4.0;
    (0..HEIGHT).flat_map(|y| (0..WIDTH).map(move |x| (x, y))).map(|(x, y)| pixel(x, y)).collect()
}

/// A box of `2 * radius + 1` pixels both ways; the edge pixels count for what the radius has behind the point.
fn blur_box(light: &mut [f32], extent: f32) {
    let radius = extent / 2.0;
    let (whole, part) = (radius.floor() as i32, radius - radius.floor());
    let total = 2.0 * radius + 1.0;
    let mut line = vec![0f32; WIDTH.max(HEIGHT)];
    let mut along = |light: &mut [f32], count: usize, at: &dyn Fn(usize) -> usize| {
        let value = |light: &[f32], i: i32| light[at(i.clamp(0, count as i32 - 1) as usize)];
        for (i, out) in line.iter_mut().enumerate().take(count) {
            let i = i as i32;
            let inner: f32 = (i - whole..=i + whole).map(|j| value(light, j)).sum();
            *out = (inner + part * (value(light, i - whole - 1) + value(light, i + whole + 1))) / total;
        }
        for i in 0..count {
            light[at(i)] = line[i];
        }
    };
    for y in 0..HEIGHT {
        along(light, WIDTH, &|x| y * WIDTH + x);
    }
    for x in 0..WIDTH {
        along(light, HEIGHT, &|y| y * WIDTH + x);
    }
}

fn jpeg(pixels: &[u8], quality: u8) -> Vec<u8> {
    let mut bytes = vec![];
    let encoder = image::codecs::jpeg::JpegEncoder::new_with_quality(&mut bytes, quality);
    let (width, height) = (WIDTH as u32, HEIGHT as u32);
    image::ImageEncoder::write_image(encoder, pixels, width, height, image::ExtendedColorType::L8).unwrap();
    image::load_from_memory(&bytes).unwrap().into_luma8().into_raw()
}
