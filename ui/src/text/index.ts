import { app } from '../state/app.svelte';
import { en } from './en';
import { ja, type Text } from './ja';

export type { Text };

/** The sentences in the language chosen. */
export function text(): Text {
  return app.language === 'ja' ? ja : en;
}
