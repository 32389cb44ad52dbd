// From nothing to the first signed call, as README says it; then what an operator does next.
import { inactive } from './site.mjs';

export const base = true;

const rootManages = 'root manages tenants after the workers run';
const memberManages = 'a member of the group joingate calls and manages';
const enabled = 'everything that serves is active';

export const plants = {
    memory_folder_open: rootManages,
    memory_folder_closed: memberManages,
};

/** Account, instance and a key that may call as often as it likes. */
function makeTenant(machine, name) {
    machine.sh(`joingatectl account create ${name} --activate && joingatectl instance create ${name} --public
        joingatectl rate set ${name} 65535 && joingatectl quota set ${name} LOCAL_JOIN_PERMISSION 1000000`);
    const lines = machine.sh(`joingatectl key create ${name} 2>/dev/null`);
    return { name, id: /ACCESS_KEY_ID=(.*)/.exec(lines)[1], secret: /ACCESS_KEY_SECRET=(.*)/.exec(lines)[1] };
}

/** What somebody who is not root may do: call, and with an administrator's login of the database, manage. */
function member(machine) {
    machine.sh(`useradd --create-home --groups joingate clerk
        install -o clerk -m 0600 /root/acme.key /home/clerk/acme.key`);
    return machine.run(['runuser', '-u', 'clerk', '--', 'bash', '-euc', `
        joingatectl call ListOwnedJoinPermissions Offset=0 Limit=10 --endpoint 127.0.0.1 --key-file ~clerk/acme.key`]);
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
    const reply = readme.follow(machine, 'call', { mayFail: true });
    t.figure('from nothing to the first signed call', (Date.now() - began) / 1000, 60, 's');
    t.must('the first signed call succeeds', reply.status === 0 && /"Success": true/.test(reply.stdout), reply.stdout + reply.stderr);
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
    if (t.planted('memory_folder_closed')) machine.sh('chmod 0700 /run/joingate-gate');
    const clerk = member(machine);
    t.must(memberManages, clerk.status === 0, clerk.stdout + clerk.stderr);
}
