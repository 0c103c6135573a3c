import type { CameraView } from './generated/CameraView';

/** One answer of the camera: what was seen, and the grey pixels of a picture where one came. */
export type Sight = { view: CameraView; pixels: Uint8Array };

/** The camera as the window sees it. It is switched off when nobody asks for a while. */
export interface Camera {
  /** Switches on the camera of this name where it is there, else the first. */
  open(name: string | null): Promise<void>;
  /** The newest, once there is something newer than last time. */
  look(): Promise<Sight>;
  close(): Promise<void>;
  /** The cameras that can be chosen. */
  names(): Promise<string[]>;
}
