/**
 * Where a Japanese sentence may break: before a kanji, katakana, figure or bracket that follows hiragana, and after
 * punctuation. So no particle begins a line or stands alone on one. The engine has no `auto-phrase` yet.
 */
const BREAK = /(?<=[ぁ-ん])(?<![おご])(?=[一-龠々ァ-ヶ0-9A-Z¥「（])|(?<=[、。・）」　])(?![、。）」])/u;

/** A particle that stands behind a space after a figure or a date: `¥30,000 を`. */
const SPACED = / (?=[ぁ-ん])/gu;

/** The phrases of a sentence, in order; joined they are the sentence. */
export function phrases(sentence: string): string[] {
  return sentence
    .replace(SPACED, '\u00a0')
    .split(BREAK)
    .filter((p) => p !== '');
}
