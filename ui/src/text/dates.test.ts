import { expect, test } from 'vitest';
import { day, fullDay, shiftMonth, yen } from './dates';

test('a date shows its weekday, a birth date its era', () => {
  expect(day('2026-07-14', 'ja')).toBe('7月14日（火）');
  expect(fullDay('2026-03-03', 'ja')).toBe('令和8年3月3日（火）');
});

test('the month before January is December', () => {
  expect(shiftMonth('2026-01', -1)).toBe('2025-12');
  expect(shiftMonth('2026-12', 1)).toBe('2027-01');
});

test('money has its sign and separators', () => {
  expect(yen(37000)).toBe('¥37,000');
});
