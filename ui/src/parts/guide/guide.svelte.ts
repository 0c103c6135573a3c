import type { GuideStep } from '../../ipc/generated/GuideStep';
import type { GuideStepId } from '../../ipc/generated/GuideStepId';
import { look } from '../../state/app.svelte';

const KEPT = 'guide';

type Kept = { away: boolean; later: GuideStepId[] };

function kept(): Kept {
  try {
    const found = JSON.parse(localStorage.getItem(KEPT) ?? '{}') as Partial<Kept>;
    return { away: false, later: [], ...found };
  } catch {
    return { away: false, later: [] };
  }
}

/** The first-run guide: what is done is the desk's to say, what is put off or away is this screen's. */
export const guide = $state({ steps: [] as GuideStep[], kept: kept() });

function keep(change: Partial<Kept>): void {
  Object.assign(guide.kept, change);
  localStorage.setItem(KEPT, JSON.stringify(guide.kept));
}

export async function askGuide(): Promise<void> {
  const found = await look('guide', {});
  if (found) guide.steps = found.steps;
}

export const putAway = (): void => keep({ away: true });
export const bringBack = (): void => keep({ away: false, later: [] });

export function putOff(step: GuideStepId): void {
  keep({ later: [...guide.kept.later.filter((s) => s !== step), step] });
}
export function takeUp(step: GuideStepId): void {
  keep({ later: guide.kept.later.filter((s) => s !== step) });
}

/** What is still to be done now, the next one first. */
export function open(): GuideStepId[] {
  return guide.steps.filter((s) => !s.done && !guide.kept.later.includes(s.step)).map((s) => s.step);
}

/** It is over where nothing is left, or where it was put away. */
export function isOver(): boolean {
  return guide.kept.away || guide.steps.length === 0 || open().length === 0;
}
