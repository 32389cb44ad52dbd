// The database on another host, by TCP with TLS, through the drop-in that we ship; its administrator is not root.
import { spawn } from 'node:child_process';
import { mkdirSync, readlinkSync } from 'node:fs';
import { join } from 'node:path';

import { comesTrue, failures, runHere } from '../machine.mjs';
import { check, inactive, statusTexts, workers } from './site.mjs';

const serves = 'workers serve from a database on another host';
const encrypted = 'every connection is encrypted';
const trusts = 'a server with a certificate of somebody else is refused';
const walled = 'workers reach the database server and nobody else';
const manages = "an administrator's login that is not root manages";

export const plants = {
    no_drop_in: serves,
    plain_connection: encrypted,
    known_certificate: trusts,
    open_network: walled,
    administrator_without_rights: manages,
};

// The address in the drop-in's example, and one beside it.
const database = '192.0.2.20';
const ours = '192.0.2.10';

function must(command, options) {
    const result = runHere(command, options);
    if (result.status !== 0) throw new Error(`${command.join(' ')}: ${result.stdout}${result.stderr}`);
    return result.stdout;
}

/** An authority and a certificate of the database server. */
function certificates(folder, name) {
    const file = (what) => join(folder, `${name}.${what}`);
    must(['openssl', 'req', '-x509', '-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes', '-days', '2', '-subj', `/CN=${database}`,
        '-addext', `subjectAltName=IP:${database}`, '-keyout', file('key'), '-out', file('pem')]);
    return { key: file('key'), certificate: file('pem') };
}

/** A MariaDB of this machine in a network of its own, with a cable to the inner machine. */
class RemoteDatabase {
    constructor(machine) {
        this.folder = join(machine.layers, 'shared', `remote.${process.hrtime.bigint()}`);
        mkdirSync(this.folder);
        this.tls = certificates(this.folder, 'server');
        const data = join(this.folder, 'data');
        must(['mariadb-install-db', '--no-defaults', '--user=root', '--auth-root-authentication-method=socket', '--skip-test-db', `--datadir=${data}`]);
        this.child = spawn('unshare', ['--net', 'bash', '--norc', '-euc', `
            until ip link show database 2>/dev/null; do sleep 0.05; done >${this.folder}/log
            ip addr add ${database}/24 dev database; ip link set database up; ip link set lo up
            exec mariadbd --no-defaults --user=root --datadir=${data} --socket=${this.folder}/sock --bind-address=${database} \\
                --innodb-flush-log-at-trx-commit=1 --sync-binlog=1 --local-infile=0 --log-bin --server-id=1 --performance-schema=ON --pid-file=${this.folder}/pid \\
                --ssl-cert=${this.tls.certificate} --ssl-key=${this.tls.key} --ssl-ca=${this.tls.certificate} >>${this.folder}/log 2>&1`], { stdio: 'ignore' });
        const inner = machine.boot('pid');
        const network = (pid) => readlinkSync(`/proc/${pid}/ns/net`);
        if (!comesTrue(5, () => network(this.child.pid) !== network('self'))) throw new Error('unshare makes no network');
        const [near, far] = ['n', 'f'].map((end) => `joingate${machine.lane}${end}`); // as both are named until they are moved
        must(['ip', 'link', 'add', 'name', near, 'type', 'veth', 'peer', 'name', far]);
        must(['ip', 'link', 'set', far, 'netns', String(this.child.pid), 'name', 'database']);
        must(['ip', 'link', 'set', near, 'netns', inner, 'name', 'joingate0']);
        machine.sh(`ip addr add ${ours}/24 dev joingate0; ip link set joingate0 up`);
        if (!comesTrue(30, () => this.query('SELECT 1').status === 0)) throw new Error(`the database does not start: ${this.folder}/log`);
    }

    query(text) { return runHere(['mariadb', '--no-defaults', `--socket=${this.folder}/sock`, '-N', '-B', '-e', text]); }
    sql(text) { return must(['mariadb', '--no-defaults', `--socket=${this.folder}/sock`, '-N', '-B', '-e', text]).trim(); }
    /** As a worker whose TLS is off would connect. */
    plain(machine) {
        machine.sh(`nohup mariadb --no-defaults --skip-ssl --host=${database} --user=joingated --password="$(cat /etc/joingate/worker.password)" -e 'SELECT SLEEP(100)' >/dev/null 2>&1 & sleep 1`);
    }
    stop() { process.kill(this.child.pid, 'SIGKILL'); }
}

/** The first block of joingatectl(8) behind a sentence: statements for an administrator's login that comes from `host`. */
export function statements(machine, sentence, host, password) {
    const page = machine.sh('zcat /usr/share/man/man8/joingatectl.8.gz');
    const from = page.indexOf(`\n${sentence}`);
    const block = /^\.Bd -literal\n([^]*?)^\.Ed$/m.exec(page.slice(from))?.[1];
    if (from < 0 || !block) throw new Error(`joingatectl(8) has no block behind "${sentence}"`);
    return block.replaceAll('@localhost', `@'${host}'`).replace("'...'", `'${password}'`);
}

export const administratorsLogin = ".Sh ADMINISTRATOR'S LOGIN";

const password = 'a password of the steward';

function configure(t, remote) {
    const { machine, planted } = t;
    const rights = statements(machine, administratorsLogin, ours, password);
    remote.sql(planted('administrator_without_rights') ? rights.split(';')[0] : rights);
    machine.write('/etc/joingate/database-ca.pem', must(['cat', remote.tls.certificate]));
    machine.write('/etc/joingate/admin.password', `${password}\n`, 0o600);
    machine.sh(`systemctl disable --now mariadb
        systemctl stop ${workers.join(' ')}
        printf '%s\\n' 'database.host = ${database}' 'database.port = 3306' 'database.tlsCa = /etc/joingate/database-ca.pem' \\
            'database.userHost = ${ours}' 'admin.user = joingateadmin' 'admin.passwordFile = /etc/joingate/admin.password' >>/etc/joingate/joingated.properties`);
    if (planted('no_drop_in')) return;
    machine.sh(`mkdir -p /etc/systemd/system/joingated@.service.d
        cp /usr/share/joingate/systemd/remote-database.conf /etc/systemd/system/joingated@.service.d/`);
    if (planted('open_network')) machine.write('/etc/systemd/system/joingated@.service.d/zz.conf', '[Service]\nIPAddressDeny=\n');
    machine.sh('systemctl daemon-reload');
}

/** A tenant in the new database. */
function makeTenant(t) {
    const made = t.machine.run(['bash', '--norc', '-euc', 'joingatectl init >&2; joingatectl account create far --activate >&2; joingatectl instance create far --public >&2; joingatectl key create far']);
    t.must(manages, made.status === 0, made.stdout + made.stderr);
    return made.status === 0 && { id: /ACCESS_KEY_ID=(.*)/.exec(made.stdout)[1], secret: /ACCESS_KEY_SECRET=(.*)/.exec(made.stdout)[1] };
}

/** The ciphers of the connections that the workers have; "none" of one without. */
const ciphers = (remote) => remote.sql(`SELECT IF(v.variable_value = '', 'none', v.variable_value) FROM information_schema.processlist p
    JOIN performance_schema.threads h ON h.processlist_id = p.id
    JOIN performance_schema.status_by_thread v ON v.thread_id = h.thread_id AND v.variable_name = 'Ssl_cipher' WHERE p.user = 'joingated'`).split('\n');

function tellWith(t, remote) {
    const { machine, planted } = t;
    configure(t, remote);
    const tenant = makeTenant(t);
    if (!tenant) return;

    machine.run(['timeout', '20', 'systemctl', 'start', ...workers]);
    const load = machine.load(tenant, { callers: 1, pauseMillis: 300 });
    const first = load.firstGoodAfter(0, 10);
    t.must(serves, first !== undefined && inactive(machine).join() === 'mariadb', `${statusTexts(machine).join(' | ')}; ${failures(load.rows())}`);
    if (planted('plain_connection')) remote.plain(machine);
    const used = ciphers(remote);
    t.must(encrypted, used.length > 0 && used.every((cipher) => /^[A-Z0-9_-]{8,}$/.test(cipher)), `ciphers: ${used.join(', ')}`);
    const { clean, says } = check(machine);
    t.must('joingatectl check finds no difference', clean, says);

    // The wall is systemd's, on the unit's cgroup: a process of ours in it meets the same.
    const reaches = (address, cgroup) => {
        const enter = cgroup ? `echo $$ >/sys/fs/cgroup${cgroup}/cgroup.procs || exit 9; ` : '';
        const { status } = machine.run(['bash', '--norc', '-c', `${enter}timeout 2 bash -c '>/dev/tcp/${address}' 2>/dev/null`]);
        if (status === 9) throw new Error(`no process gets into ${cgroup}`);
        return status === 0;
    };
    for (const worker of workers) {
        const cgroup = machine.property(worker, 'ControlGroup');
        for (const address of ['127.0.0.1/80', `${ours}/80`]) {
            t.must(walled, reaches(address), `nothing listens on ${address}`);
            t.must(walled, !reaches(address, cgroup), `${worker} reaches ${address}`);
        }
        t.must(walled, reaches(`${database}/3306`, cgroup), `${worker} does not reach the database`);
    }

    if (!planted('known_certificate')) machine.write('/etc/joingate/database-ca.pem', must(['cat', certificates(remote.folder, 'other').certificate]));
    for (const worker of workers) machine.run(['timeout', '20', 'systemctl', 'restart', worker]);
    const restarted = Date.now();
    t.must(trusts, load.firstGoodAfter(restarted, 4) === undefined && machine.run(['joingatectl', 'account', 'list']).status !== 0, 'it is not');
    load.stop();
}

export function tell(t) {
    t.machine.boot('start');
    const remote = new RemoteDatabase(t.machine);
    try {
        tellWith(t, remote);
    } finally {
        remote.stop();
    }
}
