import { expect, test } from 'vitest';
import { phrases } from './phrases';

test('a line never begins with a particle', () => {
  expect(phrases('番号と生年月日が、区の記録と合いません。')).toEqual([
    '番号と',
    '生年月日が、',
    '区の',
    '記録と',
    '合いません。',
  ]);
});

test('an honorific stays with its word', () => {
  expect(phrases('つぎはお子さまの確認')).toEqual(['つぎはお子さまの', '確認']);
});

test('a particle stays with the figure before it', () => {
  expect(phrases('全額の ¥30,000 を伝えた')).toEqual(['全額の ¥30,000\u00a0を', '伝えた']);
});

test('nothing is lost', () => {
  const sentence = '先に金額（¥30,000）を伝え、「同意書」に署名をもらいます。';
  expect(phrases(sentence).join('')).toBe(sentence);
});
