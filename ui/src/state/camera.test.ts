import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import type { Camera, Sight } from '../ipc/camera';
import type { CameraHint } from '../ipc/generated/CameraHint';
import type { CameraStanding } from '../ipc/generated/CameraStanding';
import { Eye } from './camera.svelte';

const RUNNING: CameraStanding = { state: 'running', camera: 'Desk' };

/** A camera that gives these sights, ten a second, and then the same picture with nothing new. */
class Film implements Camera {
  opened = 0;
  looks = 0;
  standing: CameraStanding = RUNNING;
  hint: CameraHint = 'show';
  read: string[][];

  constructor(read: string[][] = []) {
    this.read = read;
  }
  open(): Promise<void> {
    this.opened += 1;
    return Promise.resolve();
  }
  async look(): Promise<Sight> {
    this.looks += 1;
    await new Promise((done) => setTimeout(done, 100));
    const read = this.read.shift() ?? [];
    const { standing, hint } = this;
    const view = { standing, hint, corners: [], read, width: 0, height: 0 };
    return { view, pixels: new Uint8Array() };
  }
  close(): Promise<void> {
    return Promise.resolve();
  }
  names(): Promise<string[]> {
    return Promise.resolve(['Desk']);
  }
}

const nothing = (): void => undefined;
const seconds = (n: number): Promise<unknown> => vi.advanceTimersByTimeAsync(n * 1000);

/** An eye that looks through the film, and what it told. */
function looking(film: Film, tell: (text: string) => Promise<void> = () => Promise.resolve()) {
  const told: string[] = [];
  const eye = new Eye(nothing, nothing, (text) => (told.push(text), tell(text)), film);
  return { eye, told, stop: eye.start() };
}

beforeEach(() => {
  vi.useFakeTimers();
  vi.stubGlobal('requestAnimationFrame', (draw: () => void) => setTimeout(draw, 16));
});
afterEach(() => {
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

test('a coupon that is read while a poster is being told is told after it', async () => {
  const slow = (): Promise<void> => new Promise((done) => setTimeout(done, 1000));
  const { told, stop } = looking(new Film([['poster'], [], ['coupon']]), slow);
  await seconds(1);
  expect(told).toEqual(['poster']);
  await seconds(2);
  expect(told).toEqual(['poster', 'coupon']);
  stop();
});

test('of two texts that come with one picture both are told, in their order', async () => {
  const { told, stop } = looking(new Film([['first', 'second']]));
  await seconds(2);
  expect(told).toEqual(['first', 'second']);
  stop();
});

test('a text that could not be told is said, and keeps no later one back', async () => {
  let asked = 0;
  const once = (): Promise<void> =>
    (asked += 1) === 1
      ? Promise.reject(Object.assign(new Error(), { code: 'data-file', detail: '', facts: {} }))
      : Promise.resolve();
  const { eye, told, stop } = looking(
    new Film([['first'], [], [], [], [], [], [], [], [], ['second']]),
    once,
  );
  await seconds(0.8);
  expect(eye.problem?.code).toBe('data-file');
  await seconds(2);
  expect(told).toEqual(['first', 'second']);
  expect(eye.problem).toBeNull();
  stop();
});

test('a sound that cannot be made keeps no later text back', async () => {
  const told: string[] = [];
  let hails = 0;
  const hail = (): void => {
    if ((hails += 1) === 1) throw new Error('no sound');
  };
  const tell = (text: string): Promise<void> => (told.push(text), Promise.resolve());
  const stop = new Eye(nothing, hail, tell, new Film([['first'], ['second']])).start();
  await seconds(2);
  expect(told).toEqual(['second']);
  stop();
});

test('what is read when nobody looks any more is not told', async () => {
  const { told, stop } = looking(new Film([['first', 'second']]));
  await seconds(0.2);
  stop();
  await seconds(2);
  expect(told).toEqual([]);
});

test('that a code was read is shown until it has been out of sight for three seconds', async () => {
  const film = new Film([['coupon']]);
  film.hint = 'found';
  const { eye, stop } = looking(film);
  await seconds(5);
  expect(eye.read).toBe(true);
  film.hint = 'show';
  await seconds(2.8);
  expect(eye.read).toBe(true);
  await seconds(0.5);
  expect(eye.read).toBe(false);
  stop();
});

test('that a code was read is shown for as long where it could be made out in one picture only', async () => {
  const { eye, stop } = looking(new Film([['coupon']]));
  await seconds(2.8);
  expect(eye.read).toBe(true);
  await seconds(0.8);
  expect(eye.read).toBe(false);
  stop();
});

test('a camera that goes off by itself at once is opened again, and not without pause', async () => {
  const film = new Film();
  film.standing = { state: 'off' };
  const { stop } = looking(film);
  await seconds(10);
  expect(film.opened).toBeGreaterThan(5);
  expect(film.opened).toBeLessThanOrEqual(11);
  stop();
});

test('a camera that cannot be opened says why, and is asked again after a second', async () => {
  const film = new Film();
  film.open = () => {
    film.opened += 1;
    return Promise.reject(Object.assign(new Error(), { code: 'reader-busy', detail: '', facts: {} }));
  };
  const { eye, stop } = looking(film);
  await seconds(3.5);
  expect(eye.problem?.code).toBe('reader-busy');
  expect(film.opened).toBe(4);
  expect(film.looks).toBe(0);
  stop();
});
