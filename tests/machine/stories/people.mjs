// Who else but root: a member of the group joingate, with an administrator's login that is not root of the database.
import { administratorsLogin, statements } from './remote.mjs';

const calls = 'a member of the group joingate calls';
const manages = "a member of the group joingate manages with an administrator's login of its own";
const secret = 'who is not in the group reads no secret and changes nothing';

export const plants = { no_program: calls, memory_folder_closed: manages, password_for_all: secret };

const as = (machine, user, script) => machine.run(['runuser', '-u', user, '--', 'bash', '--norc', '-euc', script]);

export function tell(t) {
    const { machine, planted } = t;
    machine.boot('start');
    machine.sh(`useradd --create-home --groups joingate clerk
        useradd --create-home stranger
        for user in clerk stranger; do install -o $user -m 0600 /root/acme.key /home/$user/acme.key; done`);
    const call = 'joingatectl call ListOwnedJoinPermissions Offset=0 Limit=10 --endpoint 127.0.0.1 --key-file ~/acme.key';
    if (planted('no_program')) machine.sh('chmod 0700 /usr/sbin/joingatectl');
    const called = as(machine, 'clerk', `HOME=/home/clerk; ${call}`);
    t.must(calls, called.status === 0, called.stdout + called.stderr);
    if (called.status !== 0) return;

    machine.sql(statements(machine, administratorsLogin, 'localhost', 'a password of the clerk'));
    // `joingatectl setup` made the roles as root.
    machine.sql(statements(machine, 'has made the roles before', 'localhost'));
    machine.write('/etc/joingate/admin.password', 'a password of the clerk\n', 0o640);
    machine.sh(`chgrp joingate /etc/joingate/admin.password /etc/joingate/master.key; chmod 0640 /etc/joingate/master.key
        printf '%s\\n' 'admin.user = joingateadmin' 'admin.passwordFile = /etc/joingate/admin.password' >>/etc/joingate/joingated.properties`);
    if (planted('memory_folder_closed')) machine.sh('chmod 0700 /run/joingate-gate');
    const managed = as(machine, 'clerk', `joingatectl account create bureau --activate; joingatectl instance create bureau --public
        joingatectl key create bureau >~clerk/bureau.key; joingatectl call ListOwnedJoinPermissions Offset=0 Limit=1 --endpoint 127.0.0.1 --key-file ~clerk/bureau.key`);
    t.must(manages, managed.status === 0, managed.stdout + managed.stderr);

    if (planted('password_for_all')) machine.sh('chmod 0644 /etc/joingate/admin.password');
    // What is there is listed by root: the stranger's shell says of each whether it could read a secret or write anything.
    const secrets = '/etc/joingate/admin.password /etc/joingate/master.key /etc/joingate/worker.password';
    const files = machine.sh('find /etc/joingate /run/joingate-gate').split('\n');
    const strange = as(machine, 'stranger', `for file in ${secrets}; do cat $file 2>/dev/null && echo "reads $file"; done
        for file in ${files.join(' ')}; do [ ! -w $file ] || echo "writes $file"; done
        joingatectl account list 2>/dev/null && echo lists; joingatectl account create intruder 2>/dev/null && echo creates; echo done`);
    t.must(secret, files.length > 5 && strange.stdout === 'done\n', strange.stdout + strange.stderr);
}
