import { day, fullDay, yen } from '../dates';
import { fact as f, type Facts, type Sentence, type Sentences } from '../facts';

const services: Record<string, string> = { stay: 'ショートステイ', 'day-care': 'デイケア', visit: '訪問' };
const service = (x: Facts): string => services[x['service'] ?? ''] ?? '';
const on = (x: Facts): string => (x['on'] ? day(x['on'], 'ja') : '');
const length = (x: Facts): string => (x['service'] === 'stay' && x['days'] ? `${x['days']}日` : '');
/** 7月14日（火） ショートステイ 3日 */
const what = (x: Facts): string => [on(x), service(x), length(x)].filter(Boolean).join(' ');
const because = (x: Facts): string => x['reason'] ?? '';
const money = (x: Facts): string => yen(Number(x['yen'] ?? '0'));
const means: Record<string, string> = { cash: '現金', card: 'カード', later: 'あとで' };
const sources: Record<string, string> = {
  coupon: 'クーポンの表示',
  card: 'カードの記入',
  ward: '区の記録',
  'her-word': 'ご本人のお話',
};
const only = (said: string) => (): Sentence => [said, ''];
const of =
  (verb: string) =>
  (x: Facts): Sentence => [`${what(x)} ${verb}`.trim(), because(x)];

/** The words of the mothers' screens. */
export const mothers = {
  list: '一覧',
  work: '確かめる方',
  import: '表の取り込み',
  tabs: '利用者の画面',
  search: 'かな・漢字・番号・電話',
  searchLabel: '利用者を探す。かな、漢字、番号、電話番号の一部',
  clear: '消す',
  total: (n: number) => `${n.toLocaleString('ja-JP')}人`,
  jump: '五十音の行へ移る',
  jumpTo: (kana: string) => `${kana}行へ`,
  register: '新しく登録',
  caller: '電話の確認',
  born: (d: string) => `${d}生まれ`,
  bornShort: (d: string) => `${d}生`,
  bornOnly: '生年月日',
  expected: (d: string) => `${d}予定`,
  twins: (n: number) => (n === 2 ? '双胎' : `${n}人`),
  unlisted: '非表示',
  loading: '読み込んでいます',
  nobody: '見つかりません。',
  nobodyNext: '別のかな・漢字・番号で探すか、新しく登録します。',
  empty: 'まだだれも登録されていません。',
  emptyNext: '「新しく登録」で1人ずつ、または「表の取り込み」で Excel の表からまとめて登録できます。',
  back: '一覧に戻る',
  receive: '受付へ',
  book: '予約を入れる',
  edit: '登録を直す',
  entry: '登録の内容',
  left: '残り',
  leftUnknown: '不明',
  leftUnknownWhy: '残数の出どころがありません',
  leftOf: (n: string) => `／${n}`,
  leftUnborn: 'お生まれになると、ここに残りが出ます。',
  until: (d: string) => `利用は${d}まで`,
  aboutUntil: (service: string, d: string) => `${service}はおおむね4か月、${d}まで`,
  coming: 'これからの予約',
  comingNone: 'これからの予約はありません。',
  deadline: (d: string) => `取消の期限 ${d}`,
  history: '経過',
  historyMore: 'もっと前を見る',
  historyNone: '記録はまだありません。',
  by: (who: string) => `${who}`,
  byWard: '区から',
  writtenAt: (d: string) => `${d}に入力`,
  pair: (label: string, said: string) => `${label}：${said}`,
  and: '、',
  fromTo: (before: string, after: string) => `${before || 'なし'} → ${after || 'なし'}`,
  recheck: '再確認待ち',
  recheckSince: (d: string) => `${d}から再確認待ち。区の返事があるまで、これまでの扱いを続けます。`,
  apartNote: '母子がご一緒でない事情があります。利用できるかは区に確かめます。',
  unlistedNote: '問い合わせに答えません。電話の方は、番号と生年月日で確かめます。',
  movedOut: (d: string) => `${d}に転出`,
  none: '記入なし',
  yes: 'はい',
  no: 'いいえ',
  people: (n: number) => `${n}人`,
  days: (n: number) => `${n}日`,
  correctedBy: (n: number, who: string, on: string) => `${n}日（${on} ${who}）`,
  correctedUntil: (d: string) => `区が示した最後の日 ${d}`,
  period: (from: string, until: string) => `${from} 〜 ${until}`,
  periodOpen: '区の返事まで',
  wardPeriods: '区の最新の返事による期間です。',
  saved: '登録を保存しました。',
  savedEdit: '登録を直しました。',
  undone: '元の登録に戻しました。',
  undo: '元に戻す',
};

/** The form. */
export const motherForm = {
  titleNew: '新しく登録',
  titleEdit: '登録を直す',
  who: 'お名前と番号',
  use: '利用の条件',
  body: '食事とお身体',
  contact: '連絡先',
  marks: '扱いの印',
  more: 'くわしい内容（あとからでも入れられます）',
  save: '登録する',
  saveEdit: '直して保存',
  saveReceive: '登録して受付へ',
  saving: '保存しています',
  leave: '閉じる',
  leaveNote: '書きかけは、この画面を開いているあいだ残ります。',
  draft: '前の書きかけから続けています。',
  fresh: '白紙に戻す',
  freshEdit: '保存された内容に戻す',
  nameHint: '姓と名の間を空ける',
  kanaHint: 'ひらがなかカタカナ',
  numberHint: 'クーポンかカードの番号。英数字',
  numberFixed: '番号は変えられません',
  expectedHint: 'お生まれになるまでは予定日だけで登録できます',
  babies: '人',
  optional: '任意',
  addPeriod: '期間を足す',
  removePeriod: (n: number) => `${n}つ目の期間を消す`,
  from: 'から',
  until: 'まで（空欄は区の返事まで）',
  corrected: '修正月齢を区が認めた',
  correctedDays: '足す日数',
  approvedOn: '認めた日',
  approvedBy: '区のだれが',
  lastDay: '区が示した最後の日',
  unlisted: '問い合わせに答えない',
  unlistedHint: '一覧と今日の画面にお名前を出しません。',
  apart: '母子がご一緒でない事情',
  apartHint: '予約票・お知らせ・月齢の一覧を止め、ことばを改めます。利用できるかは区に確かめます。',
  apartKinds: { '': 'なし', bereaved: 'お子さまのご逝去', hospitalised: 'お子さまの入院中' },
  credentials: { coupon: '電子クーポン', card: '利用者カード', none: 'まだない' },
  holds: { coupon: 'クーポン', card: 'カード', none: '書類まだ' },
  languages: { ja: '日本語', plain: 'やさしい日本語', en: 'English' },
  pasted: '表の一部が貼り付けられました。この欄に入るものだけを貼り付けてください。',
  missing: (label: string) => `${label}を入れてください。`,
};

/** Fields by the name under which the desk knows them. */
export const motherFields: Record<string, string> = {
  user_number: '利用者番号',
  name: 'お名前',
  kana: 'かな',
  phone: '電話番号',
  born: 'お子さまの生年月日',
  expected_on: '出産予定日',
  babies: 'お子さまの人数',
  credential: 'お持ちのもの',
  interview_on: '妊婦面談の日',
  health_centre: '保健相談所',
  oriented_on: 'オリエンテーションの日',
  corrected: '修正月齢',
  approved_by: '区のだれが',
  moved_out_on: '転出日',
  waived: '無償の期間',
  allergies: '食物アレルギー',
  diet: '食事の希望',
  emergency_contact: '緊急連絡先',
  doctor: 'かかりつけ・産院',
  language: 'お渡しする紙のことば',
  unlisted: '問い合わせに答えない',
  apart: '母子がご一緒でない事情',
};

/** What is wrong with a field, and what it should be. */
export const motherWrong: Record<string, string> = {
  user_number: '番号は英数字とハイフン、32字までです。',
  taken: 'この番号は、もう登録があります。番号を確かめるか、一覧で探してください。',
  name: 'お名前は1行、80字まで。絵文字は使えません。',
  kana: 'ひらがなかカタカナで、80字までで入れてください。',
  phone: '電話番号は1行、100字までです。',
  born: 'お子さまの生年月日か確かめてください。お母さんの生年月日ではありませんか。',
  future: '先の日付です。お生まれになる前なら、予定日に入れてください。',
  expected_on: '予定日が遠すぎます。年を確かめてください。',
  babies: '1人から9人までで入れてください。',
  interview_on: 'まだ来ていない日です。面談が済んでから入れてください。',
  oriented_on: 'まだ来ていない日です。済んでから入れてください。',
  corrected: '足す日数（140日まで）か最後の日と、もう来た「認めた日」を入れてください。',
  approved_by: '認めた区の方を入れてください。',
  waived: '終わりの日が、始まりの日より前です。',
  allergies: '500字までで入れてください。',
  diet: '500字までで入れてください。',
  emergency_contact: '1行、100字までで入れてください。',
  doctor: '1行、100字までで入れてください。',
  health_centre: '1行、100字までで入れてください。',
};

/** Who may be the same person. */
export const similar = {
  title: '同じ方が、もう登録されていませんか',
  note: '登録のある方と、次のところだけが違います。',
  here: 'いま入れたもの',
  there: '登録のあるもの',
  open: 'この方を開く',
  goOn: '別の方として登録',
};

/** 電話の確認. */
export const caller = {
  title: '電話の確認',
  note: '電話の方に番号とお子さまの生年月日を言ってもらい、合うかどうかだけを確かめます。',
  number: '利用者番号',
  born: 'お子さまの生年月日（出産前は予定日）',
  check: '確かめる',
  yes: '合っています',
  no: '合いません。登録があるかどうかも、お答えしないでください。',
};

/** Whom to look at. */
export const workLists = {
  ages: '月齢の終わりが近い方（30日以内）',
  agesNone: '30日以内に月齢の終わりが来る方はいません。',
  recheck: '再確認待ち',
  recheckNone: '再確認待ちの方はいません。',
  recheckNote: '毎年7月1日から、区の返事があるまで載ります。判定は変わりません。',
  moved_out: '転出',
  movedOutNone: '転出の記録がある方はいません。',
  subtraction: '減算待ち',
  subtractionNone: '区の減算を待っている利用はありません。',
  subtractionNote: '提示のなかった利用と期限後キャンセルなど。区が引くと、ここから消えます。',
  more: (shown: number, of: number) => `${of}件のうち、古い順に${shown}件`,
  row: {
    'four-months': (d: string) => `ショートステイは ${d} まで（おおむね4か月）`,
    'one-year': (d: string) => `利用できるのは ${d} まで（1年）`,
    recheck: (d: string) => `${d} から`,
    'moved-out': (d: string) => `${d} に転出`,
    'not-shown': (d: string) => `${d} 提示なし`,
    'late-cancellation': (d: string) => `${d} 期限後キャンセル`,
    'no-show': (d: string) => `${d} 連絡なし`,
  } as Record<string, (day: string) => string>,
};

/** The import of a list. */
export const importing = {
  title: 'いまある表を取り込む',
  note: 'Excel の表を「CSV」で保存したもの（Shift-JIS か UTF-8、5MB・20,000行まで）を選ぶか、ここに置きます。',
  needs:
    '1行目に見出し：利用者番号、氏名、かな、お子さまの生年月日（または出産予定日）。ほかの列はあれば使います。',
  sample: 'たとえばこのような表です。見出しの順は自由です。',
  choose: '表を選ぶ',
  other: '別の表を選ぶ',
  reading: '表を読んでいます',
  nothing: 'まだ何も登録していません。',
  good: (n: number) => `登録できる ${n.toLocaleString('ja-JP')}人`,
  known: (n: number) => `登録済み ${n.toLocaleString('ja-JP')}人`,
  knownNote: '登録済みの方は、そのままにします。表と違うところ：',
  knownSame: '表と同じです。',
  bad: (n: number) => `直すところがある ${n.toLocaleString('ja-JP')}行`,
  badFirst: (n: number) => `はじめの${n}行を表示しています。`,
  similar: (n: number) => `同じかなと生年月日の方がすでにいる ${n}行`,
  similarNote: '番号が違うので別の方として登録します。同じ方なら、先に表から消してください。',
  line: (n: number) => `${n}行目`,
  columns: '列の行き先',
  column: '表の見出し',
  field: '取り込む先',
  unused: '取り込まない',
  encodings: { 'shift-jis': 'Shift-JIS の表', utf8: 'UTF-8 の表' },
  first: 'はじめの方',
  cell: (column: string, value: string) => (value ? `${column}「${value}」` : `${column}（空欄）`),
  go: (n: number) => `登録できる${n.toLocaleString('ja-JP')}人だけ登録する`,
  goAll: (n: number) => `${n.toLocaleString('ja-JP')}人を登録する`,
  noGood: '登録できる行がありません',
  cancel: 'やめる',
  export: '直すところがある行を書き出す',
  exported: (path: string) => `書き出しました：${path}`,
  exportedNext: 'Excel で開いて直し、もう一度取り込みます。済んだら消してください。',
  working: (done: number, total: number) =>
    `${total.toLocaleString('ja-JP')}人のうち${done.toLocaleString('ja-JP')}人`,
  stop: '途中でやめる（1人も登録しません）',
  done: (n: number) => `${n.toLocaleString('ja-JP')}人を登録しました。`,
  toList: '一覧を見る',
};

/** Why a cell cannot be taken. */
export const importWrong: Record<string, string> = {
  empty: '入っていません。',
  unreadable: '',
  'in-future': '先の日付です。出産前なら、出産予定日の列に入れます。',
  'not-a-date': '日付として読めません。例 2026/5/1、R8.5.1',
  'not-a-choice': '決まったことばのどれでもありません。',
  'quote-open':
    '引用符（"）が閉じられていないため、下の行までひとつのセルになっています。引用符を消して、もう一度お選びください。',
  'twice-in-list': '同じ番号の行が、前にもあります。',
};

/** What happened to a mother: what, and why. */
export const motherHistory = {
  registered: only('登録'),
  edited: only('登録を直した'),
  erased: only('保存期間が終わり、内容は消されました'),
  'coupon-read': (x: Facts): Sentence => [
    'クーポンを読み取り',
    `残り ショートステイ${f(x, 'stay')}日・デイケア${f(x, 'day_care')}日・訪問${f(x, 'visit')}回`,
  ],
  'remaining-told': (x: Facts): Sentence => [
    `${service(x)}の残り ${f(x, 'count')}`,
    sources[x['source'] ?? ''] ?? '',
  ],
  booked: (x: Facts): Sentence => [`${what(x)} ${x['time'] ?? ''} を予約`, ''],
  moved: (x: Facts): Sentence => [`${what(x)} ${x['time'] ?? ''} に予約を変更`, ''],
  cancelled: of('の予約を取消（期限内）'),
  'cancelled-late': (x: Facts): Sentence => [`${what(x)} を期限後キャンセル ${money(x)}`, because(x)],
  'no-show': (x: Facts): Sentence => [`${what(x)} 連絡なし ${money(x)}`, because(x)],
  'facility-refused': of('を施設の都合で取りやめ'),
  disaster: of('を災害で取りやめ'),
  'wish-waiting': (x: Facts): Sentence => [`${service(x)}のキャンセル待ち`, span(x)],
  'wish-booked': (x: Facts): Sentence => [`${service(x)}のキャンセル待ちから予約`, span(x)],
  'wish-withdrawn': (x: Facts): Sentence => [`${service(x)}のキャンセル待ちを取りやめ`, span(x)],
  'tour-planned': of('に見学の予定'),
  'tour-held': of('の見学が済んだ'),
  'tour-cancelled': of('の見学を取りやめ'),
  'orientation-planned': of('にオリエンテーションの予定'),
  'orientation-held': of('のオリエンテーションが済んだ'),
  'orientation-cancelled': of('のオリエンテーションを取りやめ'),
  'turned-away': of('を受け入れなかった'),
  'checked-in': (x: Facts): Sentence => [`${what(x)} を受付 ${money(x)}`, ''],
  'checked-out': of('の退所'),
  'check-out-taken-back': of('の退所を取り消し'),
  'use-changed': (x: Facts): Sentence => [`${what(x)} の日数を ${f(x, 'now')}日に変更`, because(x)],
  'taken-back': of('の受付を取り消し'),
  paid: (x: Facts): Sentence => [`${money(x)} を受け取り（${means[x['means'] ?? ''] ?? ''}）`, what(x)],
  refunded: (x: Facts): Sentence => [`${money(x)} を返金（${means[x['means'] ?? ''] ?? ''}）`, what(x)],
  'charge-confirmed': of('のお金を管理者が確認'),
  reminded: of('の未収をお知らせ'),
  'receipt-issued': (x: Facts): Sentence => [`領収書 ${money(x)} を発行`, what(x)],
  'receipt-cancelled': (x: Facts): Sentence => [`領収書 ${money(x)} を取り消し`, what(x)],
  'receipt-printed': only('領収書を印刷'),
  'report-replaced': only('区への報告の番号か生年月日を訂正'),
  'ward-balance': only('残りの知らせ'),
  'ward-exemption': only('無償の期間の知らせ'),
  'ward-moved-out': (x: Facts): Sentence => [`転出の知らせ ${x['on'] ? fullDay(x['on'], 'ja') : ''}`, ''],
} satisfies Sentences;

function span(x: Facts): string {
  return x['from'] && x['until'] ? `${day(x['from'], 'ja')}〜${day(x['until'], 'ja')}` : '';
}
