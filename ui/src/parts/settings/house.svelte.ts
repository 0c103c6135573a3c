import type { FacilitySettings } from '../../ipc/generated/FacilitySettings';
import { app, ask, look, refresh } from '../../state/app.svelte';

/** The facility's settings while they are being changed: one draft for all sections, saved whole. */
class House {
  form = $state<FacilitySettings | null>(null);
  /** As the desk has it. */
  #kept = $state<FacilitySettings | null>(null);
  /** As it was before the last saving: the way back. */
  #before = $state<FacilitySettings | null>(null);
  told = $state<'nothing' | 'saved' | 'undone'>('nothing');
  saving = $state(false);
  /** The field that could not be what it is. */
  wrong = $state('');

  readonly changed = $derived(JSON.stringify(this.form) !== JSON.stringify(this.#kept));
  readonly canUndo = $derived(this.#before !== null && this.told === 'saved' && !this.changed);

  /** Asks the desk, unless something is being changed here. */
  async load(): Promise<void> {
    if (this.form && this.changed) return;
    const found = await look('facility_settings', {});
    if (!found) return;
    this.#take(found);
  }

  #take(found: FacilitySettings): void {
    this.#kept = found;
    this.form = structuredClone(found);
  }

  async save(): Promise<boolean> {
    if (!this.form || this.saving) return false;
    const before = $state.snapshot(this.#kept);
    if (!(await this.#send($state.snapshot(this.form)))) return false;
    this.#before = before;
    this.told = 'saved';
    return true;
  }

  /** Puts back what was there before the last saving. */
  async undo(): Promise<void> {
    const before = $state.snapshot(this.#before);
    if (!before || !(await this.#send(before))) return;
    this.#before = null;
    this.told = 'undone';
  }

  async #send(settings: FacilitySettings): Promise<boolean> {
    this.saving = true;
    this.wrong = '';
    const done = await ask('set_facility', settings);
    this.saving = false;
    if (!done) {
      this.wrong = app.problem?.code === 'prices-overlap' ? 'full_prices' : (app.problem?.facts.field ?? '');
      return false;
    }
    const found = await look('facility_settings', {});
    if (found) this.#take(found);
    await refresh();
    return true;
  }

  discard(): void {
    this.form = $state.snapshot(this.#kept);
    this.wrong = '';
  }

  /** Nothing is told any more. */
  hush(): void {
    this.told = 'nothing';
    this.wrong = '';
  }
}

export const house = new House();
