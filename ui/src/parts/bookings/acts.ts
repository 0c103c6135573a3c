import type { BookedView } from '../../ipc/generated/BookedView';
import type { Cancelling } from '../today/cancelling';
import type { MovedView } from '../../ipc/generated/MovedView';
import type { MoveRequest } from '../../ipc/generated/MoveRequest';
import type { BookRequest } from '../../ipc/generated/BookRequest';
import { app, ask, refresh } from '../../state/app.svelte';
import type { Text } from '../../text';
import { clock, day, time } from '../../text/dates';
import { who } from '../who';

type Said = (t: Text) => string;

/** Says what was saved, with the way back. Taken back, it says so. */
export function told(said: Said, undo: (() => Promise<unknown>) | null, undone: Said = said): void {
  app.saved = {
    kind: 'told',
    said,
    undo: undo && (async () => (await undo()) && told(undone, null)),
  };
  void refresh();
}

/** 9月15日（火） 10:00 */
export function when(date: string, at: string): string {
  return `${day(date, app.language)} ${clock(at)}`;
}

/** A deadline with its weekday. */
export function until(deadline: string): string {
  return `${day(deadline, app.language)} ${time(deadline)}`;
}

/** Who waits for what has become free. */
export function waiting(t: Text, view: { waiting: unknown[] }): string {
  return view.waiting.length > 0
    ? `${t.bookings.waiting(view.waiting.length)}${t.bookings.waitingWhere}`
    : '';
}

/** Moves it and says so; gives whether it moved. */
export async function move(row: Cancelling, request: MoveRequest): Promise<boolean> {
  const moved: MovedView | null = await ask('move_reservation', request);
  if (!moved) return false;
  const { reservation_id, starts_on, arrives_at } = request;
  told(
    (t) =>
      t.bookings.moved(who(t, row), when(starts_on, arrives_at), until(moved.cancel_deadline)) +
      waiting(t, moved),
    () => ask('undo_move', { reservation_id }),
    (t) => t.bookings.movedBack,
  );
  return true;
}

/** Says what was booked; taken back, it is cancelled as it may be now. */
export function booked(
  row: { surname: string; unlisted: boolean },
  request: BookRequest,
  view: BookedView,
): void {
  const cancel = { reservation_id: view.reservation_id, received_at: null, reason: '', waived_because: null };
  told(
    (t) =>
      t.bookings.booked(
        who(t, row),
        when(request.starts_on, request.arrives_at),
        until(view.cancel_deadline),
      ),
    // After its deadline a cancellation counts: that is no undo.
    view.deadline_passed ? null : () => ask('cancel', cancel),
    (t) => t.cancelling.done(who(t, row), when(request.starts_on, request.arrives_at)),
  );
}
