import type { MotherBrief } from '../ipc/generated/MotherBrief';
import type { Recognised } from '../ipc/generated/Recognised';
import { app, ask, go, look } from './app.svelte';
import { isScan } from './typed-scan';

/** What was read while a form was half filled in; opened when the form is left. */
export const held = $state({ scan: null as Recognised | null });

/** Something was scanned, typed or chosen from a list. */
export async function recognise(input: string): Promise<void> {
  const found = await ask('recognise', { input: clean(input) });
  if (found) await received(found);
}

/** A code was shown to the camera: it goes the way of a typed scan, or is none of ours. */
export async function shown(read: string): Promise<void> {
  if (isScan(read)) await recognise(read);
  else app.problem = { code: 'not-a-coupon', detail: '', facts: {} };
}

/** A picture was chosen, dropped or pasted. */
export async function readPicture(file: Blob): Promise<void> {
  const bytes = new Uint8Array(await file.arrayBuffer());
  let binary = '';
  for (let at = 0; at < bytes.length; at += 32768) {
    binary += String.fromCharCode(...bytes.subarray(at, at + 32768));
  }
  const found = await ask('read_picture', { picture: btoa(binary), file: null });
  if (found) await received(found);
}

/** A form has been left: what waited for that is opened. */
export function left(): void {
  if (!app.halfFilled && held.scan) void openHeld();
}

/** Opens what was held back. */
export async function openHeld(): Promise<void> {
  const scan = held.scan;
  held.scan = null;
  if (scan) await open(scan);
}

/** Full-width digits and letters become ASCII, control characters go; a name keeps its letters. */
function clean(input: string): string {
  return input.startsWith('PPC1:') ? input : input.normalize('NFKC').replace(/\p{Cc}/gu, '');
}

async function received(found: Recognised): Promise<void> {
  const { atDesk } = app;
  // The coupon of the mother whose check-in is open belongs to that check-in: nothing filled in is lost.
  if (found.kind === 'coupon' && found.coupon.user_number === atDesk?.number) atDesk.take(found.coupon.text);
  else if (app.halfFilled) held.scan = found;
  else await open(found);
}

async function open(recognised: Recognised): Promise<void> {
  const today = await look('today', {});
  go({ name: 'check-in', caller: { found: 'by-scan', recognised, arrivals: today?.arrivals ?? [] } });
}

/** Mothers by number, name or kana, while somebody types. */
export async function search(query: string): Promise<MotherBrief[]> {
  if (query.trim() === '') return [];
  const found = await look('search_mothers', { query });
  return found?.mothers ?? [];
}
