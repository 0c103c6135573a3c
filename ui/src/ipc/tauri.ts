import { invoke } from '@tauri-apps/api/core';
import { listen } from '@tauri-apps/api/event';
import { getCurrentWebview } from '@tauri-apps/api/webview';
import type { Camera } from './camera';
import type { Desk } from './desk';
import type { CameraView } from './generated/CameraView';

/** The real desk. The only file that knows Tauri. */
export const desk: Desk = {
  call: (name, request) => invoke('call', { name, request }),
  onChange(ring) {
    const stop = listen('desk-changed', ring);
    return () => void stop.then((off) => off());
  },
};

const words = new TextDecoder();

/** The real camera. */
export const camera: Camera = {
  open: (name) => invoke('camera_open', { camera: name }),
  async look() {
    const bytes = await invoke<ArrayBuffer>('camera_look');
    const length = new DataView(bytes).getUint32(0, true);
    const view = JSON.parse(words.decode(new Uint8Array(bytes, 4, length))) as CameraView;
    return { view, pixels: new Uint8Array(bytes, 4 + length) };
  },
  close: () => invoke('camera_close'),
  names: () => invoke('camera_names'),
};

/** Makes the whole page larger or smaller, as Ctrl and + do; 1 is as it was. */
export function zoom(factor: number): void {
  void getCurrentWebview()
    .setZoom(factor)
    .catch(() => undefined);
}
