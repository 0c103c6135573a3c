import { problemOf } from '../ipc/desk';
import type { Commands } from '../ipc/generated/commands';
import type { ProblemView } from '../ipc/generated/ProblemView';
import { tell } from './app.svelte';

/**
 * What the desk would answer to a form as it stands; an answer to an older form is dropped. Where the form is asked about
 * again unchanged, because something changed at the desk, the old answer stands until the new one comes. Made in a component.
 */
export class Preview<C extends 'preview_booking' | 'preview_move'> {
  plan = $state<Commands[C]['response'] | null>(null);
  refusal = $state<ProblemView | null>(null);
  #asked = 0;
  #form = '';

  /** `wanted` is null while the form is not ready to be asked about. */
  constructor(command: C, wanted: () => Commands[C]['request'] | null) {
    $effect(() => void this.#ask(command, wanted()));
  }

  async #ask(command: C, request: Commands[C]['request'] | null): Promise<void> {
    const mine = ++this.#asked;
    const form = JSON.stringify(request);
    if (form !== this.#form) this.#answer(null, null);
    this.#form = form;
    if (!request) return;
    try {
      const plan = await tell(command, request);
      if (mine === this.#asked) this.#answer(plan, null);
    } catch (thrown) {
      if (mine === this.#asked) this.#answer(null, problemOf(thrown));
    }
  }

  #answer(plan: Commands[C]['response'] | null, refusal: ProblemView | null): void {
    this.plan = plan;
    this.refusal = refusal;
  }
}
