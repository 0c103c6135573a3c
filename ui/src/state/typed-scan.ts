/**
 * A USB scanner is a keyboard that types faster than people do and ends with Enter. This tells a burst
 * of such keys from a person typing; it touches no page and no desk.
 */
import { atPlace, readings } from './keyboards';

/** Longest pause inside a burst, milliseconds. People rolling over keys are slower for this long a run. */
const PAUSE = 40;
/** A shorter run is never a scan. */
const SHORTEST = 8;

/** One key that went down; `at` is its time in milliseconds. */
export type Pressed = { key: string; code: string; shift: boolean; composing: boolean; at: number };

/** What a key turned out to be. */
export type Heard =
  | { kind: 'nothing' }
  | { kind: 'started' }
  | { kind: 'scanned'; text: string; composed: boolean }
  /** A burst is going into an input method. */
  | { kind: 'ime-on' }
  /** It has ended, and could not be made out. */
  | { kind: 'swallowed' }
  /** A code, by a scanner that is set to a keyboard that is not known here. */
  | { kind: 'garbled' };

const NOTHING: Heard = { kind: 'nothing' };

export class TypedScan {
  #text = '';
  /** So many keys of the run went into an input method. */
  #composed = 0;
  #last = -Infinity;

  /** One key, in order. */
  key({ key, code, shift, composing, at }: Pressed): Heard {
    const quick = at - this.#last < PAUSE;
    this.#last = at;
    if (/^(Enter|Tab|NumpadEnter)$/.test(composing ? code : key)) {
      const [text, composed] = [quick ? this.#text : '', this.#composed];
      this.#text = '';
      this.#composed = 0;
      return ended(text, composed);
    }
    const typed = composing ? atPlace(code, shift) : plain(key);
    if (typed.length !== 1) return NOTHING;
    const goesOn = quick && this.#text !== '';
    this.#text = goesOn ? this.#text + typed : typed;
    this.#composed = (goesOn ? this.#composed : 0) + (composing ? 1 : 0);
    if (composing && this.#composed === SHORTEST) return { kind: 'ime-on' };
    return goesOn ? NOTHING : { kind: 'started' };
  }
}

/** Full-width letters, digits and signs are meant as ASCII. */
function plain(key: string): string {
  const narrow = key.normalize('NFKC');
  return narrow.length === 1 ? narrow : key;
}

function ended(text: string, composed: number): Heard {
  if (text.length < SHORTEST) return NOTHING;
  for (const said of readings(text)) {
    const code = isScan(said) ? said : upperCase(said);
    if (code !== null && (said === text || isWhole(code))) {
      return { kind: 'scanned', text: code, composed: composed > 0 };
    }
  }
  if (composed >= SHORTEST) return { kind: 'swallowed' };
  return /^(ppc1|https?)[^a-z0-9]/i.test(text) ? { kind: 'garbled' } : NOTHING;
}

/** A coupon knows capitals only: Caps Lock turned them. */
function upperCase(text: string): string | null {
  const code = text.toUpperCase();
  return isWhole(code) && COUPON.test(code) ? code : null;
}

const COUPON = /^PPC1:/;

/** A coupon in its own alphabet and a length that Base45 can have, or an address: no accident. */
function isWhole(text: string): boolean {
  if (!COUPON.test(text)) return /^[a-z][a-z0-9.-]*:\/\//i.test(text);
  const code = text.slice('PPC1:'.length);
  return /^[0-9A-Z $%*+\-./:]+$/.test(code) && code.length % 3 !== 1;
}

/** A coupon, a number or an address: what a code of this desk can hold. Names are never printed as codes. */
export function isScan(text: string): boolean {
  return text.length >= SHORTEST && (COUPON.test(text) || /^[\d -]+$/.test(text) || text.includes('://'));
}
