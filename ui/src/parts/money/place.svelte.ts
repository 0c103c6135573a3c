/** The parts of the screen 会計, in the order shown. */
export const PARTS = ['open', 'day', 'kitchen', 'late'] as const;
export type Part = (typeof PARTS)[number];

/** Which part is open, and of which day; kept while other screens are. An empty day is today. */
export const place = $state({ part: 'open' as Part, date: '' });

/** A moment of a day in Japan, as the desk takes it. */
export function moment(date: string, time: string): string {
  return `${date}T${time}:00+09:00`;
}
