import type { Facts, Text } from './ja';

const f = (facts: Facts, name: string): string => facts[name] ?? '';

export const en: Text = {
  app: { practice: 'Practice', practiceNote: 'Everybody here is invented. Nothing reaches the real ward.' },
  nav: { today: 'Today', checkIn: 'Check in', queue: 'To the ward', month: 'Month', settings: 'Settings', main: 'Screens' },
  scan: { placeholder: 'Read a QR code / user number / name', label: 'QR code, user number or name', picture: 'From a picture', drop: 'You can also drop a picture of the coupon here.' },
  signIn: { title: 'Who is here?', pin: 'PIN', enter: 'Enter', out: 'switch', wait: 'Checking' },
  setUp: { title: 'First set-up', facility: 'Name of the facility', manager: 'Name of the manager', pin: 'PIN of the manager (6 digits or more)', practice: 'A practice facility (invented people only)', start: 'Start' },
  service: { stay: 'Stay', 'day-care': 'Day-care', visit: 'Visit' },
  serviceLong: { stay: 'Short stay', 'day-care': 'Day-care', visit: 'Home visit' },
  unit: { stay: ' d', 'day-care': ' d', visit: ' visits' },
  today: { arrivals: 'Arrivals', inHouse: 'In the house', departures: 'Departures', next: 'next', late: (m) => `${m} min late`, receive: 'Check in', leave: 'Check out', start: 'Start', unlisted: 'hidden', san: '', first: 'Look at first', firstTime: 'first time', until: ' last day', leavesToday: 'leaves today', noArrivals: 'Nobody else is expected today.', nobody: 'Nobody is in the house.', noDepartures: 'Nobody leaves today.', roomFree: 'free', roomUsed: 'in use', book: 'Book', cancel: 'Cancel, change' },
  line: { title: 'To the ward', waiting: (n) => `${n} waiting`, held: (n) => `${n} to check`, none: 'Nothing is waiting', last: 'Last contact', never: 'No contact with the ward yet', goOn: 'Check-ins go on', more: 'More', notEnrolled: 'Not enrolled at the ward yet', since: ' on' },
  verdict: { accept: 'She can come in', look: 'Check, then receive', no: 'Cannot be received' },
  presented: { 'coupon-read': 'coupon read', 'coupon-seen': 'coupon seen', 'card-shown': 'card', 'not-shown': 'nothing shown' },
  checkIn: {
    number: 'User number', baby: 'Baby', born: (d, m) => `born ${d}, ${m} months`, twins: 'multiples', service: 'Service', days: 'Days', nights: (n) => `${n - 1} nights`,
    shown: 'Shown', share: 'User share', total: 'To pay in all', free: 'free of charge', after: 'Left after today', unknown: 'unknown', unknownWhy: 'No source for what is left', of: (n, u) => ` of ${n}${u}`, asOf: '', lastDay: 'Last day she may use', lastDayNote: 'Day before the first birthday', reasons: 'Grounds', leaflet: 'Leaflet ',
    special: 'Only for her', usual: 'As always', all: 'all', pay: 'Payment', cash: 'Cash', card: 'Card', later: 'Later', confirm: 'Check in', missing: (n) => `${n} more to check`, needNote: 'Write a reason', note: 'Reason (is kept)', back: 'Back', saving: 'Saving',
    noNext: (office, phone) => `Next: ask the ward. ${office} ${phone}`, needsManager: 'Only a manager can go on', saved: 'The check-in is saved', print: 'Print the receipt', undo: 'Undo', undoWhy: 'Why undo', next: 'Next', whichOne: 'Which one?', nobody: 'Nobody found. Search by number, kana, kanji or phone.', register: 'Register her here.', unknownNumber: (n) => `User number ${n} is not registered yet. `,
    prompt: 'Read the QR code of the coupon, or type a number or name.', told: 'Left (from the card or her word)', covered: 'within quota', 'over-quota': 'over quota, full price', 'moved-out': 'moved out, full price', reported: 'The report to the ward is saved. It is sent when the line is there.', receipt: 'Receipt', received: 'Received', owed: 'Owed',
  },
  source: { coupon: 'Coupon', card: 'Card', ward: 'Ward', 'her-word': 'Her word' },
  takenOff: { 'not-shown': 'not shown', 'late-cancellation': 'late cancellation', 'no-show': 'no word', 'later-than-figure': 'used since' },
  takenOffHead: 'Not in it yet',
  tick: (code, facts) => {
    switch (code) {
      case 'both-present': return ['Mother and baby are both here', ''];
      case 'health-asked': return ['Health questions answered', 'No fever, infection or treatment'];
      case 'no-siblings': return ['No older siblings with them', ''];
      case 'still-resident': return ['Still lives in the ward', ''];
      case 'card-written': return ['Date written on the card', ''];
      case 'p16-written': return ['Handbook page 16 written', 'She copies it to the card'];
      case 'number-matches': return ['Number and birth date match', `born ${f(facts, 'born')}`];
      case 'full-price-told': return [`Told her the full price of ¥${f(facts, 'amount')}`, ''];
      case 'agreement-signed': return ['Agreement signed', ''];
      default: return [code, ''];
    }
  },
  reason: (code, facts) => {
    switch (code) {
      case 'invalid-length': return `${f(facts, 'days')} days cannot be used`;
      case 'past-one-year': return `Possible until ${f(facts, 'last_day')}`;
      case 'past-four-months': return `Past about four months (${f(facts, 'last_day')})`;
      case 'over-quota': return `${f(facts, 'units')} over the quota of ${f(facts, 'quota')}`;
      case 'moved-out': return `Moved out on ${f(facts, 'moved_out_on')}`;
      case 'facility-age-limit': return `Older than ${f(facts, 'oldest')} months`;
      case 'held': return `${f(facts, 'count')} reports to check`;
      default: return code.replaceAll('-', ' ');
    }
  },
  register: { title: 'Register', name: 'Name (space between)', kana: 'Kana', born: 'Birth date of the child', babies: 'Children', credential: 'Holds', coupon: 'Coupon', card: 'Card', none: 'Nothing yet', phone: 'Phone', save: 'Register and check in' },
  booking: { title: 'Booking', mother: 'User number or name', date: 'Date', time: 'Arrives', room: 'Room', check: 'Check', save: 'Book', deadline: 'Cancel until', passed: 'The deadline has passed already: cancelling counts as used.', close: 'Close', saved: 'Booked', cancelTitle: 'Cancel the booking', told: 'When we were told', why: 'Reason', inTime: 'In time. Nothing counts, nothing is charged.', late: (n, y) => `Late. ${n} counted as used, ${y} due.`, doCancel: 'Cancel it', noShow: 'No word from her', refuse: 'We cannot receive her', manager: 'A manager confirms money for more than two days.' },
  queue: { now: 'Send now', all: 'This month', waiting: 'Waiting', held: 'To check', warned: 'Ward notes', accepted: 'Received', replaced: 'Replaced', none: 'No reports this month yet.', note: 'A report to check holds up no other. None is ever lost.', next: 'Next: ', saved: 'saved', received: 'received', resend: 'Send as it is', correct: 'Correct and send', ours: 'Our report', pick: 'Choose a report to see more.', autoAt: (t) => `Sent again at about ${t}.`, auto: 'Sent when the line is there.', processed: 'Processed by the ward', sent: (n) => `The ward answered ${n}.`, ok: 'The ward has it.', kind: { used: '', 'late-cancellation': 'late cancellation', 'no-show': 'no word', waived: 'waived', correction: 'correction' } },
  held: (code) => {
    switch (code) {
      case 'birth-mismatch': return ['Number and birth date are not those of the ward.', 'Check the handbook; correct and send.'];
      case 'unknown-number': return ['The ward does not know this number.', 'Check it; if it is right, phone the ward.'];
      default: return ['The ward could not count this report.', 'Phone the ward.'];
    }
  },
  warned: (code) => code.replaceAll('-', ' '),
  trouble: (code) => (code === 'ward-refused' ? 'The ward refuses this desk. A manager enrols it anew.' : 'No contact with the ward just now. Everything else goes on.'),
  month: { of: (m) => m, persons: 'Mothers', people: '', before: 'before', share: 'User share', full: 'Full price', unpaid: 'Unpaid', uses: '', weeks: 'Use by week', weeksUnit: 'days, visits', table: ['Service', 'Used', 'of it free', 'Over quota', 'Late cancel', 'No word', 'User share', 'Full price'], sum: 'Sum', subtract: 'To subtract', open: 'Not counted yet', reconcile: 'Compare with the ward', agrees: 'Ties', differs: 'Does not tie with the ward', notYet: 'Not compared', ward: 'ward', ours: 'ours', number: 'No.', export: 'Write PDF and CSV', exported: 'Written', pages: ' pages', missing: 'Not in the typeface, printed in kana: ', papers: 'Papers', paperList: ['Usage report', 'To subtract', 'Details', 'Details as CSV'], note: 'Used means really used; late cancellations and no-shows are not in it.', empty: 'Nothing used this month yet.', days: '' },
  settings: { title: 'Facility', rooms: 'Rooms (one a line)', closes: 'Closes at', closed: 'Closed on', holidays: 'Closed on public holidays', prices: 'Full price per unit', save: 'Save', saved: 'Saved', enrol: 'Enrol at the ward', url: 'Address of the ward', code: 'Code', doEnrol: 'Enrol', enrolled: 'Enrolled.', staff: 'Add staff', name: 'Name', role: 'Roles', roles: { reception: 'Reception', midwife: 'Midwife', manager: 'Manager' }, weekdays: ['Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat', 'Sun'] },
  problem: (code) => [`That did not work (${code.replaceAll('-', ' ')}).`, 'Nothing was lost. Check the input, or ask a manager.'],
};
