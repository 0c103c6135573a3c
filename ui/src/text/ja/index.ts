import * as bookings from './bookings';
import * as camera from './camera';
import * as problems from './problems';
import * as rules from './rules';
import { screens } from './screens';

export const ja = { ...screens, ...camera, ...bookings, ...rules, ...problems };

/** What every language must say. */
export type Text = typeof ja;
