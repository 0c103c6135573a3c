import { expect, test } from 'vitest';
import { readTime } from './time';

test('a time is read as people write it', () => {
  const written = {
    '9:00': '09:00',
    '９：３０': '09:30',
    '900': '09:00',
    '1730': '17:30',
    '9': '09:00',
    '9時': '09:00',
  };
  for (const [typed, read] of Object.entries(written)) expect(readTime(typed), typed).toBe(read);
  expect(readTime('9時30分')).toBe('09:30');
});

test('what is no time is none', () => {
  for (const typed of ['', '25:00', '9:70', '午前', '9-30', '12345'])
    expect(readTime(typed), typed).toBeNull();
});
