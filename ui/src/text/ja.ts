/** The facts of a sentence, by name. */
export type Facts = { [name in string]?: string };

const f = (facts: Facts, name: string): string => facts[name] ?? '';
const yen = (text: string): string => `¥${Number(text).toLocaleString('ja-JP')}`;

export const ja = {
  app: { practice: '練習モード', practiceNote: '登場する人はすべて架空です。区の本番には送られません。' },
  nav: { today: '今日', checkIn: '受付', queue: '区へ送信', month: '月次', settings: '設定', main: '画面' },
  scan: {
    placeholder: '二次元コードを読む／利用者番号／お名前',
    label: '二次元コード、利用者番号、お名前のどれか',
    picture: '画像から読む',
    drop: 'クーポンの画像をここに置くこともできます。',
  },
  signIn: { title: 'だれが使いますか', pin: '暗証番号', enter: '入る', out: '交代', wait: '確かめています' },
  setUp: {
    title: 'はじめの設定',
    facility: '施設の名前',
    manager: '管理者のお名前',
    pin: '管理者の暗証番号（数字6けた以上）',
    practice: '練習用の施設にする（架空の人だけを使います）',
    start: 'はじめる',
  },
  service: { stay: 'ショートステイ', 'day-care': 'デイケア', visit: '訪問' } as Record<string, string>,
  serviceLong: { stay: '母子ショートステイ', 'day-care': '母子デイケア', visit: '産後ケア訪問' } as Record<string, string>,
  unit: { stay: '日', 'day-care': '日', visit: '回' } as Record<string, string>,
  today: {
    arrivals: '来所予定', inHouse: '利用中', departures: '退所予定', next: 'つぎ', late: (m: number) => `来所まだ ${m}分`,
    receive: '受付', leave: '退所', start: '開始', unlisted: '非表示', san: 'さん', first: '先に見ること', firstTime: 'はじめて',
    until: 'まで', leavesToday: '今日退所', noArrivals: '今日の来所予定はもうありません。', nobody: 'いま利用中の方はいません。',
    noDepartures: '今日の退所予定はありません。', roomFree: '空き', roomUsed: '利用中', book: '予約を入れる', cancel: '取消・変更',
  },
  line: {
    title: '区への送信状況', waiting: (n: number) => `送信待ち ${n}件`, held: (n: number) => `要確認 ${n}件`,
    none: '送信待ちはありません', last: '最後の接続', never: 'まだ区とつながっていません', goOn: '受付は続けられます', more: 'くわしく',
    notEnrolled: '区への登録がまだです', since: 'から',
  },
  verdict: { accept: '受付できます', look: '確かめてから受付', no: '受け入れできません' },
  presented: {
    'coupon-read': 'クーポン読み取り', 'coupon-seen': 'クーポン目視', 'card-shown': 'カード', 'not-shown': '提示なし',
  } as Record<string, string>,
  checkIn: {
    number: '利用者番号', baby: 'お子さま', born: (d: string, m: number) => `${d}生まれ ${m}か月`, twins: '多胎', service: 'サービス', days: '日数', nights: (n: number) => `${n - 1}泊${n}日`,
    shown: '提示', share: '利用者負担額', total: 'お支払いの合計', free: '無償', after: '今日のあとの残り', unknown: '不明', unknownWhy: '残数の出どころがありません',
    of: (n: number, u: string) => `／${n}${u}`, asOf: '時点', lastDay: '利用できる最後の日', lastDayNote: '出産後1年の前日', reasons: '理由', leaflet: '案内',
    special: 'この方だけの確認', usual: 'いつもの確認', all: 'まとめて', pay: 'お支払い', cash: '現金', card: 'カード', later: 'あとで',
    confirm: '受付する', missing: (n: number) => `あと${n}つで受付できます`, needNote: '理由を書いてください', note: '理由（記録に残ります）', back: '戻る', saving: '保存しています',
    noNext: (office: string, phone: string) => `つぎ：区にお問い合わせください。${office} ${phone}`, needsManager: '管理者だけが受け付けられます', saved: '受付を保存しました', print: '領収書を印刷', undo: '取り消す', undoWhy: '取り消す理由', next: 'つぎの方へ',
    whichOne: 'どの方ですか', nobody: '見つかりませんでした。番号・かな・漢字・電話番号で探せます。', register: 'ここで登録する', unknownNumber: (n: string) => `利用者番号 ${n} は、まだ登録がありません。`,
    prompt: 'クーポンの二次元コードを読むか、番号またはお名前を入れてください。', told: '残りの日数・回数（カードまたはご本人から）', covered: '上限内', 'over-quota': '上限超過 全額自己負担', 'moved-out': '転出後 全額自己負担', reported: '区への報告を保存しました。送るのはつながったときです。', receipt: '領収書', received: '領収', owed: '未収',
  },
  source: { coupon: 'クーポンの表示', card: 'カードの記入', ward: '区の記録', 'her-word': 'ご本人のお話' } as Record<string, string>,
  takenOff: { 'not-shown': '提示なし', 'late-cancellation': '期限後キャンセル', 'no-show': '連絡なし', 'later-than-figure': '表示のあとの利用' } as Record<string, string>,
  takenOffHead: '当院で未反映',
  tick: (code: string, facts: Facts): [string, string] => {
    switch (code) {
      case 'both-present': return ['お母さんと赤ちゃんが一緒', ''];
      case 'health-asked': return ['体調の質問に答えてもらった', '発熱・感染症・医療的な処置なし'];
      case 'no-siblings': return ['上のお子さんは一緒でない', ''];
      case 'still-resident': return ['住所は練馬区のまま', ''];
      case 'card-written': return ['カードに利用日を書いた', ''];
      case 'p16-written': return ['母子健康手帳 P16 に書いた', 'カードへはご本人が写します'];
      case 'number-matches': return ['番号と生年月日が一致', `${f(facts, 'born')} 生まれ`];
      case 'full-price-told': return [`全額自己負担の ${yen(f(facts, 'amount'))} を伝えた`, ''];
      case 'agreement-signed': return ['同意書に署名をもらった', ''];
      default: return [code, ''];
    }
  },
  reason: (code: string, facts: Facts): string => {
    switch (code) {
      case 'invalid-length': return `${f(facts, 'days')}日では利用できません`;
      case 'booked-before-birth': return '出産前の予約はできません';
      case 'before-birth': return 'お子さまの誕生日より前です';
      case 'past-one-year': return `利用できるのは ${f(facts, 'last_day')} までです`;
      case 'past-four-months': return `おおむね4か月（${f(facts, 'last_day')}）を過ぎています`;
      case 'late-cancellation': return 'キャンセルの期限を過ぎています';
      case 'over-quota': return `${f(facts, 'units')}日分が上限超過です（上限 ${f(facts, 'quota')}）`;
      case 'moved-out': return `転出日（${f(facts, 'moved_out_on')}）からの利用です`;
      case 'within-year': return '出産後1年未満です';
      case 'within-quota': return '上限内です';
      case 'coupon-signed': return '電子クーポンを確かめました';
      case 'facility-age-limit': return `この施設の月齢（${f(facts, 'oldest')}か月まで）を過ぎています`;
      case 'credential-mismatch': return `面談日（${f(facts, 'interview_on')}）とお持ちのものが合いません`;
      case 'papers-to-come': return '書類が届く前の利用です';
      case 'july-recheck': return '無償の扱いは再確認待ちです';
      case 'same-day-twice': return '同じ日にほかの利用があります';
      case 'orientation-missing': return 'オリエンテーションがまだです';
      case 'coupon-not-shown': return 'クーポンの提示なし';
      case 'card-not-shown': return 'カードの提示なし';
      case 'remaining-unknown': return '残数未確認';
      case 'holidays-not-announced': return '祝日は計算による見込みです';
      case 'exempt': return '無償です';
      case 'not-born-yet': return '生年月日がまだです';
      case 'full-price-unset': return '全額の設定がありません';
      case 'held': return `区へ送信 要確認 ${f(facts, 'count')}件`;
      default: return code;
    }
  },
  register: {
    title: '利用者の登録', name: 'お名前（姓と名の間を空ける）', kana: 'かな', born: 'お子さまの生年月日', babies: 'お子さまの人数', credential: 'お持ちのもの', coupon: '電子クーポン', card: '利用者カード', none: 'まだない', phone: '電話番号', save: '登録して受付へ',
  },
  booking: {
    title: '予約', mother: '利用者番号またはお名前', date: '利用日', time: '来所', room: '部屋', check: '確かめる', save: '予約する', deadline: 'キャンセルの期限', passed: '期限はもう過ぎています。取り消すと1回分になります。', close: '閉じる', saved: '予約しました',
    cancelTitle: '予約の取消', told: '連絡を受けた時刻', why: '理由', inTime: '期限内です。回数もお金もかかりません。', late: (n: number, y: string) => `期限後です。${n}日（回）分を利用とみなし、${y} をいただきます。`, doCancel: '取り消す', noShow: '連絡なしにする', refuse: '施設の都合で受けない', manager: '2日を超えるお金は、管理者が確かめてから請求します。',
  },
  queue: {
    now: 'いま送ってみる', all: '今月', waiting: '送信待ち', held: '要確認', warned: '区から注意', accepted: '受領', replaced: '差し替え済み', none: 'この月の報告はまだありません。', note: '要確認があっても、ほかの報告は止まりません。どの報告も消えません。', next: 'つぎ：',
    saved: 'に保存', received: 'に受領', resend: 'そのまま再送', correct: '訂正して送る', ours: '当院の報告', pick: '報告を選ぶと、くわしく見られます。', autoAt: (t: string) => `つぎは ${t} ごろ自動で送ります。`, auto: 'つながると自動で送ります。', processed: '区の処理日', sent: (n: number) => `${n}件に区が答えました。`, ok: '区が受け取りました。',
    kind: { used: '', 'late-cancellation': '期限後キャンセル', 'no-show': '連絡なし', waived: '免除', correction: '訂正' } as Record<string, string>,
  },
  held: (code: string): [string, string] => {
    switch (code) {
      case 'birth-mismatch': return ['番号と生年月日が、区の記録と合いません。', '母子健康手帳で確認し、違っていたら訂正して送ります。'];
      case 'unknown-number': return ['この利用者番号は、区の記録にありません。', '番号を確かめ、合っていたら区に電話します。'];
      case 'same-key-other-content': return ['同じ利用が、違う内容で報告されています。', 'どちらが正しいか確かめ、区に電話します。'];
      case 'before-birth': return ['利用日が誕生日より前です。', '日付を確かめます。'];
      case 'in-future': return ['利用日がまだ来ていません。', '日付を確かめます。'];
      case 'corrects-unknown': return ['訂正のもとになる報告が、区にありません。', 'もとの報告を先に送り直します。'];
      default: return ['区がこの報告を読み取れませんでした。', '区に電話して、この画面をお伝えください。'];
    }
  },
  warned: (code: string): string => {
    switch (code) {
      case 'over-quota': return '区の記録では上限を超えています。つぎ：管理者が確認';
      case 'moved-out': return '区の記録では転出後です。つぎ：管理者が確認';
      case 'same-day-elsewhere': return '他の施設と同じ日の利用です。つぎ：管理者が確認';
      case 'gap': return '前の報告がまだ届いていません。';
      default: return code;
    }
  },
  trouble: (code: string): string => {
    switch (code) {
      case 'ward-unreachable': return 'いまは区とつながりません。受付も記録も、このまま続けられます。';
      case 'ward-refused': return '区がこの端末を受け付けません。管理者が登録し直してください。';
      case 'ward-error': return '区の側が混み合っています。あとで自動で送ります。';
      default: return '区の返事を読み取れませんでした。あとで自動で送ります。';
    }
  },
  month: {
    of: (m: string) => `${m}分`, persons: '利用者（実人数）', people: '人', before: '前月', share: '利用者負担額', full: '全額自己負担', unpaid: '未収', uses: '件', weeks: '週ごとの利用', weeksUnit: '日・回', table: ['サービス', '利用', 'うち無償', '上限超過', '期限後キャンセル', '連絡なし', '利用者負担額', '全額自己負担'], sum: '合計', subtract: '減算依頼', open: '区の返事待ち',
    reconcile: '区と照合する', agrees: '照合済', differs: '区の記録と合いません', notYet: '未照合', ward: '区', ours: '当院', number: '照合番号', export: 'PDFとCSVを書き出す', exported: '書き出しました', pages: 'ページ', missing: '書体にない文字があり、かなで印刷しました：', papers: '提出書類', paperList: ['利用実績報告書', '減算依頼一覧', '利用者別明細', '明細のCSV'], note: '利用は実際に使った日数・回数です。期限後キャンセルと連絡なしは含みません。', empty: 'この月の利用はまだありません。', days: '日',
  },
  settings: { title: '施設の設定', rooms: '部屋（1行に1つ）', closes: '閉所の時刻', closed: '定休日', holidays: '祝日は休み', prices: '全額自己負担（1日・1回あたり）', save: '保存する', saved: '保存しました', enrol: '区への登録', url: '区のアドレス', code: '登録コード', doEnrol: '登録する', enrolled: '区に登録済みです。', staff: '担当者を加える', name: 'お名前', role: '役割', roles: { reception: '受付', midwife: '助産師', manager: '管理者' } as Record<string, string>, weekdays: ['月', '火', '水', '木', '金', '土', '日'] },
  problem: (code: string, facts: Facts): [string, string] => {
    switch (code) {
      case 'unreadable-picture': return ['この画像は読めません。', 'PNG・JPEG などの画像を選ぶか、番号を入れてください。'];
      case 'picture-too-large': return ['画像が大きすぎます。', '小さくするか、番号を入れてください。'];
      case 'picture-timeout': case 'reader-busy': return ['読み取りに時間がかかっています。', '少し待って、もう一度試してください。'];
      case 'no-code': return ['二次元コードが見つかりません。', '画面を近づけて撮り直すか、番号を入れてください。'];
      case 'two-codes': return ['二次元コードが2つ以上写っています。', '1つだけ写してください。'];
      case 'not-a-coupon': return ['クーポンではない二次元コードです。', 'クーポンの画面を開いてもらうか、番号を入れてください。'];
      case 'malformed': case 'unsupported': return ['クーポンを読み取れませんでした。', 'もう一度表示してもらうか、番号を入れてください。'];
      case 'unknown-key': return ['この区のクーポンか確かめられません。', '区とつながると鍵が届きます。いまは番号で受け付けられます。'];
      case 'bad-signature': return ['クーポンの署名が正しくありません。', '番号と生年月日で確かめて受け付けてください。'];
      case 'expired': return ['クーポンの期限が切れています。', 'スマートフォンで表示し直してもらってください。'];
      case 'not-yet-valid': return ['クーポンの日付が先になっています。', 'この端末の時計を確かめてください。'];
      case 'revoked': return ['区が無効にしたクーポンです。', '新しいクーポンを表示してもらうか、区に電話してください。'];
      case 'other-ward': return ['ほかの区市町村のクーポンです。', 'お住まいの自治体の扱いをご確認ください。'];
      case 'counter-went-back': return ['前より古いクーポンの画面です。', '表示し直してもらってください。'];
      case 'unknown-number': return ['この利用者番号は登録がありません。', '番号を確かめるか、登録してください。'];
      case 'birth-mismatch': return ['クーポンの生年月日が、登録と合いません。', '母子健康手帳で確かめてください。'];
      case 'birth-in-future': return ['生年月日が先の日付です。', '出産前なら、予定日として入れてください。'];
      case 'not-born-yet': return ['お子さまの生年月日がまだ入っていません。', '登録に生年月日を入れてください。'];
      case 'number-taken': return ['この利用者番号は、もう登録があります。', '番号かお名前で探してください。'];
      case 'verdict-changed': return ['表示したあとで金額が変わりました。', 'もう一度ご確認ください。'];
      case 'ticks-missing': return ['まだ確かめていないことがあります。', '右の確認をすべて済ませてください。'];
      case 'note-missing': return ['理由が要ります。', '理由を書いてください。'];
      case 'needs-manager': case 'role-missing': return ['管理者の操作です。', '管理者に交代してください。'];
      case 'not-signed-in': return ['担当者を選んでください。', '名前と暗証番号で入ります。'];
      case 'wrong-pin': return ['暗証番号が違います。', 'もう一度入れてください。'];
      case 'pin-too-short': return ['暗証番号は数字6けた以上です。', '入れ直してください。'];
      case 'refused': return ['この利用はお受けできません。', 'くわしくは理由をご覧ください。'];
      case 'full-price-unset': return ['全額自己負担の金額が決まっていません。', '管理者が設定に入れてください。'];
      case 'no-open-day': return ['営業日が見つかりません。', '管理者が休業日の設定を確かめてください。'];
      case 'double-booking': return ['その部屋は、その日もう予約があります。', '別の部屋か日を選んでください。'];
      case 'reservation-ended': return ['この予約はもう終わっています。', '今日の一覧を確かめてください。'];
      case 'use-ended': return ['この利用はもう終わっています。', '今日の一覧を確かめてください。'];
      case 'before-closing-time': return ['連絡なしにできるのは、閉所のあとです。', 'それまでお待ちください。'];
      case 'not-enrolled': return ['区への登録がまだです。', '管理者が設定から登録してください。'];
      case 'ward': return ['区とやりとりできませんでした。', ja.trouble(f(facts, 'trouble'))];
      case 'empty-field': case 'unreadable-field': case 'bad-request': return ['入力が足りないか、読み取れません。', '入れたものを確かめてください。'];
      case 'disk-full': return ['ディスクがいっぱいです。保存されていません。', '空きを作ってから、もう一度試してください。'];
      default: return ['できませんでした。何も失われていません。', `もう一度試し、続くときは管理者に「${code}」とお伝えください。`];
    }
  },
};

export type Text = typeof ja;
