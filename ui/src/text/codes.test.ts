import { expect, test } from 'vitest';
import { en } from './en';
import { ja } from './ja';

/** The Rust sources that name the codes, read as text. */
const sources = import.meta.glob<string>(
  [
    '../../../src-tauri/src/desk/{error,check_in,reservations/book,today}.rs',
    '../../../src-tauri/crates/domain/src/{verdict,attention}.rs',
    '../../../src-tauri/crates/store/src/error.rs',
    '../../../src-tauri/crates/scanner/src/{lib,camera/fault}.rs',
    '../../../src-tauri/crates/coupon/src/verify.rs',
    '../../../src-tauri/crates/sync/src/{core,edge}.rs',
    '../../../src-tauri/crates/wire/src/protocol.rs',
  ],
  { query: '?raw', import: 'default', eager: true },
);

function source(path: string): string {
  return sources[`../../../src-tauri/${path}`] ?? '';
}

/** The codes a Rust `match` gives: every kebab-case text after an arrow. */
function arrows(path: string, from = ''): string[] {
  const text = source(path);
  const body = text.slice(text.indexOf(from));
  return [...body.matchAll(/=>\s*"([a-z][a-z0-9-]*)"/g)].map((m) => m[1] ?? '');
}

/** The codes of one module of constants. */
function constants(path: string, module: string): string[] {
  const text = source(path);
  const body = text.slice(text.indexOf(`pub mod ${module} {`));
  const block = body.slice(0, body.indexOf('\n}'));
  return [...block.matchAll(/: &str = "([a-z-]+)"/g)].map((m) => m[1] ?? '');
}

/** The codes that are named with one word before them, such as `look("held")`. */
function named(path: string, before: string): string[] {
  return [...source(path).matchAll(new RegExp(`${before}"([a-z][a-z0-9-]*)"`, 'g'))].map((m) => m[1] ?? '');
}

const wire = 'crates/wire/src/protocol.rs';
const rules = [
  ...arrows('crates/domain/src/verdict.rs', 'pub fn code'),
  ...arrows('crates/domain/src/attention.rs', 'pub fn code'),
  ...named('src/desk/check_in.rs', 'good_view\\(programme, '),
  ...named('src/desk/reservations/book.rs', 'look_view\\(programme, '),
];
const tables = {
  problems: [
    ...arrows('src/desk/error.rs', 'pub fn code'),
    ...arrows('crates/store/src/error.rs'),
    ...arrows('crates/scanner/src/lib.rs'),
    ...arrows('crates/coupon/src/verify.rs'),
  ],
  cameraFaults: arrows('crates/scanner/src/camera/fault.rs'),
  trouble: [...arrows('crates/sync/src/core.rs'), ...arrows('crates/sync/src/edge.rs')],
  held: constants(wire, 'held'),
  warned: constants(wire, 'warn'),
  reasons: rules,
  ticks: named('src/desk/check_in.rs', 'tick\\('),
  firstLooks: [
    ...arrows('crates/domain/src/verdict.rs', 'pub fn code').filter((c) => !/^(booked|late-c)/.test(c)),
    ...named('src/desk/today.rs', 'look\\('),
    ...named('src/desk/today.rs', 'of_no_one\\('),
  ],
} as const;

/** Facts of every name a sentence may ask for. */
const facts = {
  days: '3',
  born: '2026-05-01',
  last_day: '2027-04-30',
  units: '1',
  quota: '7',
  moved_out_on: '2026-07-01',
  oldest: '6',
  interview_on: '2026-03-31',
  on: '2026-07-14',
  year: '2031',
  count: '2',
  amount: '30000',
  trouble: 'ward-unreachable',
};

for (const [name, codes] of Object.entries(tables)) {
  const table = name as keyof typeof tables;
  test(`every code of ${table} that the desk can send has a sentence in both languages`, () => {
    expect(codes.length).toBeGreaterThan(3);
    for (const language of [ja, en]) {
      const known = Object.keys(language[table]);
      expect([...new Set(codes)].filter((code) => !known.includes(code))).toEqual([]);
    }
  });

  test(`no sentence of ${table} has a hole, and none says the code`, () => {
    for (const language of [ja, en]) {
      for (const [code, sentence] of Object.entries(language[table])) {
        const said = sentence(facts).join(' ');
        expect(said, code).not.toMatch(/undefined|NaN|—|null/);
        if (code.includes('-')) expect(said, code).not.toContain(code);
      }
    }
  });
}

for (const table of ['problems', 'cameraFaults', 'cameraSays', 'trouble', 'held', 'warned'] as const) {
  test(`every sentence of ${table} says what to do next`, () => {
    for (const language of [ja, en]) {
      for (const [code, sentence] of Object.entries(language[table])) {
        expect(sentence(facts)[1], code).not.toBe('');
      }
    }
  });
}

test('a refusal says what to do next', () => {
  for (const code of ['invalid-length', 'booked-before-birth', 'before-birth', 'past-one-year'] as const) {
    for (const language of [ja, en]) expect(language.reasons[code](facts)[1], code).not.toBe('');
  }
});

test('the public counter reads nothing of money, quota, health or address', () => {
  for (const sentence of Object.values(ja.firstLooks)) {
    expect(sentence(facts).join('')).not.toMatch(/上限|超過|無償|負担|円|¥|体調|転出|住所|か月/);
  }
  for (const sentence of Object.values(en.firstLooks)) {
    expect(sentence(facts).join('')).not.toMatch(/quota|price|free|moved|month|health/i);
  }
});

test('English has no Japanese left but the way back to it and the names of leaflet sections', () => {
  const left: string[] = [];
  const walk = (value: unknown, path: string): void => {
    if (typeof value === 'string' && /[ぁ-んァ-ヶ一-龠]/.test(value)) left.push(path);
    else if (typeof value === 'object' && value !== null) {
      for (const [name, inner] of Object.entries(value)) walk(inner, `${path}.${name}`);
    }
  };
  walk(en, 'en');
  expect(left).toEqual(['en.app.language', 'en.settings.display.languages.ja']);
});
