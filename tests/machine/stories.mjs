// All stories, by name. `install` leaves the layer that the others stand on; of those the longest come first.
import * as byHand from './stories/by_hand.mjs';
import * as credentials from './stories/credentials.mjs';
import * as faults from './stories/faults.mjs';
import * as install from './stories/install.mjs';
import * as people from './stories/people.mjs';
import * as reboot from './stories/reboot.mjs';
import * as remote from './stories/remote.mjs';
import * as removal from './stories/removal.mjs';
import * as restarts from './stories/restarts.mjs';
import * as unfit from './stories/unfit.mjs';
import * as upgrade from './stories/upgrade.mjs';

export const stories = { install, unfit, faults, remote, restarts, reboot, removal, upgrade, credentials, people, 'by-hand': byHand };
