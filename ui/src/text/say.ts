import type { Facts, Sentence, Sentences } from './facts';
import type { Text } from './ja';

/** The sentence of a code in a table; what to say where nobody wrote one. */
function find(table: Sentences, code: string, facts: Facts, otherwise: (code: string) => Sentence): Sentence {
  return Object.hasOwn(table, code) ? (table[code]?.(facts) ?? otherwise(code)) : otherwise(code);
}

export const problem = (t: Text, code: string, facts: Facts): Sentence =>
  find(t.problems, code, facts, t.otherwise.problem);
export const held = (t: Text, code: string): Sentence => find(t.held, code, {}, t.otherwise.held);
export const warned = (t: Text, code: string): Sentence => find(t.warned, code, {}, t.otherwise.held);
export const trouble = (t: Text, code: string): Sentence => find(t.trouble, code, {}, t.otherwise.trouble);
export const cameraFault = (t: Text, code: string): Sentence =>
  find(t.cameraFaults, code, {}, t.otherwise.camera);
export const reason = (t: Text, code: string, facts: Facts): Sentence =>
  find(t.reasons, code, facts, t.otherwise.rule);
export const firstLook = (t: Text, code: string, facts: Facts): Sentence =>
  find(t.firstLooks, code, facts, t.otherwise.rule);
export const tick = (t: Text, code: string, facts: Facts): Sentence =>
  find(t.ticks, code, facts, t.otherwise.rule);
