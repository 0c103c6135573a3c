import type { Sentence } from '../facts';
import type * as ja from '../ja/camera';

type Same<T> = { [code in keyof T]: () => Sentence };
const say = (what: string, next: string) => (): Sentence => [what, next];
const again = 'It is being tried again. If it goes on, pull it out and plug it in.';

/** The words around the camera's picture. */
export const camera: typeof ja.camera = {
  title: "The camera's picture",
  settings: 'Camera settings',
  which: 'Camera',
  first: 'The first that is found',
  mirror: 'Mirror the picture',
  turn: 'Turn by 90°',
  next: (s: string) => `Next: ${s}`,
};

/** What the camera sees or is doing. */
export const cameraSays: Same<typeof ja.cameraSays> = {
  off: say('The camera is off.', 'A number or a name will do.'),
  opening: say('The camera is being opened.', 'A number or a name will do as well.'),
  show: say('Waiting for a QR code.', 'Ask her to hold the coupon inside the frame.'),
  closer: say('The code is small in the picture.', 'Ask her to hold it closer.'),
  'too-dark': say('It is too dark to read.', 'Ask her to brighten her screen, or switch on a light.'),
  glare: say('There is glare.', 'Ask her to tilt the phone a little.'),
  found: say('Reading the QR code.', 'Ask her to hold it still.'),
  several: say('There is more than one QR code.', 'Ask her to show just one.'),
  read: say('It was read.', 'She may lower her phone.'),
};

/** Why there is no picture. */
export const cameraFaults: Same<typeof ja.cameraFaults> = {
  'no-camera': say('No camera is connected.', 'Plug one in, or go on by number or name.'),
  'camera-denied': say(
    'The camera may not be used.',
    "Allow it for this program in the computer's privacy settings.",
  ),
  'camera-busy': say('Another program is using the camera.', 'Close it there.'),
  'camera-unplugged': say('The camera came off.', 'Plug it in again, or go on by number or name.'),
  'camera-silent': say('The camera has stopped sending.', again),
  'camera-format': say('The pictures of this camera cannot be read.', 'Choose another camera.'),
  'camera-timeout': say('The camera does not open.', again),
  'camera-stuck': say(
    'The camera does not answer.',
    'Pull it out and plug it in, or open this program again.',
  ),
  'camera-driver': say('The camera is not working properly.', again),
};
