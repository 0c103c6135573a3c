import type { Camera, Sight } from '../ipc/camera';
import { problemOf } from '../ipc/desk';
import type { CameraHint } from '../ipc/generated/CameraHint';
import type { CameraStanding } from '../ipc/generated/CameraStanding';
import type { ProblemView } from '../ipc/generated/ProblemView';
import { camera as ofTheDesk } from '../ipc/tauri';

/** From a failed question to the next, and from one opening to another at least; milliseconds. */
const AGAIN = 1000;
/** So long it is shown that a code was read, before the screen changes under the eye. */
const SHOWN = 300;
/**
 * So long a code is out of sight before it counts as put away. The desk tells it anew after two seconds: were it less
 * here, a code that is still held up would be neither read nor told.
 */
const AWAY = 3000;

/** How the picture is shown at this desk. */
export type CameraSettings = { name: string | null; mirror: boolean; turn: 0 | 90 | 180 | 270 };
const KEPT = 'camera';
const PLAIN: CameraSettings = { name: null, mirror: false, turn: 0 };

function kept(): CameraSettings {
  try {
    const found = JSON.parse(localStorage.getItem(KEPT) ?? '{}') as Partial<CameraSettings>;
    return { ...PLAIN, ...found };
  } catch {
    return { ...PLAIN };
  }
}

/** On and off come in the order in which they were asked for. */
let before: Promise<void> = Promise.resolve();
function inOrder(what: () => Promise<void>): Promise<void> {
  before = before.then(what, what);
  return before;
}

const pause = (long: number): Promise<void> => new Promise((done) => setTimeout(done, long));
const nextFrame = (): Promise<number> => new Promise((done) => requestAnimationFrame(done));

/** Looks through the camera for as long as its picture is on the screen. */
export class Eye {
  standing = $state<CameraStanding>({ state: 'off' });
  hint = $state<CameraHint>('show');
  /** The code that is shown has been read. */
  read = $state(false);
  /** The camera could not be asked. */
  problem = $state<ProblemView | null>(null);
  settings = $state<CameraSettings>(kept());
  names = $state<string[]>([]);
  /** Pictures that were drawn. */
  drawn = 0;
  #on = false;
  #draw: (sight: Sight) => void;
  #hail: () => void;
  #tell: (text: string) => Promise<void>;
  /** Texts that are to be told, in the order in which they were read. */
  #waiting: string[] = [];
  /** One of them is on its way to the desk. */
  #telling = false;
  /** When a code was in the picture. */
  #found = -Infinity;
  #opened = -Infinity;
  #camera: Camera;

  /** `draw` is given each picture; `hail` is called when a code is read, `tell` with what may be acted upon. */
  constructor(
    draw: (sight: Sight) => void,
    hail: () => void,
    tell: (text: string) => Promise<void>,
    camera: Camera = ofTheDesk,
  ) {
    this.#camera = camera;
    this.#draw = draw;
    this.#hail = hail;
    this.#tell = tell;
  }

  /** Begins; gives back how to end. */
  start(): () => void {
    this.#on = true;
    void this.#watch();
    return () => {
      this.#on = false;
      this.#waiting = [];
      void inOrder(() => this.#camera.close()).catch(() => undefined);
    };
  }

  /** Asks which cameras there are. */
  async list(): Promise<void> {
    this.names = await this.#camera.names().catch(() => []);
  }

  /** Shows it differently, and remembers that at this desk. */
  set(settings: CameraSettings): void {
    const other = settings.name !== this.settings.name;
    this.settings = settings;
    localStorage.setItem(KEPT, JSON.stringify(settings));
    // It is opened anew by whoever is watching.
    if (other) void inOrder(() => this.#camera.close()).catch(() => undefined);
  }

  async #watch(): Promise<void> {
    while (this.#on) {
      try {
        // A camera that goes off by itself, again and again, is not opened without pause.
        await pause(Math.max(0, this.#opened + AGAIN - performance.now()));
        await inOrder(async () => {
          if (!this.#on) return;
          this.#opened = performance.now();
          await this.#camera.open(this.settings.name);
        });
        this.problem = null;
        while (this.#on && (await this.#look()));
      } catch (thrown) {
        this.problem = problemOf(thrown);
        this.standing = { state: 'off' };
        await pause(AGAIN);
      }
    }
  }

  /** One look; false where the camera was switched off. */
  async #look(): Promise<boolean> {
    const sight = await this.#camera.look();
    const { view } = sight;
    if (!this.#on || view.standing.state === 'off') return false;
    if (JSON.stringify(view.standing) !== JSON.stringify(this.standing)) this.standing = view.standing;
    this.hint = view.hint;
    if (view.width > 0) {
      this.#draw(sight);
      this.drawn += 1;
    }
    this.#waiting.push(...view.read);
    const seen = view.standing.state === 'running';
    if (view.read.length > 0 || (seen && view.hint === 'found')) this.#found = performance.now();
    if (!this.#telling) {
      if (this.#waiting.length > 0) void this.#take();
      else if (!seen || performance.now() - this.#found > AWAY) this.read = false;
    }
    // Hidden windows draw nothing: the question waits, and the camera goes off.
    await nextFrame();
    return true;
  }

  /** Tells what waits, one after the other, as long as anybody looks. A text that cannot be told keeps none back. */
  async #take(): Promise<void> {
    this.#telling = true;
    try {
      for (let text = this.#waiting.shift(); text !== undefined; text = this.#waiting.shift()) {
        await this.#takeOne(text).catch((thrown: unknown) => (this.problem = problemOf(thrown)));
      }
    } finally {
      this.#telling = false;
    }
  }

  async #takeOne(text: string): Promise<void> {
    this.problem = null;
    this.read = true;
    this.#hail();
    await pause(SHOWN);
    if (this.#on) await this.#tell(text);
  }
}
