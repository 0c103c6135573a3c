import { type Sentence, type Sentences } from '../facts';

const say = (what: string, next: string) => (): Sentence => [what, next];
const again = 'もう一度試しています。続くときは差し直してください。';

/** The words around the camera's picture. */
export const camera = {
  title: 'カメラの映像',
  settings: 'カメラの設定',
  which: 'カメラ',
  first: '見つかった順',
  mirror: '左右を反対に映す',
  turn: '90度まわす',
  next: (s: string) => `つぎ：${s}`,
};

/** What the camera sees or is doing. */
export const cameraSays = {
  off: say('カメラを止めています。', '番号やお名前で受付できます。'),
  opening: say('カメラを開いています。', '番号やお名前でも受付できます。'),
  show: say('二次元コードを待っています。', 'クーポンを枠の中に見せてもらってください。'),
  closer: say('コードが小さく映っています。', 'もう少し近づけてもらってください。'),
  'too-dark': say('暗くて読めません。', '電話の画面か部屋を明るくしてください。'),
  glare: say('光が反射しています。', '電話を少し傾けてもらってください。'),
  found: say('二次元コードを読んでいます。', 'そのまま動かさずにいてもらってください。'),
  several: say('二次元コードが2つ以上映っています。', '1つだけ見せてもらってください。'),
  read: say('読み取りました。', '電話を下ろしてもらって大丈夫です。'),
} satisfies Sentences;

/** Why there is no picture. */
export const cameraFaults = {
  'no-camera': say('カメラがつながっていません。', '差し込むと映ります。番号やお名前でも受付できます。'),
  'camera-denied': say(
    'カメラを使う許可がありません。',
    'パソコンのプライバシーの設定で、このプログラムに許可してください。',
  ),
  'camera-busy': say('ほかのプログラムがカメラを使っています。', 'そのプログラムを閉じると映ります。'),
  'camera-unplugged': say('カメラが外れました。', '差し直すと映ります。番号やお名前でも受付できます。'),
  'camera-silent': say('カメラの映像が止まりました。', again),
  'camera-format': say('このカメラの映像は読めません。', 'べつのカメラを選んでください。'),
  'camera-timeout': say('カメラが開きません。', again),
  'camera-stuck': say('カメラが応えません。', '差し直すか、このプログラムを開き直してください。'),
  'camera-driver': say('カメラがうまく動きません。', again),
} satisfies Sentences;
