import type { ReservationView } from '../../ipc/generated/ReservationView';

/** What is needed of a reservation to open it. */
export type Cancelling = Pick<ReservationView, 'reservation_id' | 'service' | 'surname' | 'unlisted'>;
