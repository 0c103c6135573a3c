import { invoke } from '@tauri-apps/api/core';
import { listen } from '@tauri-apps/api/event';
import type { Desk } from './desk';

/** The real desk. The only file that knows Tauri. */
export const desk: Desk = {
  call: (name, request) => invoke('call', { name, request }),
  onChange(ring) {
    const stop = listen('desk-changed', ring);
    return () => void stop.then((off) => off());
  },
};
