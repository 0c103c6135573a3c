import { zoom } from '../ipc/tauri';
import { app } from './app.svelte';

/** How this desk looks and sounds. Kept at the desk: it is of the screen and the room, not of the facility. */
export type Display = {
  /** Per cent. */
  size: 100 | 125 | 150 | 200;
  /** Beside what the system asks for. */
  contrast: boolean;
  still: boolean;
  /** Keys of one character, which a voice or a trembling hand may press unmeant. */
  letters: boolean;
  sound: boolean;
  /** 0 to 100. */
  volume: number;
  night: boolean;
};

const KEPT = 'display';
const PLAIN: Display = {
  size: 100,
  contrast: false,
  still: false,
  letters: true,
  sound: true,
  volume: 60,
  night: true,
};

/** Hours in which a house is quiet. */
const NIGHT_FROM = 20;
const NIGHT_UNTIL = 7;
const AT_NIGHT = 1 / 3;

function kept(): Display {
  try {
    const found = JSON.parse(localStorage.getItem(KEPT) ?? '{}') as Partial<Display>;
    return { ...PLAIN, ...found };
  } catch {
    return { ...PLAIN };
  }
}

export const display = $state<Display>(kept());

/** Changes it at once, and remembers it. */
export function show(change: Partial<Display>): void {
  Object.assign(display, change);
  localStorage.setItem(KEPT, JSON.stringify(display));
  apply();
}

/** What the system asks for. */
const CONTRAST = matchMedia('(prefers-contrast: more)');
const STILL = matchMedia('(prefers-reduced-motion: reduce)');
for (const wish of [CONTRAST, STILL]) wish.addEventListener('change', () => apply());

/** Makes the page what was chosen. */
export function apply(): void {
  const root = document.documentElement;
  root.toggleAttribute('data-contrast', display.contrast || CONTRAST.matches);
  root.toggleAttribute('data-still', display.still || STILL.matches);
  if (display.size !== zoomed) {
    zoomed = display.size;
    zoom(display.size / 100);
  }
}
let zoomed = 100;

const LANGUAGE = 'language';

/** The language chosen at this desk is the one it opens with. */
export function rememberLanguage(): void {
  localStorage.setItem(LANGUAGE, app.language);
}
if (localStorage.getItem(LANGUAGE) === 'en') app.language = 'en';

/** How loud a sound is to be at this hour, 0 to 1. */
export function loudness(hour: number): number {
  if (!display.sound) return 0;
  const quiet = display.night && (hour >= NIGHT_FROM || hour < NIGHT_UNTIL);
  return (display.volume / 100) * (quiet ? AT_NIGHT : 1);
}
