import type { MotherBrief } from '../../ipc/generated/MotherBrief';
import type { ServiceId } from '../../ipc/generated/ServiceId';
import type { WishView } from '../../ipc/generated/WishView';

/** What a booking begins with. */
export type Begun = {
  mother?: MotherBrief;
  date?: string;
  at?: string;
  room?: string;
  service?: ServiceId;
  /** The wish on the waiting list that it fulfils. */
  wish?: WishView;
};
