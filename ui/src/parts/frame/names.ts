import type { Screen } from '../../state/app.svelte';
import type { Text } from '../../text';

/** What each screen is called in the rail and in the list of keys. */
export function names(t: Text): Record<Screen['name'], string> {
  return {
    today: t.nav.today,
    'check-in': t.nav.checkIn,
    bookings: t.nav.bookings,
    mothers: t.nav.mothers,
    money: t.money.title,
    month: t.nav.month,
    queue: t.nav.queue,
    settings: t.nav.settings,
  };
}
