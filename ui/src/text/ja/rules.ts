import { day, fullDay, yen } from '../dates';
import { fact as f, type Facts, type Sentence, type Sentences } from '../facts';

const date = (facts: Facts, name: string): string => (facts[name] ? fullDay(facts[name], 'ja') : '—');
const only = (what: string) => (): Sentence => [what, ''];

/** Grounds of a verdict: the head, and the next step where the answer is no. */
export const reasons = {
  'invalid-length': (x: Facts): Sentence => [`${f(x, 'days')}日では利用できません`, '日数を選び直します。'],
  'booked-before-birth': (): Sentence => [
    '出産前の予約はできません',
    '出産のあとに、もう一度予約してもらいます。',
  ],
  'before-birth': (x: Facts): Sentence => [
    `誕生日（${date(x, 'born')}）より前の利用です`,
    '生年月日と利用日を確かめます。',
  ],
  'past-one-year': (x: Facts): Sentence => [
    `利用できるのは ${date(x, 'last_day')} までです`,
    '終わりの日を過ぎない日数にするか、区に相談してもらいます。',
  ],
  'past-four-months': (x: Facts): Sentence => [`おおむね4か月（${date(x, 'last_day')}）を過ぎています`, ''],
  'late-cancellation': (): Sentence => ['キャンセルの期限を過ぎています', ''],
  'over-quota': (x: Facts): Sentence => [`${f(x, 'units')}日（回）分が上限超過`, ''],
  'moved-out': (x: Facts): Sentence => [`転出日（${date(x, 'moved_out_on')}）からの利用`, ''],
  'within-year': only('出産後1年未満です'),
  'within-quota': only('利用日数の上限内です'),
  'coupon-signed': only('電子クーポンの署名を確かめました'),
  'ask-the-ward': only('利用できるか、先に区に確かめます'),
  'facility-age-limit': (x: Facts): Sentence => [
    `この施設の月齢（${f(x, 'oldest')}か月まで）を過ぎています`,
    '',
  ],
  'credential-mismatch': (x: Facts): Sentence => [
    `面談日（${date(x, 'interview_on')}）とお持ちのものが合いません`,
    '',
  ],
  'papers-to-come': only('書類が届く前の利用'),
  'july-recheck': only('無償の扱いは再確認待ち'),
  'same-day-twice': (x: Facts): Sentence => [
    `同じ日（${x['on'] ? day(x['on'], 'ja') : '—'}）にほかの利用`,
    '',
  ],
  'orientation-missing': only('オリエンテーションがまだ'),
  'coupon-not-shown': only('クーポンの提示なし'),
  'card-not-shown': only('カードの提示なし'),
  'remaining-unknown': only('残数未確認'),
  'siblings-come': only('上のお子さんも一緒に来ています'),
  'holidays-not-announced': (x: Facts): Sentence => [`${f(x, 'year')}年の祝日は計算による見込み`, ''],
  'house-closed': only('お休みの日に始まります'),
  exempt: only('無償です'),
} satisfies Sentences;

/**
 * The same for the public counter: says that something is to be checked before she is received, and nothing of
 * money, quota, health or where she lives.
 */
export const firstLooks = {
  'invalid-length': only('利用日数の確認'),
  'before-birth': only('利用日の確認'),
  'past-one-year': only('利用日の確認'),
  'past-four-months': only('利用日の確認'),
  'over-quota': only('利用日数の確認'),
  'moved-out': only('登録内容の確認'),
  'not-born-yet': only('登録内容の確認'),
  'full-price-unset': only('利用日数の確認'),
  'orientation-missing': only('オリエンテーションまだ'),
  'not-arrived': (x: Facts): Sentence => [`前の日の未着 ${f(x, 'count')}件`, ''],
  'charge-unconfirmed': (x: Facts): Sentence => [`管理者の確認待ち ${f(x, 'count')}件`, ''],
  held: (x: Facts): Sentence => [`区へ送信 要確認 ${f(x, 'count')}件`, ''],
} satisfies Sentences;

/** What to tick: the sentence, and a second line. */
export const ticks = {
  'both-present': only('お母さんと赤ちゃんが一緒'),
  'ward-asked': only('利用できることを区に確かめた'),
  'health-asked': (): Sentence => ['体調の質問に答えてもらった', '発熱・感染症・医療的な処置なし'],
  'no-siblings': only('上のお子さんは一緒でない'),
  'still-resident': only('住所は区内のまま'),
  'card-written': only('カードに利用日を書いた'),
  'p16-written': (): Sentence => ['母子健康手帳 P16 に書いた', 'カードへはご本人が写します'],
  'number-matches': (x: Facts): Sentence => ['番号と生年月日が一致', `${date(x, 'born')}生まれ`],
  'full-price-told': (x: Facts): Sentence => [
    `全額自己負担の ${x['amount'] ? yen(Number(x['amount'])) : '—'} を伝えた`,
    '',
  ],
  'agreement-signed': only('同意書に署名をもらった'),
} satisfies Sentences;
