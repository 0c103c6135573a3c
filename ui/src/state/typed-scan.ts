/**
 * A USB scanner is a keyboard that types faster than people do and ends with Enter. This tells a burst
 * of such keys from a person typing; it touches no page and no desk.
 */

/** Longest pause inside a burst, milliseconds. People rolling over keys are slower for this long a run. */
const PAUSE = 40;
/** A shorter run is never a scan. */
const SHORTEST = 8;

/** What a key turned out to be. */
export type Heard =
  { kind: 'nothing' } | { kind: 'started' } | { kind: 'scanned'; text: string } | { kind: 'ime-on' };

export class TypedScan {
  #text = '';
  #composed = 0;
  #last = -Infinity;

  /** One key, in order; `at` is its time in milliseconds. */
  key(key: string, composing: boolean, at: number): Heard {
    const quick = at - this.#last < PAUSE;
    this.#last = at;
    if (composing) {
      this.#composed = quick ? this.#composed + 1 : 1;
      this.#text = '';
      return this.#composed === SHORTEST ? { kind: 'ime-on' } : { kind: 'nothing' };
    }
    this.#composed = 0;
    if (key === 'Enter' || key === 'Tab') {
      const text = this.#text;
      this.#text = '';
      return quick && isScan(text) ? { kind: 'scanned', text } : { kind: 'nothing' };
    }
    if (key.length !== 1) return { kind: 'nothing' };
    const goesOn = quick && this.#text !== '';
    this.#text = goesOn ? this.#text + key : key;
    return goesOn ? { kind: 'nothing' } : { kind: 'started' };
  }
}

/** A coupon, a number or an address: what a code of this desk can hold. Names are never printed as codes. */
export function isScan(text: string): boolean {
  return text.length >= SHORTEST && (/^PPC1:/.test(text) || /^[\d -]+$/.test(text) || text.includes('://'));
}
