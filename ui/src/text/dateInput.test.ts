import { expect, test } from 'vitest';
import { readDate } from './dateInput';

test('a date is read as people write it', () => {
  for (const text of [
    '2026-05-01',
    '2026/5/1',
    '2026.5.1',
    '20260501',
    '2026年5月1日',
    'R8.5.1',
    'r8/5/1',
    '令和8年5月1日',
    '令8.5.1',
    '２０２６－０５－０１',
  ]) {
    expect(readDate(text), text).toBe('2026-05-01');
  }
  expect(readDate('令和元年5月1日')).toBe('2019-05-01');
});

test('a day that does not exist, and half a date, are none', () => {
  for (const text of ['2026-02-29', '2026-13-01', 'R8.4.31', '2026-05', '5/1', '昨日', '']) {
    expect(readDate(text), text).toBeNull();
  }
});
