import * as bookings from './bookings';
import * as camera from './camera';
import * as guide from './guide';
import * as money from './money';
import * as mothers from './mothers';
import * as problems from './problems';
import * as rules from './rules';
import { screens } from './screens';
import * as settings from './settings';

export const ja = {
  ...screens,
  ...camera,
  ...bookings,
  ...mothers,
  ...rules,
  ...problems,
  ...settings,
  ...guide,
  ...money,
};

/** What every language must say. */
export type Text = typeof ja;
