/** The sections of the settings, in the order shown: first what a manager decides for the house, then this desk's. */
export const OF_HOUSE = [
  'facility',
  'calendar',
  'rooms',
  'prices',
  'issuer',
  'slips',
  'code',
  'ward',
  'programme',
  'staff',
] as const;
export const OF_DESK = ['printers', 'display', 'sound'] as const;

export type Section = (typeof OF_HOUSE)[number] | (typeof OF_DESK)[number];

/** Which section is shown, or will be when the settings are opened. */
export const at = $state({ section: 'facility' as Section });

/** Which are parts of the settings that are saved whole. */
export const DRAFTED: readonly Section[] = [
  'facility',
  'calendar',
  'rooms',
  'prices',
  'issuer',
  'slips',
  'code',
];

/** Where a field stands. */
export const HOME: Record<string, Section> = {
  name: 'facility',
  closed_weekdays: 'calendar',
  closed_on: 'calendar',
  open_on: 'calendar',
  opens_at: 'calendar',
  closes_at: 'calendar',
  rooms: 'rooms',
  places: 'rooms',
  oldest_months: 'rooms',
  full_prices: 'prices',
  issuer_name: 'issuer',
  issuer_address: 'issuer',
  issuer_phone: 'issuer',
  registration: 'issuer',
  bring: 'slips',
  house_rules: 'slips',
  own_code: 'code',
};
