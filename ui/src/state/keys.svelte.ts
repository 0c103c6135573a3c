import { app } from './app.svelte';
import { display } from './display.svelte';
import { recognise } from './scan.svelte';
import { TypedScan } from './typed-scan';

/** After this pause a run of keys was no scanner, milliseconds. */
const SETTLED = 60;
/** A run this long belongs to a scanner, even before its Enter. */
const SCANNER = 8;

type Field = HTMLInputElement | HTMLTextAreaElement;
type Before = { field: Field; value: string; halfFilled: boolean };

const scan = new TypedScan();
let waiting: (() => void)[] = [];
let run = 0;
let timer: ReturnType<typeof setTimeout> | undefined;
let before: Before | null = null;

/** Keys are dead while an IME composes: the Enter that confirms a conversion submits nothing. */
export function composing(event: KeyboardEvent): boolean {
  return event.isComposing || event.keyCode === 229;
}

/** Whether a text is being typed, so that single keys mean themselves. */
export function typing(event: KeyboardEvent): boolean {
  return event.target instanceof HTMLElement && event.target.matches(TEXT);
}
const TEXT = 'textarea, select, input:not([type=checkbox]):not([type=radio]):not([type=file])';

export function dialogOpen(): boolean {
  return document.querySelector('dialog[open]') !== null;
}

/** Does what a single key asks for, once it is clear that no scanner is typing. */
export function press(event: KeyboardEvent, act: () => void): void {
  // Whoever dictates or trembles can switch keys of one character off.
  if (!display.letters && event.key.length === 1 && event.key !== ' ') return;
  event.preventDefault();
  waiting.push(act);
}

/** Does what is waiting at once: Space and Enter may come in the same breath. */
export function settle(): void {
  clearTimeout(timer);
  const acts = run < SCANNER ? waiting : [];
  waiting = [];
  run = 0;
  for (const act of acts) act();
}

/** Hears every key first. A scan goes to the desk, and the field it fell into looks as before. */
export function hear(event: KeyboardEvent): void {
  const { key, code, shiftKey: shift, timeStamp: at } = event;
  const heard = scan.key({ key, code, shift, composing: composing(event), at });
  switch (heard.kind) {
    case 'scanned':
      swallow(event);
      restore(heard.composed);
      void recognise(heard.text);
      return;
    case 'garbled':
      swallow(event);
      restore(false);
      app.problem = { code: 'scanner-layout', detail: '', facts: {} };
      return;
    case 'ime-on':
      app.problem = { code: 'ime-on', detail: '', facts: {} };
      return;
    case 'swallowed':
      swallow(event);
      restore(true);
      return;
    case 'started':
      settle();
      run = 1;
      remember(event.target);
      break;
    case 'nothing':
      if (event.key === 'Enter') settle();
      else {
        // A code may hold spaces: inside a burst none presses the button that has the focus.
        if (run > 0 && event.key === ' ' && !typing(event)) event.preventDefault();
        run += 1;
      }
  }
  clearTimeout(timer);
  timer = setTimeout(settle, SETTLED);
}

/** The end of a burst presses nothing, and neither do its keys. */
function swallow(event: KeyboardEvent): void {
  event.preventDefault();
  event.stopPropagation();
  clearTimeout(timer);
  waiting = [];
  run = 0;
}

function remember(target: EventTarget | null): void {
  const isField = target instanceof HTMLInputElement || target instanceof HTMLTextAreaElement;
  before = isField ? { field: target, value: target.value, halfFilled: app.halfFilled } : null;
}

/** The field looks as before the burst, also once an input method has put down what it `composed`. */
function restore(composed: boolean): void {
  const was = before;
  before = null;
  if (!was?.field.isConnected) return;
  asBefore(was);
  if (!composed) return;
  const again = (): void => asBefore(was);
  was.field.addEventListener('compositionend', again, { once: true });
  // What a person composes later is hers.
  setTimeout(() => was.field.removeEventListener('compositionend', again), SETTLED);
}

function asBefore({ field, value, halfFilled }: Before): void {
  field.value = value;
  field.dispatchEvent(new Event('input', { bubbles: true }));
  app.halfFilled = halfFilled;
}

/** Moves the focus to the heading or field of a screen that has just come. */
export function arrive(node: HTMLElement): void {
  node.focus({ preventScroll: true });
}

/** ↑ and ↓ move between the buttons of a list. */
export function rows(node: HTMLElement): { destroy: () => void } {
  function move(event: KeyboardEvent): void {
    const step = event.key === 'ArrowDown' ? 1 : event.key === 'ArrowUp' ? -1 : 0;
    if (step === 0 || composing(event)) return;
    const buttons = [...node.querySelectorAll('button')];
    const at = buttons.findIndex((b) => b === document.activeElement);
    event.preventDefault();
    buttons[Math.min(Math.max(at + step, 0), buttons.length - 1)]?.focus();
  }
  node.addEventListener('keydown', move);
  return { destroy: () => node.removeEventListener('keydown', move) };
}

/** A form whose missing or unreadable field is told in the desk's own words, with the focus led there. */
export function ownWords(form: HTMLFormElement): { destroy: () => void } {
  function check(event: SubmitEvent): void {
    const field = form.querySelector<HTMLInputElement>('input:invalid, select:invalid, textarea:invalid');
    if (!field) return;
    event.preventDefault();
    event.stopImmediatePropagation();
    const code = field.validity.valueMissing ? 'empty-field' : 'unreadable-field';
    app.problem = { code, detail: '', facts: {} };
    field.focus();
  }
  form.noValidate = true;
  form.addEventListener('submit', check, { capture: true });
  return { destroy: () => form.removeEventListener('submit', check, { capture: true }) };
}
