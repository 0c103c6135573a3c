import { day, fullDay, yen } from '../dates';
import { fact as f, type Facts, type Sentence, type Sentences } from '../facts';
import type * as ja from '../ja/rules';

type Same<T> = { [code in keyof T]: (facts: Facts) => Sentence };
const date = (facts: Facts, name: string): string => (facts[name] ? fullDay(facts[name], 'en') : '—');
const only = (what: string) => (): Sentence => [what, ''];

/** Grounds of a verdict: the head, and the next step where the answer is no. */
export const reasons = {
  'invalid-length': (x) => [`${f(x, 'days')} days cannot be used`, 'choose another length.'],
  'booked-before-birth': () => ['No bookings before the birth', 'she books again after the birth.'],
  'before-birth': (x) => [
    `Before the birth (${date(x, 'born')})`,
    'check the birth date and the day of use.',
  ],
  'past-one-year': (x) => [
    `Possible until ${date(x, 'last_day')} only`,
    'choose days up to that date, or have her ask the ward.',
  ],
  'past-four-months': (x) => [`Past about four months (${date(x, 'last_day')})`, ''],
  'late-cancellation': only('Past the deadline for cancelling'),
  'over-quota': (x) => [`${f(x, 'units')} over the quota`, ''],
  'moved-out': (x) => [`Moved out on ${date(x, 'moved_out_on')}`, ''],
  'within-year': only('Within a year of the birth'),
  'within-quota': only('Within the quota'),
  'coupon-signed': only("The coupon's signature holds"),
  'ask-the-ward': only('Ask the ward first whether she may use it'),
  'facility-age-limit': (x) => [`Older than ${f(x, 'oldest')} months, the limit here`, ''],
  'credential-mismatch': (x) => [`Interview on ${date(x, 'interview_on')} does not fit what she holds`, ''],
  'papers-to-come': only('Her papers have not come yet'),
  'july-recheck': only('The exemption waits for its re-check'),
  'same-day-twice': (x) => [`Another use on ${x['on'] ? day(x['on'], 'en') : '—'}`, ''],
  'orientation-missing': only('No orientation yet'),
  'coupon-not-shown': only('Coupon not shown'),
  'card-not-shown': only('Card not shown'),
  'remaining-unknown': only('What is left is not confirmed'),
  'siblings-come': only('Older siblings come along'),
  'holidays-not-announced': (x) => [`Holidays of ${f(x, 'year')} are computed`, ''],
  'house-closed': only('Begins on a day on which the house is closed'),
  exempt: only('Free of charge'),
} satisfies Same<typeof ja.reasons> & Sentences;

/** The same for the public counter: nothing of money, quota, health or where she lives. */
export const firstLooks = {
  'invalid-length': only('check the days'),
  'before-birth': only('check the dates'),
  'past-one-year': only('check the dates'),
  'past-four-months': only('check the dates'),
  'over-quota': only('check the days'),
  'moved-out': only('check her entry'),
  'not-born-yet': only('check her entry'),
  'full-price-unset': only('check the days'),
  'orientation-missing': only('no orientation yet'),
  'not-arrived': (x) => [`Did not come: ${f(x, 'count')}`, ''],
  'charge-unconfirmed': (x) => [`Waits for a manager: ${f(x, 'count')}`, ''],
  held: (x) => [`To the ward: ${f(x, 'count')} to check`, ''],
} satisfies Same<typeof ja.firstLooks> & Sentences;

/** What to tick: the sentence, and a second line. */
export const ticks = {
  'both-present': only('Mother and baby are both here'),
  'ward-asked': only('The ward has said that she may use it'),
  'health-asked': () => ['Health questions are answered', 'No fever, infection or medical treatment'],
  'no-siblings': only('No older siblings with them'),
  'still-resident': only('Still lives in the ward'),
  'card-written': only('The date is written on the card'),
  'p16-written': () => ['Page 16 of the handbook is written', 'She copies it to her card'],
  'number-matches': (x) => ['Number and birth date match', `born ${date(x, 'born')}`],
  'full-price-told': (x) => [
    `She was told the full price: ${x['amount'] ? yen(Number(x['amount'])) : '—'}`,
    '',
  ],
  'agreement-signed': only('The agreement is signed'),
} satisfies Same<typeof ja.ticks> & Sentences;
