import type { Sight } from '../../ipc/camera';
import type { CameraSettings } from '../../state/camera.svelte';

/** Every grey as the canvas wants it, opaque. */
const GREYS = Uint32Array.from({ length: 256 }, (_, grey) => (0xff000000 | (grey * 0x010101)) >>> 0);

/** Draws pictures of the camera on a canvas, mirrored and turned as set, with the corners of what was read. */
export class Drawing {
  #canvas: HTMLCanvasElement;
  #shown: CanvasRenderingContext2D | null;
  #image: ImageData | null = null;

  constructor(canvas: HTMLCanvasElement) {
    this.#canvas = canvas;
    // Pixels come from the processor thirty times a second: a canvas in the graphics card's memory is slower.
    this.#shown = canvas.getContext('2d', { alpha: false, willReadFrequently: true });
  }

  picture({ view, pixels }: Sight, settings: CameraSettings): void {
    const { width, height } = view;
    const shown = this.#shown;
    if (!shown || pixels.length < width * height) return;
    const lies = settings.turn % 180 !== 0;
    const [w, h] = lies ? [height, width] : [width, height];
    if (this.#image?.width !== w || this.#image.height !== h) {
      this.#image = new ImageData(w, h);
      this.#canvas.width = w;
      this.#canvas.height = h;
    }
    // Where the first pixel goes, and how far it is from there to the next one and to the next row.
    const [first, next, row] = steps(w, h, settings);
    const out = new Uint32Array(this.#image.data.buffer);
    let from = 0;
    for (let y = 0; y < height; y += 1) {
      let to = first + y * row;
      for (let x = 0; x < width; x += 1, from += 1, to += next) out[to] = GREYS[pixels[from] ?? 0] ?? 0;
    }
    shown.putImageData(this.#image, 0, 0);
    for (const corners of view.corners) {
      outline(
        shown,
        corners.map(([x, y]) => place(x, y, w, h, settings)),
      );
    }
  }

  clear(): void {
    this.#shown?.clearRect(0, 0, this.#canvas.width, this.#canvas.height);
  }
}

function steps(w: number, h: number, { turn, mirror }: CameraSettings): [number, number, number] {
  const plain = {
    0: [0, 0, 1, 0],
    90: [w - 1, 0, 0, 1],
    180: [w - 1, h - 1, -1, 0],
    270: [0, h - 1, 0, -1],
  } as const;
  const [x, y, dx, dy] = plain[turn];
  // The next row lies a quarter turn on from the next pixel.
  const [rx, ry] = [-dy, dx];
  const across = (n: number): number => (mirror ? -n : n);
  return [y * w + (mirror ? w - 1 - x : x), dy * w + across(dx), ry * w + across(rx)];
}

/** A share of the picture as it came, in pixels as it is shown. */
function place(x: number, y: number, w: number, h: number, { turn, mirror }: CameraSettings): Place {
  const turned = { 0: [x, y], 90: [1 - y, x], 180: [1 - x, 1 - y], 270: [y, 1 - x] } as const;
  const [across, down] = turned[turn];
  return [(mirror ? 1 - across : across) * w, down * h];
}

type Place = [x: number, y: number];

/** Light on dark, so that it is seen on any picture. */
function outline(shown: CanvasRenderingContext2D, corners: Place[]): void {
  shown.lineJoin = 'round';
  for (const [colour, wide] of [
    ['#000000', 9],
    ['#6ee7a8', 5],
  ] as const) {
    shown.beginPath();
    corners.forEach(([x, y], n) => (n === 0 ? shown.moveTo(x, y) : shown.lineTo(x, y)));
    shown.closePath();
    shown.strokeStyle = colour;
    shown.lineWidth = wide;
    shown.stroke();
  }
}
