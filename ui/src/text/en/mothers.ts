import { day, fullDay, yen } from '../dates';
import { fact as f, type Facts, type Sentence } from '../facts';
import type * as ja from '../ja/mothers';

type Same<T> = { [code in keyof T]: (facts: Facts) => Sentence };
const services: Record<string, string> = { stay: 'stay', 'day-care': 'day-care', visit: 'visit' };
const service = (x: Facts): string => services[x['service'] ?? ''] ?? '';
const on = (x: Facts): string => (x['on'] ? day(x['on'], 'en') : '');
const length = (x: Facts): string => (x['service'] === 'stay' && x['days'] ? `${x['days']} days` : '');
/** Tue 14 Jul stay 3 days */
const what = (x: Facts): string => [on(x), service(x), length(x)].filter(Boolean).join(' ');
const because = (x: Facts): string => x['reason'] ?? '';
const money = (x: Facts): string => yen(Number(x['yen'] ?? '0'));
const means: Record<string, string> = { cash: 'cash', card: 'card', later: 'later' };
const sources: Record<string, string> = {
  coupon: 'by the coupon',
  card: 'by the card',
  ward: 'by the ward',
  'her-word': 'by her own word',
};
const only = (said: string) => (): Sentence => [said, ''];
const of =
  (verb: string) =>
  (x: Facts): Sentence => [`${what(x)}: ${verb}`.replace(/^: /, ''), because(x)];

/** The words of the mothers' screens. */
export const mothers: typeof ja.mothers = {
  list: 'List',
  work: 'To look at',
  import: 'Import a list',
  tabs: 'Screens of mothers',
  search: 'Kana, name, number, phone',
  searchLabel: 'Find a mother: part of her kana, name, number or telephone',
  clear: 'Clear',
  total: (n) => `${n.toLocaleString('en-GB')} ${n === 1 ? 'mother' : 'mothers'}`,
  jump: 'Go to a row of the syllabary',
  jumpTo: (kana) => `To row ${kana}`,
  register: 'Register',
  caller: 'Check a caller',
  born: (d) => `born ${d}`,
  bornShort: (d) => `b. ${d}`,
  bornOnly: 'Birth date',
  expected: (d) => `expected ${d}`,
  twins: (n) => (n === 2 ? 'twins' : `${n} children`),
  unlisted: 'Not named',
  loading: 'Loading',
  nobody: 'Nobody found.',
  nobodyNext: 'Look by other kana, a name or a number, or register her.',
  empty: 'Nobody is registered yet.',
  emptyNext: 'Register one at a time, or import what you have from a spreadsheet.',
  back: 'Back to the list',
  receive: 'Check in',
  book: 'Book',
  edit: 'Edit the entry',
  entry: 'Entry',
  left: 'Left',
  leftUnknown: 'not known',
  leftUnknownWhy: 'No source says what is left',
  leftOf: (n) => ` of ${n}`,
  leftUnborn: 'What is left is shown here after the birth.',
  until: (d) => `may use until ${d}`,
  aboutUntil: (service, d) => `${service}: about four months, until ${d}`,
  coming: 'Reservations to come',
  comingNone: 'No reservation to come.',
  deadline: (d) => `cancel by ${d}`,
  history: 'History',
  historyMore: 'Show older',
  historyNone: 'Nothing has happened yet.',
  by: (who) => who,
  byWard: 'from the ward',
  writtenAt: (d) => `entered ${d}`,
  pair: (label, said) => `${label}: ${said}`,
  and: ', ',
  fromTo: (before, after) => `${before || 'none'} → ${after || 'none'}`,
  recheck: 'Re-check due',
  recheckSince: (d) => `The ward's re-check is due since ${d}. Until it answers the last status holds.`,
  apartNote: 'Mother and child are not together. Ask the ward whether she may use the services.',
  unlistedNote: 'Answer no enquiries. Check a caller by number and birth date.',
  movedOut: (d) => `moves out ${d}`,
  none: 'not filled in',
  yes: 'yes',
  no: 'no',
  people: (n) => `${n}`,
  days: (n) => `${n} days`,
  correctedBy: (n, who, date) => `${n} days (${date}, ${who})`,
  correctedUntil: (d) => `last day named by the ward: ${d}`,
  period: (from, until) => `${from} – ${until}`,
  periodOpen: 'until the ward answers',
  wardPeriods: "By the ward's newest word.",
  saved: 'Registered.',
  savedEdit: 'Entry changed.',
  undone: 'The entry is as before.',
  undo: 'Undo',
};

/** The form. */
export const motherForm: typeof ja.motherForm = {
  titleNew: 'Register a mother',
  titleEdit: 'Edit the entry',
  who: 'Name and number',
  use: 'Conditions of use',
  body: 'Food and health',
  contact: 'Contact',
  marks: 'Marks',
  more: 'More (can be filled in later)',
  save: 'Register',
  saveEdit: 'Save the changes',
  saveReceive: 'Register and check in',
  saving: 'Saving',
  leave: 'Close',
  leaveNote: 'What is half filled in stays while this window is open.',
  draft: 'Going on from what was half filled in.',
  fresh: 'Start afresh',
  freshEdit: 'Back to what is saved',
  nameHint: 'Family name first, with a space between',
  kanaHint: 'Hiragana or katakana',
  numberHint: 'As on the coupon or card: letters and digits',
  numberFixed: 'The number stays as it is',
  expectedHint: 'Before the birth the expected date is enough',
  babies: 'children',
  optional: 'optional',
  addPeriod: 'Add a period',
  removePeriod: (n) => `Remove period ${n}`,
  from: 'From',
  until: 'Until (empty: until the ward answers)',
  corrected: 'The ward has approved a corrected age',
  correctedDays: 'Days added',
  approvedOn: 'Approved on',
  approvedBy: 'By whom',
  lastDay: 'Last day named by the ward',
  unlisted: 'Answer no enquiries',
  unlistedHint: 'Her name is on no list and not on Today.',
  apart: 'Mother and child are not together',
  apartHint:
    'Stops slips, reminders and age lists, and changes the wording. Ask the ward whether she may use.',
  apartKinds: { '': 'no', bereaved: 'The child has died', hospitalised: 'The child is in hospital' },
  credentials: { coupon: 'Coupon', card: 'Paper card', none: 'Not there yet' },
  holds: { coupon: 'Coupon', card: 'Card', none: 'No papers' },
  languages: { ja: 'Japanese', plain: 'Plain Japanese', en: 'English' },
  pasted: 'Part of a table was pasted. Paste only what belongs into this field.',
  missing: (label) => `Fill in: ${label}.`,
};

/** Fields by the name under which the desk knows them. */
export const motherFields: typeof ja.motherFields = {
  user_number: 'User number',
  name: 'Name',
  kana: 'Kana',
  phone: 'Telephone',
  born: "Child's birth date",
  expected_on: 'Expected date',
  babies: 'Number of children',
  credential: 'What she holds',
  interview_on: 'Pregnancy interview',
  health_centre: 'Health centre',
  oriented_on: 'Orientation held',
  corrected: 'Corrected age',
  approved_by: 'By whom',
  moved_out_on: 'Moves out of the ward',
  waived: 'Exempt periods',
  allergies: 'Food allergies',
  diet: 'Diet',
  emergency_contact: 'Emergency contact',
  doctor: 'Doctor or hospital',
  language: 'Language of her papers',
  unlisted: 'Answer no enquiries',
  apart: 'Mother and child are not together',
};

/** What is wrong with a field, and what it should be. */
export const motherWrong: typeof ja.motherWrong = {
  user_number: 'A number has letters, digits and hyphens, 32 at most.',
  taken: 'This number is registered already. Check it, or look in the list.',
  name: 'One line, 80 characters at most, no emoji.',
  kana: 'Hiragana or katakana, 80 characters at most.',
  phone: 'One line, 100 characters at most.',
  born: "Is this the child's birth date? It looks like the mother's.",
  future: 'That day is still to come. Before the birth, fill in the expected date.',
  expected_on: 'That is too far away. Check the year.',
  babies: 'From 1 to 9.',
  interview_on: 'That day is still to come. Fill it in afterwards.',
  oriented_on: 'That day is still to come. Fill it in afterwards.',
  corrected: 'Fill in the days added (140 at most) or the last day, and a day of approval that has come.',
  approved_by: 'Fill in who at the ward approved it.',
  waived: 'The last day comes before the first.',
  allergies: '500 characters at most.',
  diet: '500 characters at most.',
  emergency_contact: 'One line, 100 characters at most.',
  doctor: 'One line, 100 characters at most.',
  health_centre: 'One line, 100 characters at most.',
};

/** Who may be the same person. */
export const similar: typeof ja.similar = {
  title: 'Is she registered already?',
  note: 'Somebody registered differs in these points only.',
  here: 'Filled in now',
  there: 'Registered',
  open: 'Open her entry',
  goOn: 'Register as another person',
};

/** A caller is checked. */
export const caller: typeof ja.caller = {
  title: 'Check a caller',
  note: "Ask the caller for her number and the child's birth date. Only whether they belong together is said.",
  number: 'User number',
  born: "Child's birth date (before the birth, the expected date)",
  check: 'Check',
  yes: 'They belong together',
  no: 'They do not. Do not say either whether anybody is registered.',
};

/** Whom to look at. */
export const workLists: typeof ja.workLists = {
  ages: 'Age limits within 30 days',
  agesNone: 'No age limit comes within 30 days.',
  recheck: 'Re-check due',
  recheckNone: 'Nobody waits for a re-check.',
  recheckNote: 'From 1 July until the ward answers. It changes no verdict.',
  moved_out: 'Moving out',
  movedOutNone: 'Nobody has moved out.',
  subtraction: 'Waiting for subtraction',
  subtractionNone: 'Nothing waits for the ward to subtract.',
  subtractionNote:
    'Coupons not shown, late cancellations and the like. Once the ward has subtracted, they are gone.',
  more: (shown, total) => `${shown} of ${total}, the oldest first`,
  row: {
    'four-months': (d) => `stay until ${d} (about four months)`,
    'one-year': (d) => `may use until ${d} (one year)`,
    recheck: (d) => `since ${d}`,
    'moved-out': (d) => `moves out ${d}`,
    'not-shown': (d) => `${d}, not shown`,
    'late-cancellation': (d) => `${d}, late cancellation`,
    'no-show': (d) => `${d}, no-show`,
  },
};

/** The import of a list. */
export const importing: typeof ja.importing = {
  title: 'Import the list you have',
  note: 'Choose a spreadsheet saved as CSV (Shift-JIS or UTF-8, 5 MB and 20,000 rows at most), or drop it here.',
  needs:
    "Headings in the first row: user number, name, kana, child's birth date (or expected date). Other columns are used where they are there.",
  sample: 'For example a list like this; the order of the headings is free.',
  choose: 'Choose a list',
  other: 'Choose another list',
  reading: 'Reading the list',
  nothing: 'Nobody has been registered yet.',
  good: (n) => `Can be registered: ${n.toLocaleString('en-GB')}`,
  known: (n) => `Registered already: ${n.toLocaleString('en-GB')}`,
  knownNote: 'Who is registered stays as she is. The list says otherwise:',
  knownSame: 'The list says the same.',
  bad: (n) => `Rows to mend: ${n.toLocaleString('en-GB')}`,
  badFirst: (n) => `The first ${n} rows are shown.`,
  similar: (n) => `Rows with kana and birth date of somebody registered: ${n}`,
  similarNote:
    'Their numbers differ, so they are registered as other persons. Take out of the list who is the same.',
  line: (n) => `Row ${n}`,
  columns: 'Where the columns go',
  column: 'Heading of the list',
  field: 'Goes to',
  unused: 'left out',
  encodings: { 'shift-jis': 'Written in Shift-JIS', utf8: 'Written in UTF-8' },
  first: 'The first ones',
  cell: (column, value) => (value ? `${column}: "${value}"` : `${column} (empty)`),
  go: (n) => `Register only the ${n.toLocaleString('en-GB')} good rows`,
  goAll: (n) => `Register ${n.toLocaleString('en-GB')}`,
  noGood: 'No row can be registered',
  cancel: 'Cancel',
  export: 'Save the rows to mend',
  exported: (path) => `Saved: ${path}`,
  exportedNext: 'Open it in a spreadsheet, mend it and import it again. Delete it afterwards.',
  working: (done, total) => `${done.toLocaleString('en-GB')} of ${total.toLocaleString('en-GB')}`,
  stop: 'Stop (nobody will be registered)',
  done: (n) => `${n.toLocaleString('en-GB')} registered.`,
  toList: 'See the list',
};

/** Why a cell cannot be taken. */
export const importWrong: typeof ja.importWrong = {
  empty: 'is empty.',
  unreadable: '',
  'in-future': 'is still to come. Before the birth use a column with the expected date.',
  'not-a-date': 'is no date. For example 2026/5/1, R8.5.1',
  'not-a-choice': 'is none of the words that can stand here.',
  'quote-open':
    'A quotation mark is not closed, and the lines below fell into this cell. Remove it and choose the file again.',
  'twice-in-list': 'A row with the same number stands above.',
};

/** What happened to a mother: what, and why. */
export const motherHistory = {
  registered: only('Registered'),
  edited: only('Entry changed'),
  erased: only('Kept for its time; the content is gone'),
  'coupon-read': (x) => [
    'Coupon read',
    `left: stay ${f(x, 'stay')}, day-care ${f(x, 'day_care')}, visits ${f(x, 'visit')}`,
  ],
  'remaining-told': (x) => [`${service(x)}: ${f(x, 'count')} left`, sources[x['source'] ?? ''] ?? ''],
  booked: (x) => [`${what(x)} ${x['time'] ?? ''}: booked`, ''],
  moved: (x) => [`Reservation moved to ${what(x)} ${x['time'] ?? ''}`, ''],
  cancelled: of('cancelled in time'),
  'cancelled-late': (x) => [`${what(x)}: late cancellation ${money(x)}`, because(x)],
  'no-show': (x) => [`${what(x)}: no-show ${money(x)}`, because(x)],
  'facility-refused': of('the facility could not take her'),
  disaster: of('off because of a disaster'),
  'wish-waiting': (x) => [`On the waiting list: ${service(x)}`, span(x)],
  'wish-booked': (x) => [`Booked from the waiting list: ${service(x)}`, span(x)],
  'wish-withdrawn': (x) => [`Off the waiting list: ${service(x)}`, span(x)],
  'tour-planned': of('tour of the house planned'),
  'tour-held': of('tour of the house held'),
  'tour-cancelled': of('tour of the house off'),
  'orientation-planned': of('orientation planned'),
  'orientation-held': of('orientation held'),
  'orientation-cancelled': of('orientation off'),
  'turned-away': of('not received'),
  'checked-in': (x) => [`${what(x)}: checked in ${money(x)}`, ''],
  'checked-out': of('checked out'),
  'check-out-taken-back': of('check-out taken back'),
  'use-changed': (x) => [`${what(x)}: now ${f(x, 'now')} days`, because(x)],
  'taken-back': of('check-in taken back'),
  paid: (x) => [`${money(x)} received (${means[x['means'] ?? ''] ?? ''})`, what(x)],
  refunded: (x) => [`${money(x)} given back (${means[x['means'] ?? ''] ?? ''})`, what(x)],
  'charge-confirmed': of('charge confirmed by a manager'),
  reminded: of('reminded of what is unpaid'),
  'receipt-issued': (x) => [`Receipt issued ${money(x)}`, what(x)],
  'receipt-cancelled': (x) => [`Receipt cancelled ${money(x)}`, what(x)],
  'receipt-printed': only('Receipt printed'),
  'report-replaced': only('Number or birth date of a report corrected'),
  'ward-balance': only('What is left'),
  'ward-exemption': only('Exempt periods'),
  'ward-moved-out': (x) => [`Moves out ${x['on'] ? fullDay(x['on'], 'en') : ''}`, ''],
} satisfies Same<typeof ja.motherHistory>;

function span(x: Facts): string {
  return x['from'] && x['until'] ? `${day(x['from'], 'en')} – ${day(x['until'], 'en')}` : '';
}
