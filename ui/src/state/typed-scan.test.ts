import { expect, test } from 'vitest';
import { TypedScan, type Heard } from './typed-scan';

function type(text: string, gap: number, composing = false): Heard[] {
  const scan = new TypedScan();
  let at = 1000;
  return [...text].map((c) => scan.key(c === '\n' ? 'Enter' : c, composing, (at += gap)));
}
const last = (heard: Heard[]): Heard => heard[heard.length - 1] ?? { kind: 'nothing' };

test('a fast run of keys that ends in Enter is a scan', () => {
  expect(last(type('40731958\n', 8))).toEqual({ kind: 'scanned', text: '40731958' });
  expect(last(type('PPC1:6BF-JS 4+$\n', 8))).toEqual({ kind: 'scanned', text: 'PPC1:6BF-JS 4+$' });
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
  for (const c of '40731958') scan.key(c, false, (at += c === '9' ? 200 : 8));
  expect(scan.key('Enter', false, at + 8)).toEqual({ kind: 'nothing' });
});

test('a run that follows a function key at once still has a beginning', () => {
  const scan = new TypedScan();
  scan.key('F2', false, 0);
  expect(scan.key('4', false, 5)).toEqual({ kind: 'started' });
});

test('a burst that an IME swallowed is told, once', () => {
  const heard = type('4073195840731958', 8, true).filter((h) => h.kind === 'ime-on');
  expect(heard).toHaveLength(1);
});
