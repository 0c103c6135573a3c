const WEEKDAYS_JA = ['日', '月', '火', '水', '木', '金', '土'] as const;
const WEEKDAYS_EN = ['Sun', 'Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat'] as const;

const MONTHS_EN = [
  'Jan',
  'Feb',
  'Mar',
  'Apr',
  'May',
  'Jun',
  'Jul',
  'Aug',
  'Sep',
  'Oct',
  'Nov',
  'Dec',
] as const;

type Language = 'ja' | 'en';

function parts(iso: string): { year: number; month: number; day: number; weekday: number } {
  const [year = 1970, month = 1, day = 1] = iso.slice(0, 10).split('-').map(Number);
  return { year, month, day, weekday: new Date(Date.UTC(year, month - 1, day)).getUTCDay() };
}

/** 7月14日（火） */
export function day(iso: string, language: Language): string {
  const { month, day, weekday } = parts(iso);
  return language === 'ja'
    ? `${month}月${day}日（${WEEKDAYS_JA[weekday]}）`
    : `${WEEKDAYS_EN[weekday]} ${day} ${MONTHS_EN[month - 1]}`;
}

/** The head of a column of days: its number and its weekday. */
export function headOf(iso: string, language: Language): { number: number; weekday: string } {
  const { day, weekday } = parts(iso);
  return { number: day, weekday: (language === 'ja' ? WEEKDAYS_JA : WEEKDAYS_EN)[weekday] ?? '' };
}

/** 令和8年3月3日（火） */
export function fullDay(iso: string, language: Language): string {
  const { year, month, day, weekday } = parts(iso);
  if (language === 'en') return `${WEEKDAYS_EN[weekday]} ${day} ${MONTHS_EN[month - 1]} ${year}`;
  const reiwa = year >= 2020 ? era(iso, 'ja') : `${year}年`;
  return `${reiwa}${month}月${day}日（${WEEKDAYS_JA[weekday]}）`;
}

/** 10:24, 9:43 */
export function time(iso: string): string {
  return clock(iso.slice(11, 16));
}

/** `09:43` as people say it: 9:43. */
export function clock(hhmm: string): string {
  return hhmm.replace(/^0(?=\d:)/, '');
}

/** 令和8年 */
export function era(iso: string, language: Language): string {
  const { year } = parts(iso);
  return language === 'ja' ? `令和${year - 2018}年` : `${year}`;
}

/** Date and time; today's is the time alone. */
export function moment(iso: string, now: string, language: Language): string {
  return iso.slice(0, 10) === now.slice(0, 10) ? time(iso) : `${shortDay(iso, language)} ${time(iso)}`;
}

/** 7月14日 */
export function shortDay(iso: string, language: Language): string {
  const { month, day } = parts(iso);
  return language === 'ja' ? `${month}月${day}日` : `${day} ${MONTHS_EN[month - 1]}`;
}

/** Whole minutes between two moments. */
export function minutesBetween(from: string, until: string): number {
  return Math.max(0, Math.floor((Date.parse(until) - Date.parse(from)) / 60_000));
}

/** 令和8年9月 */
export function month(iso: string, language: Language): string {
  const { year, month } = parts(`${iso}-01`);
  return language === 'ja' ? `令和${year - 2018}年${month}月` : `${MONTHS_EN[month - 1]} ${year}`;
}

export function yen(amount: number): string {
  return `¥${amount.toLocaleString('ja-JP')}`;
}

/** So many days later, or earlier. */
export function shiftDay(iso: string, by: number): string {
  const { year, month, day } = parts(iso);
  return new Date(Date.UTC(year, month - 1, day + by)).toISOString().slice(0, 10);
}

/** The month before or after. */
export function shiftMonth(iso: string, by: number): string {
  const { year, month } = parts(`${iso}-01`);
  const moved = new Date(Date.UTC(year, month - 1 + by, 1));
  return moved.toISOString().slice(0, 7);
}
