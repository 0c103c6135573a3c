/**
 * What the same key types under another setting. A USB scanner is set to one keyboard, and the computer may be set to
 * another: each sign that lies elsewhere comes out wrong. The places are those of the American and the Japanese
 * keyboard; letters and digits lie alike on both.
 */

/** Signs that one key types, with or without Shift: on the Japanese keyboard, and below on the American one. */
const JAPANESE = '"&\'()=^~‾@`[{]}+:*';
const AMERICAN = '@^&*(_=++[{]}\\|:\'"';

function meant(typed: string, signs: string): Map<string, string> {
  const table = new Map<string, string>();
  [...typed].forEach((sign, at) => {
    if (!table.has(sign)) table.set(sign, signs[at] ?? sign);
  });
  return table;
}

/** From what arrived to what was meant: as it came, and by a scanner that is set to the other keyboard. */
const SETTINGS = [new Map<string, string>(), meant(JAPANESE, AMERICAN), meant(AMERICAN, JAPANESE)];

/** What a run of keys may have been meant to say, the likeliest first. */
export function readings(typed: string): string[] {
  return SETTINGS.map((table) => [...typed].map((sign) => table.get(sign) ?? sign).join(''));
}

const SHIFTED = ')!@#$%^&*(';
const PLACES: Record<string, string> = {
  Space: '  ',
  Minus: '-_',
  Equal: '=+',
  Semicolon: ';:',
  Quote: '\'"',
  Comma: ',<',
  Period: '.>',
  Slash: '/?',
  BracketLeft: '[{',
  BracketRight: ']}',
  Backslash: '\\|',
  Backquote: '`~',
  NumpadAdd: '++',
  NumpadSubtract: '--',
  NumpadMultiply: '**',
  NumpadDivide: '//',
  NumpadDecimal: '..',
};
const UNKNOWN = '\ufffd';

/** What the key at this place types on the American keyboard: all that is known while an input method has the keys. */
export function atPlace(code: string, shift: boolean): string {
  if (/^(Shift|Control|Alt|Meta|Caps|Convert|NonConvert|Kana|Lang)/.test(code)) return '';
  const [, letter] = /^Key([A-Z])$/.exec(code) ?? [];
  if (letter !== undefined) return shift ? letter : letter.toLowerCase();
  const [, digit] = /^Digit(\d)$/.exec(code) ?? [];
  if (digit !== undefined) return shift ? (SHIFTED[Number(digit)] ?? UNKNOWN) : digit;
  const [, pad] = /^Numpad(\d)$/.exec(code) ?? [];
  return pad ?? PLACES[code]?.[shift ? 1 : 0] ?? UNKNOWN;
}
