import type { ReportRow } from '../../ipc/generated/ReportRow';
import type { Language } from '../../state/app.svelte';
import type { Text } from '../../text';
import { moment, time, day } from '../../text/dates';
import { held, warned } from '../../text/say';

export type State = ReportRow['state']['state'];
export type Tab = Exclude<State, 'replaced' | 'withdrawn'> | 'all';

/** What a report's state means, in one line. */
export function meaning(t: Text, row: ReportRow, nextTry: string | null, language: Language): string {
  const state = row.state;
  switch (state.state) {
    case 'waiting':
      return nextTry ? t.queue.autoAt(time(nextTry)) : t.queue.auto;
    case 'held': {
      const [what, next] = held(t, state.code);
      return `${what} ${t.queue.next(next)}`;
    }
    case 'warned': {
      const [what, next] = warned(t, state.code);
      return `${what} ${t.queue.next(next)}`;
    }
    case 'accepted':
      return state.processed_on ? t.queue.processed(day(state.processed_on, language)) : t.queue.ok;
    case 'replaced':
      return t.queue.replacedBy;
    case 'withdrawn':
      return t.queue.withdrawnBecause;
  }
}

/** When it came to stand there. */
export function since(t: Text, row: ReportRow, now: string, language: Language): string {
  const state = row.state;
  switch (state.state) {
    case 'waiting':
    case 'replaced':
      return t.queue.savedAt(moment(row.recorded_at, now, language));
    case 'held':
    case 'withdrawn':
      return t.queue.heldAt(moment(state.at, now, language));
    case 'warned':
    case 'accepted':
      return t.queue.receivedAt(moment(state.at, now, language));
  }
}

/** The kind of report and how it was shown, where that is unusual. */
export function unusual(t: Text, row: ReportRow): string {
  const kind = (t.queue.kind as Record<string, string>)[row.kind] ?? '';
  const shown = row.presented === 'not-shown' && row.kind === 'used' ? t.presented['not-shown'] : '';
  return [kind, shown].filter((part) => part !== '').join(' ');
}
