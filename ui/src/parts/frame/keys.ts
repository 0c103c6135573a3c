import type { Screen } from '../../state/app.svelte';
import type { Text } from '../../text';

/** A key and what it does. */
export type Key = { keys: string[]; does: string; letter?: boolean };

/** The keys of a screen beside those that work everywhere. */
export function here(t: Text, screen: Screen['name']): Key[] {
  const k = t.guide.keys;
  switch (screen) {
    case 'today':
      return [
        { keys: ['W'], does: k.firstLook, letter: true },
        { keys: ['↑', '↓'], does: k.rows },
        { keys: ['Ctrl+Z'], does: k.undo },
      ];
    case 'check-in':
      return [
        { keys: ['Space'], does: k.usual },
        { keys: ['1–9'], does: k.ticks, letter: true },
        { keys: ['Enter'], does: k.confirm },
      ];
    default:
      return [{ keys: ['↑', '↓'], does: k.rows }];
  }
}

/** The keys that work on every screen; `entries` are the rail's. */
export function everywhere(t: Text, entries: { label: string; key: string }[]): Key[] {
  const k = t.guide.keys;
  return [
    { keys: ['F1'], does: k.help },
    ...entries.filter((e) => e.key.startsWith('F')).map((e) => ({ keys: [e.key], does: e.label })),
    { keys: ['/'], does: k.search, letter: true },
    { keys: ['Esc'], does: k.back },
    { keys: ['Tab'], does: k.tab },
    { keys: ['Ctrl + +', 'Ctrl + −', 'Ctrl + 0'], does: k.zoom },
  ];
}
