import { problemOf } from './ipc/desk';
import { desk } from './ipc/tauri';
import type { Commands } from './ipc/generated/commands';
import type { ProblemView } from './ipc/generated/ProblemView';
import type { Recognised } from './ipc/generated/Recognised';
import type { ArrivalRow } from './ipc/generated/ArrivalRow';
import type { StatusView } from './ipc/generated/StatusView';

export type Screen =
  | { name: 'today' }
  | { name: 'check-in'; recognised: Recognised | null; arrival: ArrivalRow | null }
  | { name: 'queue' }
  | { name: 'month' }
  | { name: 'settings' };

/** What every screen shares. */
export const app = $state({
  status: null as StatusView | null,
  screen: { name: 'today' } as Screen,
  problem: null as ProblemView | null,
  /** Goes up when the desk changed; screens that show lists ask again. */
  changes: 0,
  /** Goes up when the clock in the frame moves. */
  language: 'ja' as 'ja' | 'en',
});

/** Calls the desk; a problem is shown in the frame and gives null. */
export async function ask<N extends keyof Commands>(
  name: N,
  request: Commands[N]['request'],
): Promise<Commands[N]['response'] | null> {
  try {
    const answer = await desk.call(name, request);
    app.problem = null;
    return answer;
  } catch (thrown) {
    app.problem = problemOf(thrown);
    return null;
  }
}

/** Calls the desk and hands a problem to the caller. */
export function tell<N extends keyof Commands>(
  name: N,
  request: Commands[N]['request'],
): Promise<Commands[N]['response']> {
  return desk.call(name, request);
}

export async function refresh(): Promise<void> {
  try {
    app.status = await desk.call('status', {});
    app.changes += 1;
  } catch (thrown) {
    app.problem = problemOf(thrown);
  }
}

desk.onChange(() => void refresh());

export function go(screen: Screen): void {
  app.problem = null;
  app.screen = screen;
}

/** Something was scanned, typed or dropped. */
export async function recognise(input: string): Promise<void> {
  const found = await ask('recognise', { input });
  if (found) go({ name: 'check-in', recognised: found, arrival: null });
}

export async function readPicture(file: Blob): Promise<void> {
  const bytes = new Uint8Array(await file.arrayBuffer());
  let binary = '';
  for (let at = 0; at < bytes.length; at += 32768) {
    binary += String.fromCharCode(...bytes.subarray(at, at + 32768));
  }
  const found = await ask('read_picture', { picture: btoa(binary), file: null });
  if (found) go({ name: 'check-in', recognised: found, arrival: null });
}

/** Keys are dead while an IME composes: the Enter that confirms a conversion submits nothing. */
export function composing(event: KeyboardEvent): boolean {
  return event.isComposing || event.keyCode === 229;
}

export function thisMonth(): string {
  return app.status?.now.slice(0, 7) ?? '2026-01';
}

/** A discriminated union was not handled whole. */
export function never(value: never): never {
  throw new Error(`unhandled: ${JSON.stringify(value)}`);
}
