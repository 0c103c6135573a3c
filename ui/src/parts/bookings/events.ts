import type { Calendar } from '@event-calendar/core';
import type { AppointmentView } from '../../ipc/generated/AppointmentView';
import type { BookingsView } from '../../ipc/generated/BookingsView';
import type { OccupiedView } from '../../ipc/generated/OccupiedView';
import type { ReservationView } from '../../ipc/generated/ReservationView';
import type { ServiceId } from '../../ipc/generated/ServiceId';
import { shiftDay } from '../../text/dates';

/** Arranged by room, or by time. */
export type By = 'rooms' | 'times';
export type Span = 'day' | 'week' | 'month';

/** What lies on a day. */
export type Item =
  | { of: 'reservation'; row: ReservationView }
  | { of: 'use'; row: OccupiedView }
  | { of: 'appointment'; row: AppointmentView };

/** Where a use without a room stands. */
export const NO_ROOM = 'no-room';
/** Where appointments stand beside the services. */
export const APPOINTMENTS = 'appointment';

/** How long each is drawn; how long it lasts nobody has said. */
const MINUTES: Record<ServiceId | 'appointment', number> = {
  stay: 30,
  'day-care': 30,
  visit: 90,
  appointment: 30,
};

/** Everything of the days, in the order in which it is listed. */
export function itemsOf(view: BookingsView): Item[] {
  const items: Item[] = [
    ...view.uses.map((row): Item => ({ of: 'use', row })),
    ...view.reservations.map((row): Item => ({ of: 'reservation', row })),
    ...view.appointments.map((row): Item => ({ of: 'appointment', row })),
  ];
  return items.sort((a, b) => order(a).localeCompare(order(b)));
}

function order(item: Item): string {
  return `${firstDay(item)} ${at(item)}`;
}

export function firstDay(item: Item): string {
  switch (item.of) {
    case 'reservation':
      return item.row.starts_on;
    case 'use':
      return item.row.from;
    case 'appointment':
      return item.row.date;
  }
}

export function lastDay(item: Item): string {
  switch (item.of) {
    case 'reservation':
      return shiftDay(item.row.starts_on, Math.max(item.row.days, 1) - 1);
    case 'use':
      return item.row.until;
    case 'appointment':
      return item.row.date;
  }
}

/** `HH:MM` at which it begins. */
export function at(item: Item): string {
  switch (item.of) {
    case 'reservation':
      return item.row.arrives_at;
    case 'use':
      return item.row.came_at;
    case 'appointment':
      return item.row.starts_at;
  }
}

export function idOf(item: Item): string {
  switch (item.of) {
    case 'reservation':
      return item.row.reservation_id;
    case 'use':
      return item.row.use_id;
    case 'appointment':
      return item.row.appointment_id;
  }
}

export function kindOf(item: Item): ServiceId | 'appointment' {
  return item.of === 'appointment' ? 'appointment' : item.row.service;
}

export function roomOf(item: Item): string {
  return item.of === 'appointment' ? '' : item.row.room;
}

/** Whether it can be moved: what is over or under way cannot. */
export function movable(item: Item, today: string): boolean {
  return item.of === 'reservation'
    ? item.row.starts_on >= today
    : item.of === 'appointment' && item.row.stands === 'planned';
}

/** Those that are drawn: by room only what takes a room. */
function drawn(item: Item, by: By): boolean {
  return by === 'times' || kindOf(item) === 'stay' || roomOf(item) !== '';
}

/** Where it stands: in a room, or beside its like. */
export function resourceOf(item: Item, by: By): string {
  return by === 'rooms' ? roomOf(item) || NO_ROOM : kindOf(item);
}

/** The calendar's events. On days, only what is no stay has its time; elsewhere whole days are drawn. */
export function eventsOf(view: BookingsView, by: By, span: Span, today: string): Calendar.EventInput[] {
  return itemsOf(view)
    .filter((item) => drawn(item, by))
    .map((item) => {
      const timed = span === 'day' && kindOf(item) !== 'stay';
      const day = firstDay(item);
      return {
        id: idOf(item),
        allDay: !timed,
        start: timed ? `${day}T${at(item)}:00` : `${day}T00:00:00`,
        end: timed ? later(day, at(item), MINUTES[kindOf(item)]) : `${shiftDay(lastDay(item), 1)}T00:00:00`,
        resourceIds: [resourceOf(item, by)],
        startEditable: movable(item, today),
        durationEditable: false,
        classNames: [kindOf(item), item.of],
        extendedProps: { item },
      };
    });
}

function later(day: string, time: string, minutes: number): string {
  const [h = 0, m = 0] = time.split(':').map(Number);
  const end = Math.min(h * 60 + m + minutes, 24 * 60 - 1);
  const two = (n: number): string => String(n).padStart(2, '0');
  return `${day}T${two(Math.floor(end / 60))}:${two(end % 60)}:00`;
}

/** A day of the calendar component, as the desk writes days. */
export function dayOf(date: Date): string {
  const two = (n: number): string => String(n).padStart(2, '0');
  return `${date.getFullYear()}-${two(date.getMonth() + 1)}-${two(date.getDate())}`;
}

export function timeOf(date: Date): string {
  const two = (n: number): string => String(n).padStart(2, '0');
  return `${two(date.getHours())}:${two(date.getMinutes())}`;
}

/** Monday of its week. */
export function monday(day: string): string {
  const weekday = new Date(`${day}T00:00:00Z`).getUTCDay();
  return shiftDay(day, -((weekday + 6) % 7));
}

/** First and last day that are shown. */
export function shown(day: string, span: Span): { from: string; until: string } {
  switch (span) {
    case 'day':
      return { from: day, until: day };
    case 'week':
      return { from: monday(day), until: shiftDay(monday(day), 6) };
    case 'month': {
      const first = `${day.slice(0, 7)}-01`;
      const last = shiftDay(`${shiftDay(first, 31).slice(0, 7)}-01`, -1);
      return { from: monday(first), until: shiftDay(monday(last), 6) };
    }
  }
}

/** The day before or after by one span; a month keeps its day where it has one. */
export function moveBy(day: string, span: Span, by: -1 | 1): string {
  if (span !== 'month') return shiftDay(day, span === 'day' ? by : by * 7);
  const first = `${day.slice(0, 7)}-01`;
  const month = by > 0 ? shiftDay(first, 31).slice(0, 7) : shiftDay(first, -1).slice(0, 7);
  const last = shiftDay(`${shiftDay(`${month}-01`, 31).slice(0, 7)}-01`, -1);
  const same = `${month}-${day.slice(8)}`;
  return same > last ? last : same;
}
