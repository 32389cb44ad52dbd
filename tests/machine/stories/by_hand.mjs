// What `joingatectl setup` does, by hand.
import { inactive } from './site.mjs';

export const onBase = true;
export const onlyFull = true;

const answers = 'a call succeeds on a machine that was set up by hand';
const enabled = 'all that serves is active after a reboot';

export const plants = { workers_stopped: answers, not_enabled: enabled };

export function tell(t) {
    const { machine, readme, planted } = t;
    machine.boot('start');
    machine.copyIn(t.packages.first, '/root');
    for (const block of ['install', 'by-hand', 'tenant']) readme.follow(machine, block, { input: 'y\n' });
    if (planted('workers_stopped')) machine.sh('systemctl stop joingated.target joingated.socket');
    const reply = readme.follow(machine, 'call', { mayFail: true });
    t.must(answers, reply.status === 0, reply.stdout + reply.stderr);
    if (planted('not_enabled')) machine.sh('systemctl disable joingated@2');
    machine.boot('restart');
    t.must(enabled, inactive(machine).length === 0, `not: ${inactive(machine).join(', ')}`);
}
