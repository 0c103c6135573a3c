//! What makes a code hard to read, drawn over what the camera sees.

use image::{GrayImage, Luma, imageops};

use crate::film::{HEIGHT, WIDTH, phone};

/// A phone held up too far away, and smeared: its code is made out and not read.
pub fn far(scene: &GrayImage, code: &GrayImage) -> GrayImage {
    smeared(&phone(scene, code, 170, (700, 330)), 170, (700, 330))
}

/// A phone with a smear across the middle of the code: its three marks can be made out, what it says cannot.
fn smeared(scene: &GrayImage, side: u32, (x, y): (u32, u32)) -> GrayImage {
    let (wide, high) = (side * 8 / 10, side * 3 / 10);
    let (left, top) = (x - wide / 2, y - high / 2);
    let smear = imageops::blur(&imageops::crop_imm(scene, left, top, wide, high).to_image(), 6.0);
    let mut scene = scene.clone();
    imageops::overlay(&mut scene, &smear, i64::from(left), i64::from(top));
    scene
}

/// With the lights off.
pub fn dark(scene: &GrayImage) -> GrayImage {
    GrayImage::from_fn(WIDTH, HEIGHT, |x, y| Luma([scene.get_pixel(x, y).0[0] / 8]))
}

/// With a lamp mirrored in it.
pub fn lamp(scene: &GrayImage) -> GrayImage {
    GrayImage::from_fn(WIDTH, HEIGHT, |x, y| {
        let far = (f64::from(x) - 640.0).hypot(f64::from(y) - 330.0);
        let light = ((420.0 - far).max(0.0) * 4.0) as u32;
        Luma([(u32::from(scene.get_pixel(x, y).0[0]) + light).min(255) as u8])
    })
}
