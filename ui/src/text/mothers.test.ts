import { expect, test } from 'vitest';
import { en } from './en';
import type { Sentences } from './facts';
import { ja } from './ja';

/** The Rust sources that name the codes, read as text. */
const sources = import.meta.glob<string>(
  [
    '../../../src-tauri/src/desk/mothers/{entry,history,lists}.rs',
    '../../../src-tauri/src/desk/mothers/import/{columns,rows}.rs',
  ],
  { query: '?raw', import: 'default', eager: true },
);
const source = (file: string): string => sources[`../../../src-tauri/src/desk/mothers/${file}`] ?? '';
const all = (text: string, pattern: RegExp): string[] => [...text.matchAll(pattern)].map((m) => m[1] ?? '');

const told = source('history.rs').split('fn told(')[1]?.split('fn named(')[0] ?? '';
const history = [
  ...all(told, /(?:one|of_use|of_reservation)\(\s*"([a-z-]+)"/g),
  ...all(told, /=> "([a-z-]+)"/g),
  ...all(told, /code: "([a-z-]+)"/g),
  ...all(told, /user_number, "([a-z-]+)"/g),
  ...all(told, /(?:if|else) \{ "([a-z-]+)"/g),
  ...all(told, /if [^{]*\{ "([a-z-]+)" \}/g),
];
const facts = {
  service: 'stay',
  on: '2026-07-14',
  days: '3',
  yen: '1500',
  time: '10:00',
  reason: 'x',
  means: 'cash',
};
const more = {
  source: 'card',
  count: '2',
  from: '2026-07-14',
  until: '2026-07-20',
  now: '2',
  stay: '7',
  day_care: '12',
  visit: '6',
};

test('everything that can happen to a mother has a sentence in both languages, without a hole', () => {
  expect(new Set(history).size).toBeGreaterThan(30);
  for (const language of [ja, en]) {
    const known: Sentences = language.motherHistory;
    expect([...new Set(history)].filter((code) => !(code in known))).toEqual([]);
    for (const [code, sentence] of Object.entries(known)) {
      expect(sentence({ ...facts, ...more }).join(' '), code).not.toMatch(/undefined|NaN|—|null/);
    }
  }
});

test('every field that can be wrong has a name, and says what it should be', () => {
  const entry = source('entry.rs');
  const fields = all(entry, /(?:unreadable|line|text|written)\([^"()]*"([a-z_]+)"/g).filter(
    (f) => f !== 'csv',
  );
  expect(new Set(fields).size).toBeGreaterThan(10);
  for (const language of [ja, en]) {
    for (const field of fields) {
      expect(language.motherFields[field], field).toBeTruthy();
      expect(language.motherWrong[field], field).toBeTruthy();
    }
  }
});

test('every column of a list has a name, and every wrong cell its reason', () => {
  const columns = all(source('import/columns.rs'), /Field::[A-Za-z]+,\s*"([a-z_]+)"/g);
  expect(columns.length).toBeGreaterThan(20);
  const cells = all(source('import/rows.rs'), /self\.bad\([^,]+,\s*"([a-z-]+)"\)/g).concat(
    all(source('import/rows.rs'), /\("?[a-z_]+"?, "([a-z-]+)"\)/g),
  );
  expect(new Set(cells).size).toBeGreaterThan(4);
  for (const language of [ja, en]) {
    for (const column of columns) expect(language.motherFields[column], column).toBeTruthy();
    for (const code of cells) expect(code in language.importWrong, code).toBe(true);
  }
});

test('every line of a work list has its words', () => {
  const lists = source('lists.rs');
  const codes = [...all(lists, /row\(&mother, "([a-z-]+)"/g), ...all(lists, /=> "([a-z-]+)"/g)];
  expect(new Set(codes).size).toBeGreaterThan(5);
  for (const language of [ja, en]) {
    for (const code of codes) expect(language.workLists.row[code]?.('14'), code).toContain('14');
  }
});
