const WEEKDAYS_JA = ['日', '月', '火', '水', '木', '金', '土'] as const;
const WEEKDAYS_EN = ['Sun', 'Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat'] as const;

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
    : `${WEEKDAYS_EN[weekday]} ${day}/${month}`;
}

/** 令和8年3月3日（火） */
export function fullDay(iso: string, language: Language): string {
  const { year, month, day, weekday } = parts(iso);
  if (language === 'en') return `${iso.slice(0, 10)} (${WEEKDAYS_EN[weekday]})`;
  const reiwa = year >= 2020 ? `令和${year - 2018}年` : `${year}年`;
  return `${reiwa}${month}月${day}日（${WEEKDAYS_JA[weekday]}）`;
}

/** 10:24 */
export function time(iso: string): string {
  return iso.slice(11, 16);
}

/** 令和8年9月 */
export function month(iso: string, language: Language): string {
  const { year, month } = parts(`${iso}-01`);
  return language === 'ja' ? `令和${year - 2018}年${month}月` : `${year}-${String(month).padStart(2, '0')}`;
}

export function yen(amount: number): string {
  return `¥${amount.toLocaleString('ja-JP')}`;
}

/** The month before or after. */
export function shiftMonth(iso: string, by: number): string {
  const { year, month } = parts(`${iso}-01`);
  const moved = new Date(Date.UTC(year, month - 1 + by, 1));
  return moved.toISOString().slice(0, 7);
}
