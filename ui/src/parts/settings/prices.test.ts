import { expect, test } from 'vitest';
import type { PriceView } from '../../ipc/generated/PriceView';
import { gaps, of, withNew, without } from './prices';

const open: PriceView = { service: 'stay', from: '2026-04-01', until: null, yen: 30000 };
const visit: PriceView = { service: 'visit', from: '2026-04-01', until: null, yen: 9500 };

test('a new price ends the one before it on the day before', () => {
  const prices = withNew([open, visit], { service: 'stay', from: '2026-10-01', yen: 32000 });
  expect(of(prices, 'stay')).toEqual([
    { ...open, until: '2026-09-30' },
    { service: 'stay', from: '2026-10-01', until: null, yen: 32000 },
  ]);
  expect(of(prices, 'visit')).toEqual([visit]);
});

test('a price put before a later one ends where that begins', () => {
  const prices = withNew([open], { service: 'stay', from: '2026-01-01', yen: 28000 });
  expect(of(prices, 'stay')[0]).toEqual({
    service: 'stay',
    from: '2026-01-01',
    until: '2026-03-31',
    yen: 28000,
  });
});

test('a price of the same first day takes its place', () => {
  const prices = withNew([open], { service: 'stay', from: '2026-04-01', yen: 31000 });
  expect(of(prices, 'stay')).toEqual([{ ...open, yen: 31000 }]);
});

test('what is taken out leaves a gap, and the gap is said', () => {
  const first = { ...open, until: '2026-05-31' };
  const second = { ...open, from: '2026-06-01', until: '2026-06-30' };
  const third = { ...open, from: '2026-07-01' };
  expect(gaps([first, second, third], 'stay')).toEqual([]);
  expect(gaps(without([first, second, third], second), 'stay')).toEqual([
    { from: '2026-06-01', until: '2026-06-30' },
  ]);
});
