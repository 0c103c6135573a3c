import { afterEach, beforeEach, expect, test, vi } from 'vitest';

/** What a page has and Node has not: a field that holds the focus. */
class Field extends EventTarget {
  value: string;
  isConnected = true;
  constructor(value: string) {
    super();
    this.value = value;
  }
  matches(): boolean {
    return true;
  }
}

vi.stubGlobal('window', globalThis);
vi.stubGlobal('localStorage', { getItem: () => null, setItem: () => undefined });
vi.stubGlobal('matchMedia', () => new EventTarget());
vi.stubGlobal('HTMLElement', Field);
vi.stubGlobal('HTMLInputElement', Field);
vi.stubGlobal('HTMLTextAreaElement', class {});
const { desk } = await import('../ipc/tauri');
const { app } = await import('./app.svelte');
const { hear } = await import('./keys.svelte');

type Key = Partial<Pick<KeyboardEvent, 'key' | 'code' | 'shiftKey' | 'isComposing' | 'keyCode'>>;

/** What the desk was asked to recognise. */
let asked: unknown[] = [];
let at = 0;

/** A key goes down, and where no one took it, it does what it does in a field. */
function press(field: Field, key: Key, then: () => void): boolean {
  let taken = false;
  const event = {
    ...{ key: '', code: '', shiftKey: false, isComposing: false, keyCode: 0, ...key },
    target: field,
    timeStamp: (at += 6),
    preventDefault: () => (taken = true),
    stopPropagation: () => undefined,
  };
  hear(event as unknown as KeyboardEvent);
  if (!taken) then();
  return taken;
}

/** Types a text and Enter; gives back whether the Enter was taken. */
function type(field: Field, text: string): boolean {
  for (const key of text) press(field, { key }, () => (field.value += key));
  return press(field, { key: 'Enter' }, () => undefined);
}

const settled = (): Promise<unknown> => vi.waitFor(() => expect(asked).toHaveLength(1));

beforeEach(() => {
  asked = [];
  at += 1000;
  app.problem = null;
  app.halfFilled = false;
  // There is no shell behind the page here: what would ring its bell is noted.
  vi.spyOn(desk, 'call').mockImplementation((name, request) => {
    if (name === 'recognise') asked.push((request as { input: string }).input);
    return Promise.reject({ code: 'unknown-key', detail: '', facts: {} });
  });
});
afterEach(() => vi.useRealTimers());

test('a scan goes to the desk, and the field it fell into looks as before', async () => {
  const field = new Field('佐藤');
  expect(type(field, 'PPC1:NCF0 $%*+-./:XY')).toBe(true);
  await settled();
  expect(asked).toEqual(['PPC1:NCF0 $%*+-./:XY']);
  expect(field.value).toBe('佐藤');
});

test('the desk hears what a scanner of the other keyboard meant', async () => {
  const field = new Field('佐藤');
  type(field, 'PPC1+NCF0 $%(~-./+XY');
  await settled();
  at += 1000;
  type(field, "PPC1'NCF0 $%\":-./'XY");
  await vi.waitFor(() => expect(asked).toHaveLength(2));
  expect(asked).toEqual(['PPC1:NCF0 $%*+-./:XY', 'PPC1:NCF0 $%*+-./:XY']);
  expect(field.value).toBe('佐藤');
});

test('a scanner of a third keyboard is said to be set wrongly, and its Enter sends nothing', () => {
  const field = new Field('佐藤');
  expect(type(field, 'PPC1ÖNCF0 $%(~ß.-ÖXY')).toBe(true);
  expect(app.problem?.code).toBe('scanner-layout');
  expect(field.value).toBe('佐藤');
  expect(asked).toEqual([]);
});

test('full-width keys are a scan', async () => {
  type(new Field(''), '４０７３１９５８');
  await settled();
  expect(asked).toEqual(['40731958']);
});

/** Keys as they come while an input method has them: their places alone. */
function compose(field: Field, text: string): void {
  const key = { key: 'Process', isComposing: true, keyCode: 229 };
  for (const c of text) {
    const code = /\d/.test(c) ? `Digit${c}` : 'Unidentified';
    press(field, { ...key, code }, () => undefined);
    field.value += '四';
  }
  press(field, { ...key, code: 'Enter' }, () => undefined);
  // It takes no notice of who took the key, and puts down what it has.
  field.value += '四〇七三';
  field.dispatchEvent(new Event('compositionend'));
}

test('a scan into an input method is warned of, reaches the desk, and leaves the field as it was', async () => {
  const field = new Field('佐藤');
  const problems: (string | undefined)[] = [];
  field.addEventListener('input', () => problems.push(app.problem?.code));
  compose(field, '4073195840731958');
  expect(problems[0]).toBe('ime-on');
  await settled();
  expect(asked).toEqual(['4073195840731958']);
  expect(field.value).toBe('佐藤');
});

test('a scan into an input method that hides its keys is warned of, and what was in the field is not lost', () => {
  const field = new Field('佐藤');
  compose(field, 'XXXXXXXXXXXX');
  expect(app.problem?.code).toBe('ime-on');
  expect(field.value).toBe('佐藤');
  expect(asked).toEqual([]);
});

test('what a person composes after a scan stays', () => {
  vi.useFakeTimers();
  const field = new Field('佐藤');
  compose(field, '4073195840731958');
  vi.advanceTimersByTime(1000);
  field.value = '佐藤花子';
  field.dispatchEvent(new Event('compositionend'));
  expect(field.value).toBe('佐藤花子');
});
