// What must keep every worker from answering, and what the operator is told then.
import { comesTrue, failures, sleep } from '../machine.mjs';
import { statusTexts, workers } from './site.mjs';

const silent = 'no worker answers a single call';
const status = 'systemctl status says why';
const doctor = 'joingatectl doctor says why';
const heals = 'workers answer again by themselves once it is right';
const rare = 'a worker that cannot start says so a few times a minute';

export const plants = {
    nothing_wrong: silent,
    status_mute: status,
    doctor_absent: doctor,
    stays_wrong: heals,
    restarted_at_once: rare,
};

const configuration = '/etc/joingate/joingated.properties';

/** Each: how it becomes wrong, how right again, and the word that an operator must be told. */
const wrongs = {
    'not durable': {
        make: (machine) => machine.sql('SET GLOBAL innodb_flush_log_at_trx_commit = 2'),
        mend: (machine) => machine.sql('SET GLOBAL innodb_flush_log_at_trx_commit = 1'),
        word: /innodb_flush_log_at_trx_commit/,
    },
    'clients may load files': {
        make: (machine) => machine.sql('SET GLOBAL local_infile = 1'),
        mend: (machine) => machine.sql('SET GLOBAL local_infile = 0'),
        word: /local_infile/,
    },
    'not migrated': {
        make: (machine) => machine.sql('UPDATE joingateexchange.schema_migration SET number = -number ORDER BY number DESC LIMIT 1'),
        mend: (machine) => machine.sql('UPDATE joingateexchange.schema_migration SET number = -number WHERE number < 0'),
        word: /migrat/,
    },
    'a bad configuration': {
        make: (machine) => machine.sh(`echo 'worker.threads = many' >>${configuration}`),
        mend: (machine) => machine.sh(`sed -i '/worker.threads = many/d' ${configuration}`),
        word: /worker\.threads/,
    },
};

function suffer(t, name, byThemselves) {
    const { machine } = t;
    const { make, mend, word } = wrongs[name];
    if (!t.planted('nothing_wrong')) make(machine);
    // As at a boot: the workers begin when it is wrong already. Some of these start jobs fail, as they should.
    machine.run(['systemctl', 'stop', ...workers]);
    machine.run(['systemctl', 'start', '--no-block', ...workers]);
    const since = Date.now();
    const load = machine.load(t.site.tenant, { callers: 2, pauseMillis: 50 });

    const told = comesTrue(5, () => statusTexts(machine).every((text) => word.test(text)));
    t.must(status, told, `${name}: ${statusTexts(machine).join(' | ')}`);
    const advice = machine.run(['joingatectl', 'doctor']);
    t.must(doctor, advice.status !== 0 && word.test(advice.stdout + advice.stderr), `${name}: ${advice.stdout}${advice.stderr}`);
    sleep(Math.max(0, since + t.size(2000, 21_000) - Date.now()));
    const seconds = (Date.now() - since) / 1000;
    const rows = load.stop();
    t.must(silent, rows.length > 0 && rows.every(({ status }) => status !== 200), `${name}: ${rows.filter(({ good }) => good).length} calls succeeded`);

    const lines = machine.sh(`journalctl --quiet --output=cat --identifier=joingated --since=@${(since / 1000).toFixed(3)} | wc -l`);
    t.must(rare, Number(lines) >= workers.length && Number(lines) <= workers.length * (2 + 2 * seconds / 10), `${name}: ${lines} lines of ${workers.length} workers in ${seconds} s`);

    if (!t.planted('stays_wrong')) mend(machine);
    const mended = Date.now();
    // By themselves they come back within the ten seconds that a worker stays to say what is wrong.
    if (!byThemselves) machine.run(['systemctl', 'restart', '--no-block', ...workers]);
    const again = machine.load(t.site.tenant, { callers: 2, pauseMillis: 50 });
    const first = again.firstGoodAfter(mended, 15);
    again.stop();
    t.must(heals, first !== undefined, `${name}: not in 15 s; ${failures(again.rows())}`);
    if (first && byThemselves) t.figure(`first good call after the end of: ${name}`, (first.answered - mended) / 1000, 12, 's');
}

export function tell(t) {
    const { machine } = t;
    if (t.planted('status_mute')) machine.write('/etc/systemd/system/joingated@.service.d/planted.conf', '[Service]\nType=simple\nNotifyAccess=none\nWatchdogSec=0\n');
    if (t.planted('restarted_at_once')) {
        machine.write('/etc/systemd/system/joingated@.service.d/planted.conf', '[Service]\nExecStartPre=/bin/sh -c "logger -t joingated wrong; exit 1"\nRestartSec=40ms\n');
    }
    machine.boot('start');
    if (t.planted('doctor_absent')) machine.write('/usr/local/sbin/joingatectl', '#!/bin/sh\nexit 0\n', 0o755);
    const names = Object.keys(wrongs);
    for (const [i, name] of names.entries()) suffer(t, name, t.full || i === 0);
    t.figure('kinds of wrong', names.length);
}
