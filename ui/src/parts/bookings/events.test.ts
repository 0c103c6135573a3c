import { expect, test } from 'vitest';
import type { BookingsView } from '../../ipc/generated/BookingsView';
import type { ReservationView } from '../../ipc/generated/ReservationView';
import { eventsOf, monday, moveBy, shown } from './events';

const row = (given: Partial<ReservationView>): ReservationView => ({
  reservation_id: 'r1',
  user_number: '1',
  surname: '桜台',
  unlisted: false,
  service: 'day-care',
  starts_on: '2026-09-15',
  days: 1,
  arrives_at: '09:30',
  room: '',
  cancel_deadline: '2026-09-14T10:00:00+09:00',
  deadline_passed: false,
  ...given,
});

const view = (reservations: ReservationView[]): BookingsView => ({
  days: [],
  rooms: ['さくら'],
  opens_at: '',
  closes_at: '17:00',
  reservations,
  not_arrived: [],
  uses: [],
  appointments: [],
  waiting: [],
});

test('a stay is drawn over all its days, by room', () => {
  const stay = row({ service: 'stay', days: 3, room: 'さくら' });
  const [event] = eventsOf(view([stay]), 'rooms', 'week', '2026-09-14');
  expect(event).toMatchObject({
    start: '2026-09-15T00:00:00',
    end: '2026-09-18T00:00:00',
    allDay: true,
    resourceIds: ['さくら'],
    startEditable: true,
  });
});

test('by room only what takes a room is drawn; a stay without one waits for it', () => {
  const visit = row({ service: 'visit' });
  const stay = row({ reservation_id: 'r2', service: 'stay', days: 2 });
  expect(eventsOf(view([visit, stay]), 'rooms', 'week', '2026-09-14').map((e) => e.resourceIds)).toEqual([
    ['no-room'],
  ]);
});

test('on a day, what is no stay stands at its time; what begins before today cannot be moved', () => {
  const [event] = eventsOf(view([row({})]), 'times', 'day', '2026-09-16');
  expect(event).toMatchObject({
    start: '2026-09-15T09:30:00',
    end: '2026-09-15T10:00:00',
    startEditable: false,
  });
});

test('weeks begin on Monday, a month is shown with the weeks around it', () => {
  expect(monday('2026-09-13')).toBe('2026-09-07');
  expect(shown('2026-09-15', 'week')).toEqual({ from: '2026-09-14', until: '2026-09-20' });
  expect(shown('2026-09-15', 'month')).toEqual({ from: '2026-08-31', until: '2026-10-04' });
});

test('a month later or earlier keeps the day where there is one', () => {
  expect(moveBy('2026-01-31', 'month', 1)).toBe('2026-02-28');
  expect(moveBy('2026-03-15', 'month', -1)).toBe('2026-02-15');
  expect(moveBy('2026-12-31', 'month', 1)).toBe('2027-01-31');
  expect(moveBy('2026-09-15', 'week', -1)).toBe('2026-09-08');
});
