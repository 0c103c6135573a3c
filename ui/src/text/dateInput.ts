/**
 * A date as people write it at a desk, in any of `2026-05-01`, `2026/5/1`, `2026.5.1`, `20260501`, `2026年5月1日`,
 * `R8.5.1`, `令和8年5月1日` (full width, too) → `2026-05-01`; null for anything else and for days that do not exist.
 */
export function readDate(text: string): string | null {
  const plain = text.normalize('NFKC').trim();
  const solid = /^(\d{4})(\d{2})(\d{2})$/.exec(plain);
  const western = /^(\d{4})[-/.年](\d{1,2})[-/.月](\d{1,2})日?$/.exec(plain);
  const reiwa = /^(?:[Rr]|令和?)(\d{1,2}|元)[-/.年](\d{1,2})[-/.月](\d{1,2})日?$/.exec(plain);
  if (reiwa)
    return real(2018 + (reiwa[1] === '元' ? 1 : Number(reiwa[1])), Number(reiwa[2]), Number(reiwa[3]));
  const found = solid ?? western;
  return found ? real(Number(found[1]), Number(found[2]), Number(found[3])) : null;
}

function real(year: number, month: number, day: number): string | null {
  const date = new Date(Date.UTC(year, month - 1, day));
  const exists =
    date.getUTCFullYear() === year && date.getUTCMonth() === month - 1 && date.getUTCDate() === day;
  return exists ? date.toISOString().slice(0, 10) : null;
}
