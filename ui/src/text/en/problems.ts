import { day, time, yen } from '../dates';
import type { Facts, Sentence, Sentences } from '../facts';
import type * as ja from '../ja/problems';

type Same<T> = { [code in keyof T]: (facts: Facts) => Sentence };
const say = (what: string, next: string) => (): Sentence => [what, next];
const byNumber = 'Ask her to show it again, or type the number.';

/** Columns of a list that cannot be done without. */
const column: Record<string, string> = {
  user_number: 'user number',
  name: 'name',
  kana: 'kana',
  born: "child's birth date",
};
const columns = (fields: string): string =>
  fields
    .split(',')
    .map((field) => column[field] ?? '')
    .join(', ');

/** Why the ward holds a report, and what a person does about it. */
export const held = {
  'birth-mismatch': say(
    "Number and birth date are not those of the ward's record.",
    'Check the handbook; if ours is wrong, correct and send.',
  ),
  'unknown-number': say('The ward does not know this number.', 'Check it; if it is right, phone the ward.'),
  'same-key-other-content': say(
    'The same use was reported with other content.',
    'Find out which is right, and phone the ward.',
  ),
  'same-id-other-content': say(
    'The ward has another report under the same number.',
    'Tell a manager if a backup was restored here, and phone the ward.',
  ),
  schema: say(
    'The ward could not read the form of this report.',
    'Phone the ward and tell them what this screen says.',
  ),
  signature: say(
    'The ward cannot tell that this report is from this desk.',
    'A manager checks the enrolment, then sends it again.',
  ),
  'corrects-unknown': say(
    'The ward does not have the report this one corrects.',
    'Send the first report again before this one.',
  ),
  'before-birth': say('The use lies before the birth.', 'Check the date in the handbook; correct and send.'),
  'in-future': say(
    'The day of use has not come yet.',
    "Check this computer's clock; send again after that day.",
  ),
} satisfies Same<typeof ja.held> & Sentences;

/** What the ward wants known about a report it counted. */
export const warned = {
  'over-quota': say("By the ward's record the quota is exceeded.", 'A manager checks what is left.'),
  'moved-out': say("By the ward's record she had moved out.", 'A manager asks her.'),
  'same-day-elsewhere': say('Another facility reported the same day.', 'A manager finds out.'),
  gap: say('An earlier report has not reached the ward yet.', 'Nothing to do once nothing is waiting.'),
} satisfies Same<typeof ja.warned> & Sentences;

/** Why the ward could not be asked. */
export const trouble = {
  'ward-unreachable': say(
    'No contact with the ward just now.',
    'Check-ins and records go on. Reports are sent when the line is there.',
  ),
  'ward-unintelligible': say(
    "The ward's answer could not be read.",
    'It is tried again by itself. If it goes on, phone the ward.',
  ),
  'ward-error': say('The ward is busy.', 'It is tried again by itself. Check-ins go on.'),
  'ward-refused': say(
    'The ward does not accept this desk.',
    'A manager enrols it anew in the settings. Check-ins go on.',
  ),
  'ward-address': say("The ward's address is not a safe connection.", 'Check that it begins with https://.'),
  'desk-key': say('The key of this desk cannot be used.', 'Make a backup; then a manager asks the ward.'),
  'enrolment-code': say('The code is wrong, or older than 10 minutes.', 'Ask the ward for a new one.'),
  'not-the-ward': say('That address does not seem to be the ward.', 'Check the address.'),
} satisfies Same<typeof ja.trouble> & Sentences;

/** Why something was not done. Nothing was saved then. */
export const problems = {
  'unreadable-picture': say(
    'This picture cannot be read.',
    'Choose a picture such as PNG or JPEG, or type the number.',
  ),
  'picture-too-large': say('The picture is too large.', 'Make it smaller, or type the number.'),
  'picture-timeout': say('Reading took too long.', 'Take the picture closer, or type the number.'),
  'reader-busy': say('Another picture is still being read.', 'Wait a moment and try again.'),
  'no-code': say(
    'There is no QR code in it.',
    'Hold the phone closer and take it again, or type the number.',
  ),
  'two-codes': say('There is more than one QR code in it.', 'Show one at a time.'),
  'not-a-coupon': say('This QR code is not a coupon.', 'Ask her to open the coupon, or type the number.'),
  malformed: say('The coupon could not be read.', byNumber),
  unsupported: say(
    'This kind of coupon is not known here yet.',
    'Receive her by number, and tell a manager.',
  ),
  'unknown-key': say(
    "It cannot be told yet whether this is the ward's coupon.",
    'The keys come when the line to the ward is there. By number she can be received now.',
  ),
  'bad-signature': say(
    "The coupon's signature does not hold.",
    'Check number and birth date, and receive her by number.',
  ),
  expired: say('The coupon has expired.', 'Ask her to open it afresh on her phone.'),
  'not-yet-valid': say('The coupon is dated in the future.', "Check this computer's clock."),
  revoked: say('The ward has revoked this coupon.', 'Ask her to show a new one, or phone the ward.'),
  'other-ward': say('This coupon is from another municipality.', 'Ask how her own municipality handles it.'),
  'counter-went-back': say('This is an older picture of the coupon.', 'Ask her to open it afresh.'),
  'unknown-number': say('This user number is not registered.', 'Check the number, or register her.'),
  'birth-mismatch': say(
    "The coupon's birth date does not match the entry here.",
    'Check the handbook; receive her without the coupon, or mend the entry.',
  ),
  'birth-in-future': say(
    'The birth date lies in the future.',
    'Before the birth, enter it as the expected date.',
  ),
  'not-born-yet': say('The birth date of the child is not entered yet.', 'Enter it in her entry.'),
  'number-taken': say('This user number is registered already.', 'Search by number or name.'),
  'verdict-changed': say(
    'The amount changed after it was shown.',
    'Tell her the new amount, and check in again.',
  ),
  'ticks-missing': say('Something is not checked yet.', 'Tick everything on the right.'),
  'note-missing': say('A reason is needed.', 'Write it, then press again.'),
  'needs-manager': say('A manager decides this.', 'Switch to a manager.'),
  'role-missing': say('You do not have the role for this.', 'Switch to somebody who has.'),
  'not-signed-in': say('Nobody is signed in.', 'Choose your name and enter your PIN.'),
  'wrong-pin': say('The PIN is wrong.', 'Enter it again.'),
  'pin-too-short': say('A PIN has at least six digits.', 'Enter it again.'),
  refused: say('The rules do not allow this use.', 'Check dates and length, and have her ask the ward.'),
  'full-price-unset': say(
    'The full price is not set.',
    'A manager sets it in the settings; then it can be decided.',
  ),
  'no-open-day': say(
    'There is no open day in the year before.',
    'A manager checks the closed days in the settings.',
  ),
  'past-day': say('That day is over.', 'Choose today or a day to come.'),
  'double-booking': (x) => [
    'That room is taken on that day.',
    x['next_free']
      ? `Choose another room, or ${day(x['next_free'], 'en')}, when it is free again. The waiting list is possible, too.`
      : 'Choose another room or day.',
  ],
  full: (x) => [
    'No place is left on that day.',
    x['next_free']
      ? `The next free day is ${day(x['next_free'], 'en')}. The waiting list is possible, too.`
      : 'Put her on the waiting list, or choose another day.',
  ],
  'deadline-past': (x) => [
    x['deadline']
      ? `The cancellation deadline (${day(x['deadline'], 'en')} ${time(x['deadline'])}) has passed.`
      : 'The cancellation deadline has passed.',
    'For another day, cancel this booking, which counts, and book anew. Its time and room can change on the same day.',
  ],
  'nothing-to-undo': say(
    'It cannot be undone any more.',
    'Look at the booking in the list, and enter it anew if needed.',
  ),
  gone: say('This is over already.', 'Look at the list again.'),
  'not-yet': say('It has not taken place yet.', 'Say so on its day.'),
  'no-slip': say('No slip is handed to her.', 'Talk to her in person.'),
  'reservation-ended': say('This booking has ended already.', "Look at today's lists."),
  'use-ended': say('This use has ended already.', "Look at today's lists."),
  'not-a-change': say(
    'The length cannot be changed to that.',
    'A stay has at least two days; choose another length than now.',
  ),
  'before-closing-time': say('A no-show is declared after closing time.', 'Wait until then.'),
  'charge-settled': say('No money waits for a manager here.', 'Look at its state in the list.'),
  'charge-unconfirmed': say(
    'A manager has not confirmed this money of more than two days yet.',
    'A manager confirms it on the month screen.',
  ),
  'receipt-cancelled': say(
    'This receipt is cancelled already, or cancels another.',
    'Issue a new receipt where one is needed.',
  ),
  'no-reminders': say('Her entry says that she is not reminded.', 'Ask a manager before you contact her.'),
  'nothing-unpaid': say('Nothing of this use is unpaid.', 'Look at the list again.'),
  'still-in-house': say('She has not left yet.', 'Look at the list again.'),
  'cash-moved': (x: Facts): Sentence => [
    'Cash has changed hands since then.',
    `There should now be ${x['amount'] ? yen(Number(x['amount'])) : ''}. Count again.`,
  ],
  'more-than-due': say(
    'That is more than is unpaid.',
    'Look at what is unpaid: somebody may have taken the money already.',
  ),
  'nothing-received': say(
    'There is no money here for a receipt.',
    'Where money is due, take it first. A receipt that was issued is printed again from the list.',
  ),
  'more-than-paid': say('No more can go back than was paid.', 'Check the amount.'),
  'not-held': say('This report is not one to send again.', 'Look at its state in the list.'),
  'not-enrolled': say(
    'This desk is not enrolled at the ward yet.',
    'A manager enrols it in the settings. Check-ins go on.',
  ),
  ward: (x: Facts): Sentence => {
    const why = (trouble as Sentences)[x['trouble'] ?? '']?.(x);
    return why ?? ['The ward could not be asked.', 'Try again later.'];
  },
  'prices-overlap': say(
    'Two prices of the same service hold on the same day.',
    'End the earlier one on the day before the later one begins.',
  ),
  'empty-field': say('Something is not filled in.', 'Fill in what is empty, and press again.'),
  'unreadable-field': say('A value cannot be read.', 'Check how dates, times and numbers are written.'),
  'bad-request': say('This was not accepted.', 'Check the input; if it goes on, tell a manager.'),
  'unknown-command': say('This cannot be done.', 'If the app was just installed, open it afresh.'),
  'disk-full': say('The disk is full; nothing was saved.', 'Make room, then press again.'),
  file: say(
    'The file could not be read or written.',
    'Check that there is room and that the folder can be written.',
  ),
  'import-unreadable': say(
    'The letters of this list cannot be read.',
    'Open it in Excel and save it as "CSV UTF-8".',
  ),
  'import-too-large': say(
    'The list is too large: 20,000 rows and 5 MB at most.',
    'Divide it and import the parts one by one.',
  ),
  'import-not-csv': say('This is no CSV.', 'Open it in Excel and save it as CSV.'),
  'import-columns': (x) => [
    `Columns are missing. ${columns(x['fields'] ?? '')}`,
    'Check the headings in the first row and add what is missing.',
  ],
  'import-changed': say(
    'What is registered has changed since the list was looked at.',
    'Choose the list again and check the numbers before importing.',
  ),
  'import-stopped': say(
    'The import was stopped. Nobody was registered.',
    'To begin again, choose the list again.',
  ),
  report: say('The paper could not be made.', 'Try again; if it goes on, tell a manager.'),
  'programme-wrong': say(
    "There is a mistake in the file of the ward's rules.",
    'A manager puts the original file back.',
  ),
  'already-set-up': say('This facility is set up already.', 'Sign in with name and PIN.'),
  'not-set-up': say('The facility is not set up yet.', 'Finish the first set-up.'),
  'not-practice': say(
    'Only a practice facility can play another time, or pictures in place of a camera.',
    'Open it the ordinary way.',
  ),
  'no-randomness': say('This computer could not make a safe number.', 'Restart it and try again.'),
  'already-open': say('Another window has these records open.', 'Use that one, or close it first.'),
  'practice-ward': say(
    'A practice facility enrols only at a practice ward on this computer.',
    'For the real ward, set up a real facility.',
  ),
  'backup-exists': say('There is a backup of this name already.', 'Choose another name or place.'),
  folder: say(
    'The folder of the records cannot be opened.',
    'A manager checks that it is there and can be written.',
  ),
  'key-file': say(
    'The key of the records cannot be read.',
    'A manager checks the key file. Nothing is lost.',
  ),
  'key-missing': say(
    'The records are there, but their key file is not.',
    'A manager puts the key file back in its place. No record is lost.',
  ),
  'no-wal': say(
    'Records cannot be kept safely in this place.',
    "Keep them on this machine's own disk, not on a network.",
  ),
  'wrong-key': say(
    'The key is not that of these records.',
    'A manager puts the right key back. Nothing is lost.',
  ),
  'newer-database': say('A newer version of the app made these records.', 'Update the app, then open them.'),
  'old-sqlite': say('A part that saves is too old to be safe.', 'Install the app afresh.'),
  'data-file': say(
    'The records could not be written; nothing was saved.',
    'Try again; if it goes on, tell a manager.',
  ),
  damaged: say('A part of the records cannot be read.', 'Stop using them; a manager restores a backup.'),
  gap: say('The chain of the records is broken.', 'Stop using them; a manager compares with a backup.'),
  internal: say(
    'Something unexpected happened; nothing was saved.',
    'Try again; if it goes on, tell a manager.',
  ),
  'ime-on': say('Japanese input is on and swallowed the scan.', 'Switch to plain letters, and scan again.'),
  'scanner-layout': say(
    'The scanner is set to another keyboard than this computer.',
    'Set the scanner to this computer’s keyboard; the number can be typed, too.',
  ),
} satisfies Same<typeof ja.problems> & Sentences;

/** A code no one has written a sentence for; a test keeps this from being needed. */
export const otherwise = {
  problem: (code: string): Sentence => [
    'That did not work. Nothing was lost.',
    `Try again; if it goes on, tell a manager “${code}”.`,
  ],
  held: (code: string): Sentence => [
    'The ward could not take this report.',
    `Phone the ward and say “${code}”.`,
  ],
  trouble: (code: string): Sentence => [
    'The ward cannot be asked just now.',
    `Check-ins go on. If it stays, tell a manager “${code}”.`,
  ],
  camera: (code: string): Sentence => [
    'The camera cannot be used.',
    `Go on by number or name. If it stays, tell a manager “${code}”.`,
  ],
  rule: (code: string): Sentence => [`Rule “${code}”`, ''],
};
