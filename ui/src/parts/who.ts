import type { Text } from '../text';

/** The same as one line of text, for labels and messages. */
export function who(t: Text, row: { surname: string; unlisted: boolean }): string {
  return row.unlisted ? t.today.unlisted : t.san(row.surname);
}
