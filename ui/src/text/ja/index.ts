import * as camera from './camera';
import * as problems from './problems';
import * as rules from './rules';
import { screens } from './screens';

export const ja = { ...screens, ...camera, ...rules, ...problems };

/** What every language must say. */
export type Text = typeof ja;
