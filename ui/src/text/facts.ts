/** The facts of a sentence, by name, as the desk sends them. */
export type Facts = { [name in string]?: string };

/** What happened or holds, and what to do next. */
export type Sentence = [what: string, next: string];

/** Sentences by code. */
export type Sentences = Record<string, (facts: Facts) => Sentence>;

/** A fact as it is; an absent one leaves no hole that could be read as a figure. */
export function fact(facts: Facts, name: string): string {
  return facts[name] ?? '—';
}
