import type { OutcomeKind } from '../../ipc/generated/OutcomeKind';
import { loudness } from '../../state/display.svelte';

type Note = [pitch: number, at: number];

/** One soft note up, two even ones, one low: equally loud, each also a word on the screen. */
const NOTES: Record<OutcomeKind, Note[]> = {
  accept: [
    [660, 0],
    [880, 0.12],
  ],
  look: [
    [660, 0],
    [660, 0.18],
  ],
  no: [[220, 0]],
};

export function sound(outcome: OutcomeKind): void {
  play(NOTES[outcome]);
}

/** A code was read: one short high note, before the verdict's own. */
export function chime(): void {
  play([[1320, 0]]);
}

/** At full volume. */
const LOUDEST = 0.25;
/** The ear hears low notes as softer: so much more makes them equally loud (A-weighting of each pitch). */
const EAR: Record<number, number> = { 220: 2.6, 660: 1.2, 880: 1.05, 1320: 0.95 };

function play(notes: Note[]): void {
  const loud = LOUDEST * loudness(new Date().getHours());
  if (loud === 0) return;
  try {
    const audio = new AudioContext();
    for (const [pitch, at] of notes) {
      const tone = audio.createOscillator();
      const gain = audio.createGain();
      const from = audio.currentTime + at;
      tone.frequency.value = pitch;
      gain.gain.setValueAtTime(Math.min(loud * (EAR[pitch] ?? 1), 1), from);
      gain.gain.exponentialRampToValueAtTime(0.001, from + 0.16);
      tone.connect(gain).connect(audio.destination);
      tone.start(from);
      tone.stop(from + 0.18);
    }
    setTimeout(() => void audio.close(), 800);
  } catch {
    // A desk without a loudspeaker goes by the word.
  }
}
