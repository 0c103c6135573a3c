import { problemOf } from '../ipc/desk';
import { desk } from '../ipc/tauri';
import type { ArrivalRow } from '../ipc/generated/ArrivalRow';
import type { Commands } from '../ipc/generated/commands';
import type { ProblemView } from '../ipc/generated/ProblemView';
import type { Recognised } from '../ipc/generated/Recognised';
import type { StatusView } from '../ipc/generated/StatusView';
import type { Text } from '../text';

/** Who stands at the desk, and how she was found. */
export type Caller =
  | { found: 'nobody-yet' }
  /** `at` is the true time of what is entered afterwards. */
  | { found: 'by-arrival'; arrival: ArrivalRow; at?: string }
  | { found: 'by-scan'; recognised: Recognised; arrivals: ArrivalRow[]; at?: string };

export type Screen =
  | { name: 'today' }
  | { name: 'check-in'; caller: Caller }
  | { name: 'bookings' }
  /** With a number, her entry is open. */
  | { name: 'mothers'; number?: string }
  | { name: 'money' }
  | { name: 'queue' }
  | { name: 'month' }
  | { name: 'settings' };

export type Language = 'ja' | 'en';

/** The last thing saved: shown as one line that stays until it is read, with a way back. */
export type Saved =
  | { kind: 'checked-in'; surname: string; use_id: string }
  | { kind: 'checked-out'; surname: string; use_id: string }
  | { kind: 'refused' }
  /** In words of its own, with its own way back. */
  | { kind: 'told'; said: (t: Text) => string; undo: (() => Promise<unknown>) | null }
  | { kind: 'changed' }
  | { kind: 'taken-back' };

/** What every screen shares. */
export const app = $state({
  status: null as StatusView | null,
  screen: { name: 'today' } as Screen,
  /** Something went wrong; the text stays until it is closed or the next thing is asked for. */
  problem: null as ProblemView | null,
  saved: null as Saved | null,
  /** Somebody is in the middle of filling in a form: a scan waits until she has left it. */
  halfFilled: false,
  /** The mother whose check-in is open, and what is done with her coupon. */
  atDesk: null as { number: string; take: (coupon: string) => void } | null,
  /** Goes up when the desk changed; lists ask again. */
  changes: 0,
  language: 'ja' as Language,
});

type Request<N extends keyof Commands> = Commands[N]['request'];
type Response<N extends keyof Commands> = Commands[N]['response'];

/** Does what a person asked for; a problem is shown and gives null. */
export async function ask<N extends keyof Commands>(
  name: N,
  request: Request<N>,
): Promise<Response<N> | null> {
  app.problem = null;
  try {
    return await desk.call(name, request);
  } catch (thrown) {
    app.problem = problemOf(thrown);
    return null;
  }
}

/** Looks something up that nobody pressed a button for: leaves a problem on the screen alone. */
export async function look<N extends keyof Commands>(
  name: N,
  request: Request<N>,
): Promise<Response<N> | null> {
  try {
    return await desk.call(name, request);
  } catch (thrown) {
    app.problem ??= problemOf(thrown);
    return null;
  }
}

/** Calls the desk and leaves a problem to the caller. */
export function tell<N extends keyof Commands>(name: N, request: Request<N>): Promise<Response<N>> {
  return desk.call(name, request);
}

export async function refresh(): Promise<void> {
  const status = await look('status', {});
  if (!status) return;
  app.status = status;
  app.changes += 1;
}

/** Refreshes when the desk changed by itself. Gives back how to stop. */
export function listen(): () => void {
  return desk.onChange(() => void refresh());
}

export function go(screen: Screen): void {
  app.problem = null;
  app.halfFilled = false;
  app.screen = screen;
}

export function isManager(): boolean {
  return app.status?.signed_in?.roles.includes('manager') ?? false;
}

/** Today at the desk, `YYYY-MM-DD`. */
export function today(): string {
  return app.status?.now.slice(0, 10) ?? '';
}

export function thisMonth(): string {
  return today().slice(0, 7);
}

/** A discriminated union was not handled whole. */
export function never(value: never): never {
  throw new Error(`unhandled: ${JSON.stringify(value)}`);
}
