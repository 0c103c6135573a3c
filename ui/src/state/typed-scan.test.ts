import { expect, test } from 'vitest';
import { TypedScan, type Heard, type Pressed } from './typed-scan';

/** Keys as they come; `\n` is Enter. */
function press(keys: string[], gap: number, as: (key: string) => Partial<Pressed> = () => ({})): Heard[] {
  const scan = new TypedScan();
  let at = 1000;
  return keys.map((c) => {
    const key = c === '\n' ? 'Enter' : c;
    const code = key === 'Enter' ? 'Enter' : '';
    return scan.key({ key, code, shift: false, composing: false, at: (at += gap), ...as(c) });
  });
}
const type = (text: string, gap: number): Heard[] => press([...text], gap);
const last = (heard: Heard[]): Heard => heard[heard.length - 1] ?? { kind: 'nothing' };
const scanned = (text: string, composed = false): Heard => ({ kind: 'scanned', text, composed });

/** Holds every sign of Base45. */
const COUPON = 'PPC1:NCF0 $%*+-./:XY';

test('a fast run of keys that ends in Enter is a scan', () => {
  expect(last(type('40731958\n', 8))).toEqual(scanned('40731958'));
  expect(last(type(`${COUPON}\n`, 8))).toEqual(scanned(COUPON));
});

test('a person typing her number is no scanner', () => {
  expect(last(type('40731958\n', 120))).toEqual({ kind: 'nothing' });
});

test('a fast name is no scan', () => {
  expect(last(type('hikarigaoka\n', 8))).toEqual({ kind: 'nothing' });
});

test('one slow key begins a new run', () => {
  const scan = new TypedScan();
  let at = 0;
  const key = (name: string): Heard =>
    scan.key({ key: name, code: '', shift: false, composing: false, at: (at += name === '9' ? 200 : 8) });
  for (const c of '40731958') key(c);
  expect(key('Enter')).toEqual({ kind: 'nothing' });
});

test('a run that follows a function key at once still has a beginning', () => {
  const scan = new TypedScan();
  const key = (name: string, at: number): Heard =>
    scan.key({ key: name, code: '', shift: false, composing: false, at });
  key('F2', 0);
  expect(key('4', 5)).toEqual({ kind: 'started' });
});

// What arrives is written down by hand from the two keyboards, not made by the table that is tried.
test('an American scanner on a Japanese keyboard is understood', () => {
  expect(last(type('PPC1+NCF0 $%(~-./+XY\n', 8))).toEqual(scanned(COUPON));
  expect(last(type('https+//example.jp/c_n^1\n', 8))).toEqual(scanned('https://example.jp/c_n=1'));
});

test('a Japanese scanner on an American keyboard is understood', () => {
  expect(last(type("PPC1'NCF0 $%\":-./'XY\n", 8))).toEqual(scanned(COUPON));
  expect(last(type("https'//example.jp/c\n", 8))).toEqual(scanned('https://example.jp/c'));
});

test('Caps Lock is understood', () => {
  expect(last(type('ppc1:ncf0 $%*+-./:xy\n', 8))).toEqual(scanned(COUPON));
  expect(last(type('ppc1+ncf0 $%(~-./+xy\n', 8))).toEqual(scanned(COUPON));
});

test('a scanner set to yet another keyboard is said to be set wrongly, and no coupon is made up', () => {
  for (const text of ['PPC1ÖNCF0 $%(~ß.-ÖXY', 'PPC1+NCF0#$%XY', 'PPC1+NCF0', 'httpsÖ--example.jp']) {
    expect(last(type(`${text}\n`, 8)), text).toEqual({ kind: 'garbled' });
  }
  expect(last(type('PPC1+NCF0 $%(~-./+XY\n', 120)), 'a person').toEqual({ kind: 'nothing' });
});

test('full-width letters, digits and signs are read as plain ones', () => {
  expect(last(type('４０７３１９５８\n', 8))).toEqual(scanned('40731958'));
  expect(last(type('ＰＰＣ１：ＮＣＦ０　＄％＊＋－．／：ＸＹ\n', 8))).toEqual(scanned(COUPON));
});

/** The key's place, as a scanner set to the American keyboard presses it. */
function place(sign: string): Partial<Pressed> {
  const signs: Record<string, [string, boolean]> = {
    '\n': ['Enter', false],
    ' ': ['Space', false],
    $: ['Digit4', true],
    '%': ['Digit5', true],
    '*': ['Digit8', true],
    '+': ['Equal', true],
    '-': ['Minus', false],
    '.': ['Period', false],
    '/': ['Slash', false],
    ':': ['Semicolon', true],
  };
  const letter: [string, boolean] = /\d/.test(sign) ? [`Digit${sign}`, false] : [`Key${sign}`, true];
  const [code, shift] = signs[sign] ?? letter;
  return { key: 'Process', code, shift, composing: true };
}

test('a burst that an IME swallowed is warned of, once, and what was scanned is not lost', () => {
  const heard = press([...`${COUPON}\n`], 8, place);
  expect(heard[0]).toEqual({ kind: 'started' });
  expect(heard.filter((h) => h.kind === 'ime-on')).toHaveLength(1);
  expect(last(heard)).toEqual(scanned(COUPON, true));
});

test('Shift that goes down in between is no key of the burst', () => {
  const keys = [...COUPON].flatMap((c) => (place(c).shift ? ['shift', c] : [c]));
  const heard = press([...keys, '\n'], 8, (c) =>
    c === 'shift' ? { key: 'Process', code: 'ShiftLeft', shift: true, composing: true } : place(c),
  );
  expect(last(heard)).toEqual(scanned(COUPON, true));
});

test('a burst into an IME that does not say its keys is warned of, and no scan is made up', () => {
  const heard = press([...'4073195840731958\n'], 8, (c) => ({
    key: 'Process',
    code: c === '\n' ? 'Enter' : '',
    composing: true,
  }));
  expect(heard.filter((h) => h.kind === 'ime-on')).toHaveLength(1);
  expect(last(heard)).toEqual({ kind: 'swallowed' });
});

test('a person who writes Japanese is never warned', () => {
  const heard = press([...'HIKARIGAOKAHIKARIGAOKA\n'], 90, place);
  expect(heard.every((h) => h.kind === 'started' || h.kind === 'nothing')).toBe(true);
});
