import { problemOf } from '../ipc/desk';
import type { ArrivalRow } from '../ipc/generated/ArrivalRow';
import type { CheckedInView } from '../ipc/generated/CheckedInView';
import type { CheckInDraft } from '../ipc/generated/CheckInDraft';
import type { CheckInView } from '../ipc/generated/CheckInView';
import type { CredentialKind } from '../ipc/generated/CredentialKind';
import type { MeansKind } from '../ipc/generated/MeansKind';
import type { PresentedKind } from '../ipc/generated/PresentedKind';
import type { ProblemView } from '../ipc/generated/ProblemView';
import type { TickView } from '../ipc/generated/TickView';
import { ask, isManager, tell } from './app.svelte';

/** A stay's shortest length in days; the rules refuse shorter ones. */
const SHORTEST_STAY = 2;

/** What she is expected to show, by what she holds. */
const SHOWS: Record<CredentialKind, PresentedKind> = {
  coupon: 'coupon-seen',
  card: 'card-shown',
  none: 'not-shown',
};

/** The first draft for a mother: as she booked for today, with the coupon that was read. */
export function draftFor(
  user_number: string,
  credential: CredentialKind,
  coupon_text: string | null,
  arrival: ArrivalRow | undefined,
  at?: string,
): CheckInDraft {
  return {
    user_number,
    reservation_id: arrival?.reservation_id ?? null,
    service: arrival?.service ?? 'day-care',
    days: arrival?.days ?? 1,
    presented: coupon_text ? 'coupon-read' : SHOWS[credential],
    coupon_text,
    remaining_told: null,
    figure_stands: 'before-use',
    room: arrival?.room ?? '',
    ...(at ? { at } : {}),
  };
}

/** Ticks and reasons of check-ins that were left half done, by number: Esc loses nothing. */
const left = new Map<string, { ticked: Record<string, boolean>; note: string; means: MeansKind }>();

/** One mother before the desk: the draft, the verdict on it, what is ticked, and whether it can be saved. */
export class CheckIn {
  draft = $state() as CheckInDraft;
  view = $state<CheckInView | null>(null);
  /** Why there is no verdict. */
  stuck = $state<ProblemView | null>(null);
  ticked = $state<Record<string, boolean>>({});
  note = $state('');
  means = $state<MeansKind>('cash');
  /** 宛名 and 但し書き where the usual ones do not do. */
  addressee = $state('');
  wording = $state('');
  saving = $state(false);
  /** She is received by her number, although a coupon was read: none is looked for any more. */
  #byNumber = $state(false);
  #asked = 0;

  /** The draft as the desk takes it. */
  readonly request = $derived<CheckInDraft>({
    ...this.draft,
    days: this.draft.service === 'stay' ? Math.max(this.draft.days, SHORTEST_STAY) : 1,
  });
  /** Her coupon may still come. */
  readonly awaitsCoupon = $derived(this.draft.coupon_text === null && !this.#byNumber);
  readonly special = $derived((this.view?.ticks ?? []).filter((k) => k.special));
  readonly usual = $derived((this.view?.ticks ?? []).filter((k) => !k.special));
  /** In the order of the keys 1–9. */
  readonly ticks = $derived([...this.special, ...this.usual]);
  readonly open = $derived(this.ticks.filter((k) => !this.ticked[k.code]));
  readonly needsNote = $derived((this.view?.needs_note.length ?? 0) > 0);
  readonly missing = $derived(this.open.length + (this.needsNote && this.note.trim() === '' ? 1 : 0));
  /** Only a manager can go on, and none is signed in. */
  readonly barred = $derived(this.view?.needs_manager === true && !isManager());
  readonly begun = $derived(Object.values(this.ticked).some(Boolean) || this.note !== '');
  /** A stay that fits the quota, where the one asked for does not. */
  readonly shorter = $derived.by(() => {
    const days = this.view?.service === 'stay' ? this.view.days : [];
    const covered = days.findIndex((d) => d.standing !== 'covered');
    if (covered < SHORTEST_STAY) return null;
    return { days: covered, amount: days.slice(0, covered).reduce((sum, d) => sum + d.amount, 0) };
  });

  constructor(draft: CheckInDraft) {
    this.draft = { ...draft };
    const before = left.get(draft.user_number);
    if (before) {
      this.ticked = { ...before.ticked };
      this.note = before.note;
      this.means = before.means;
    }
  }

  /** Asks for the verdict on a draft; an answer that a newer question has overtaken is dropped. */
  async judge(draft: CheckInDraft): Promise<void> {
    const mine = ++this.#asked;
    let view: CheckInView | null = null;
    let stuck: ProblemView | null = null;
    try {
      view = await tell('preview_check_in', draft);
    } catch (thrown) {
      stuck = problemOf(thrown);
    }
    if (mine !== this.#asked) return;
    if (this.view && view) this.#untickChanged(this.view.ticks, view.ticks);
    this.view = view;
    this.stuck = stuck;
  }

  /** Her coupon was read. What it says of the remaining days is better than what was told. */
  take(coupon: string): void {
    Object.assign(this.draft, { coupon_text: coupon, presented: 'coupon-read', remaining_told: null });
  }

  /** Goes on without the coupon that was read. */
  byNumber(): void {
    this.#byNumber = true;
    Object.assign(this.draft, { coupon_text: null, presented: 'coupon-seen' });
  }

  toggle(tick: TickView): void {
    this.ticked[tick.code] = !this.ticked[tick.code];
  }

  /** The usual ones only: an agreement or an amount is ticked by hand. */
  tickUsual(): void {
    for (const tick of this.usual) this.ticked[tick.code] = true;
  }

  /** Saves; null where it was not saved. */
  async save(): Promise<CheckedInView | null> {
    const shown = this.view;
    if (!shown || this.saving) return null;
    this.saving = true;
    const saved = await ask('check_in', {
      draft: $state.snapshot(this.request),
      charge_shown: shown.charge,
      ticks: this.ticks.map((k) => k.code),
      note: this.note,
      means: this.means,
      ...(this.addressee.trim() ? { addressee: this.addressee } : {}),
      ...(this.wording.trim() ? { wording: this.wording } : {}),
    });
    this.saving = false;
    if (saved) this.forget();
    else await this.judge($state.snapshot(this.request));
    return saved;
  }

  /** Leaves the desk for now. */
  keep(): void {
    if (!this.begun) return;
    const { note, means } = this;
    left.set(this.draft.user_number, { ticked: $state.snapshot(this.ticked), note, means });
  }

  forget(): void {
    left.delete(this.draft.user_number);
    this.ticked = {};
    this.note = '';
  }

  /** What was agreed to for one amount is not agreed to for another. */
  #untickChanged(before: TickView[], now: TickView[]): void {
    for (const tick of now.filter((k) => k.special)) {
      const same = before.find((k) => k.code === tick.code);
      if (same && JSON.stringify(same.facts) !== JSON.stringify(tick.facts)) this.ticked[tick.code] = false;
    }
    const amount = now.find((k) => k.code === 'full-price-told');
    if (amount && !this.ticked[amount.code]) this.ticked['agreement-signed'] = false;
  }
}
