/** `HH:MM` out of what people write: 9:00, 9：00, 900, 0900, 9時, 9時30分, 9. Null where it is no time. */
export function readTime(typed: string): string | null {
  const text = typed.normalize('NFKC').trim().replace(/時$/, ':00').replace(/時/, ':').replace(/分$/, '');
  const found =
    /^(\d{1,2}):(\d{1,2})$/.exec(text) ?? /^(\d{1,2})(\d{2})$/.exec(text) ?? /^(\d{1,2})()$/.exec(text);
  if (!found) return null;
  const [hour, minute] = [Number(found[1]), Number(found[2] || '0')];
  if (hour > 23 || minute > 59) return null;
  return `${String(hour).padStart(2, '0')}:${String(minute).padStart(2, '0')}`;
}
