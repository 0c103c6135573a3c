import { app } from '../state.svelte';
import { en } from './en';
import { ja, type Text } from './ja';

/** The sentences in the language chosen. */
export function text(): Text {
  return app.language === 'ja' ? ja : en;
}
