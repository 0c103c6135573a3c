import type { PriceView } from '../../ipc/generated/PriceView';
import type { ServiceId } from '../../ipc/generated/ServiceId';
import { shiftDay } from '../../text/dates';

/** The prices of a service, the earliest first. */
export function of(prices: readonly PriceView[], service: ServiceId): PriceView[] {
  return prices.filter((p) => p.service === service).sort((a, b) => a.from.localeCompare(b.from));
}

/** Spans without a price between two of a service. */
export function gaps(prices: readonly PriceView[], service: ServiceId): { from: string; until: string }[] {
  const all = of(prices, service);
  return all.flatMap((price, n) => {
    const next = all[n + 1];
    if (!next || price.until === null || shiftDay(price.until, 1) >= next.from) return [];
    return [{ from: shiftDay(price.until, 1), until: shiftDay(next.from, -1) }];
  });
}

/** With a new price: what held before ends the day before, and what comes later stays. */
export function withNew(
  prices: readonly PriceView[],
  added: { service: ServiceId; from: string; yen: number },
): PriceView[] {
  const { service, from, yen } = added;
  const others = prices.filter((p) => p.service !== service);
  const hers = of(prices, service).filter((p) => p.from !== from);
  const later = hers.find((p) => p.from > from);
  const ended = hers.map((p) =>
    p.from < from && (p.until === null || p.until >= from) ? { ...p, until: shiftDay(from, -1) } : p,
  );
  const until = later ? shiftDay(later.from, -1) : null;
  return [...others, ...ended, { service, from, until, yen }];
}

/** Without one. Nothing else moves: the gap is said. */
export function without(prices: readonly PriceView[], gone: PriceView): PriceView[] {
  return prices.filter((p) => !(p.service === gone.service && p.from === gone.from));
}
