// Master key and password as encrypted credentials, as the drop-in that we ship says.
import { comesTrue } from '../machine.mjs';
import { inactive, workers } from './site.mjs';

const serves = 'workers serve with secrets that only systemd can decrypt';
const manages = 'joingatectl works with the encrypted secrets';
const plainGone = 'nothing needs the plain files';

export const plants = { other_name: serves, ciphertext_cut: manages, plain_stays: plainGone };

const dropIn = '/usr/share/joingate/systemd/encrypted-credentials.conf';

/** The commands in the comment of a file: its lines that are indented. */
const commandsIn = (text) => text.split('\n').filter((line) => line.startsWith('#   ')).map((line) => line.slice(4)).join('\n');

export function tell(t) {
    const { machine, planted } = t;
    machine.boot('start');
    const commands = commandsIn(machine.read(dropIn));
    t.must('the drop-in says how', /systemd-creds encrypt/.test(commands), commands);
    machine.sh(planted('other_name') ? commands.replace('--name=master.key', '--name=other') : commands);
    if (!planted('plain_stays')) machine.sh('mv /etc/joingate/master.key /etc/joingate/worker.password /root/');
    t.must(plainGone, !machine.exists('/etc/joingate/master.key') && !machine.exists('/etc/joingate/worker.password'), 'they are there');
    if (planted('ciphertext_cut')) machine.sh('truncate --size=-8 /etc/joingate/*.cred');

    const restarted = workers.map((worker) => machine.run(['timeout', '20', 'systemctl', 'restart', worker]));
    comesTrue(3, () => inactive(machine).length === 0);
    const reply = t.readme.follow(machine, 'call', { mayFail: true });
    t.must(serves, inactive(machine).length === 0 && reply.status === 0, `${restarted.map(({ stderr }) => stderr).join('')}${reply.stdout}${reply.stderr}`);

    // A key's secret is sealed with the master key; a new worker's login has the password.
    const key = machine.run(['joingatectl', 'key', 'create', 'acme']);
    t.must(manages, key.status === 0, key.stderr);
}
