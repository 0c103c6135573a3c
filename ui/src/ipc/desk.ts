import type { Commands } from './generated/commands';
import type { ProblemView } from './generated/ProblemView';

/** The desk as the window sees it: one typed bell for every command. A failure rejects with a ProblemView. */
export interface Desk {
  call<N extends keyof Commands>(name: N, request: Commands[N]['request']): Promise<Commands[N]['response']>;
  /** Rings when something changed without this window having asked. Gives back how to stop listening. */
  onChange(listen: () => void): () => void;
}

/** Whatever was thrown, as a problem. */
export function problemOf(thrown: unknown): ProblemView {
  if (typeof thrown === 'object' && thrown !== null && 'code' in thrown && 'facts' in thrown) {
    return thrown as ProblemView;
  }
  return { code: 'internal', detail: String(thrown), facts: {} };
}
