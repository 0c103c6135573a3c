import type { ApartKind } from '../../ipc/generated/ApartKind';
import type { CredentialKind } from '../../ipc/generated/CredentialKind';
import type { LanguageKind } from '../../ipc/generated/LanguageKind';
import type { MotherForm } from '../../ipc/generated/MotherForm';

/** The form as it is filled in: days are ISO, empty while nothing is. */
export type Filled = {
  user_number: string;
  name: string;
  kana: string;
  phone: string;
  born: string;
  expected_on: string;
  babies: number;
  credential: CredentialKind;
  interview_on: string;
  health_centre: string;
  oriented_on: string;
  corrected: { approved: boolean; days: number; approved_on: string; approved_by: string; last_day: string };
  moved_out_on: string;
  waived: { from: string; until: string }[];
  allergies: string;
  diet: string;
  emergency_contact: string;
  doctor: string;
  language: LanguageKind;
  unlisted: boolean;
  apart: ApartKind | '';
};

/** A form with nothing on it. */
export function blank(): Filled {
  return {
    user_number: '',
    name: '',
    kana: '',
    phone: '',
    born: '',
    expected_on: '',
    babies: 1,
    credential: 'coupon',
    interview_on: '',
    health_centre: '',
    oriented_on: '',
    corrected: { approved: false, days: 0, approved_on: '', approved_by: '', last_day: '' },
    moved_out_on: '',
    waived: [],
    allergies: '',
    diet: '',
    emergency_contact: '',
    doctor: '',
    language: 'ja',
    unlisted: false,
    apart: '',
  };
}

/** An entry on the form. */
export function filled(form: MotherForm): Filled {
  const c = form.corrected;
  return {
    ...form,
    born: form.born ?? '',
    expected_on: form.expected_on ?? '',
    interview_on: form.interview_on ?? '',
    oriented_on: form.oriented_on ?? '',
    moved_out_on: form.moved_out_on ?? '',
    corrected: {
      approved: c !== null,
      days: c?.days ?? 0,
      approved_on: c?.approved_on ?? '',
      approved_by: c?.approved_by ?? '',
      last_day: c?.last_day ?? '',
    },
    waived: form.waived.map((w) => ({ from: w.from, until: w.until ?? '' })),
    apart: form.apart ?? '',
  };
}

/** What the desk is asked to write down; a field that cannot be sent as it is, by name. */
export function sent(f: Filled): MotherForm | { wrong: 'corrected' | 'waived' | 'babies' } {
  const c = f.corrected;
  const days = (n: number): boolean => Number.isInteger(n) && n >= 0 && n < 1000;
  if (c.approved && (!c.approved_on || !days(c.days))) return { wrong: 'corrected' };
  if (f.waived.some((w) => w.from === '')) return { wrong: 'waived' };
  if (!days(f.babies)) return { wrong: 'babies' };
  const day = (text: string): string | null => text || null;
  return {
    ...f,
    born: day(f.born),
    expected_on: day(f.expected_on),
    interview_on: day(f.interview_on),
    oriented_on: day(f.oriented_on),
    moved_out_on: day(f.moved_out_on),
    corrected: c.approved
      ? { days: c.days, approved_on: c.approved_on, approved_by: c.approved_by, last_day: day(c.last_day) }
      : null,
    waived: f.waived.map((w) => ({ from: w.from, until: day(w.until) })),
    apart: f.apart === '' ? null : f.apart,
  };
}
