// From nothing to the first signed call, as README says it; then what an operator does next.
import { inactive } from './site.mjs';

export const onBase = true;

const rootManages = 'root manages tenants after the workers run';
const enabled = 'everything that serves is active';
const firstCall = 'the first signed call succeeds';

export const plants = { workers_stopped: firstCall, second_worker_stopped: enabled, memory_folder_open: rootManages };

/** Account, instance and a key that may call as often as it likes. */
function makeTenant(machine, name) {
    machine.sh(`joingatectl account create ${name} --activate && joingatectl instance create ${name} --public
        joingatectl rate set ${name} 65535 && joingatectl quota set ${name} LOCAL_JOIN_PERMISSION 1000000`);
    const lines = machine.sh(`joingatectl key create ${name} 2>/dev/null`);
    return { name, id: /ACCESS_KEY_ID=(.*)/.exec(lines)[1], secret: /ACCESS_KEY_SECRET=(.*)/.exec(lines)[1] };
}

export function tell(t) {
    const { machine, readme } = t;
    machine.boot('start');
    machine.copyIn(t.packages.first, '/root');

    const began = Date.now();
    for (const block of ['install', 'setup', 'tenant']) {
        const from = Date.now();
        readme.follow(machine, block, { input: 'y\n' }); // apt asks before it installs what else is needed
        t.figure(`README's block "${block}"`, (Date.now() - from) / 1000, undefined, 's');
    }
    if (t.planted('workers_stopped')) machine.sh('systemctl stop joingated.target joingated.socket');
    if (t.planted('second_worker_stopped')) machine.sh('systemctl stop joingated@2');
    const reply = readme.follow(machine, 'call', { mayFail: true });
    t.figure('from nothing to the first signed call', (Date.now() - began) / 1000, undefined, 's');
    t.must(firstCall, reply.status === 0 && /"Success": true/.test(reply.stdout), reply.stdout + reply.stderr);
    t.must(enabled, inactive(machine).length === 0, `not: ${inactive(machine).join(', ')}`);

    const status = readme.follow(machine, 'status', { mayFail: true });
    t.must('README\'s block "status" finds nothing wrong', status.status === 0, status.stdout + status.stderr);

    if (t.planted('memory_folder_open')) machine.sh('chmod 2777 /run/joingate-gate');
    try {
        t.site.tenant = makeTenant(machine, 'meters');
        t.must(rootManages, true);
    } catch (error) {
        t.must(rootManages, false, error.message);
    }
}
