// From a package to the one behind it, which has a migration more, under load.
import { failures } from '../machine.mjs';
import { callersSchema, check, lostWrites, workers, written } from './site.mjs';

const noneFails = 'not one call fails';
const kept = "the operator's configuration is kept";
const sideBySide = 'a worker is stopped only after the one before is ready with the new program';
const migrated = 'the schemas are migrated before the first worker is replaced';
const replaced = 'every worker is replaced by one of the new package';

export const plants = {
    workers_killed: noneFails,
    configuration_given_up: kept,
    all_at_once: sideBySide,
    migrated_too_late: migrated,
    nothing_replaced: replaced,
};

const configuration = '/etc/joingate/joingated.properties';
const mark = '# the operator was here';

/** Unix milliseconds of the new migration in the schema of the caller; undefined without. */
function migration(machine) {
    const millis = machine.sql(`SELECT applied_millis FROM ${callersSchema(machine)}.schema_migration WHERE name LIKE '%next'`);
    return millis === '' ? undefined : Number(millis);
}

/** README's block, or what somebody might do who has not read it. */
function upgrade({ machine, readme, planted }) {
    const apt = 'apt-get install /root/joingate_*_amd64.deb';
    const one = (script, input) => machine.run(['bash', '--norc', '-euc', script], { input });
    if (planted('nothing_replaced')) return one(`${apt}; joingatectl schema migrate`, 'n\n');
    if (planted('all_at_once')) return one(`${apt}; joingatectl schema migrate; systemctl restart ${workers.join(' ')}`, 'n\n');
    if (planted('migrated_too_late')) return one(`${apt}; (sleep 1; joingatectl schema migrate) & systemctl restart ${workers.join(' ')}; wait`, 'n\n');
    // dpkg asks what becomes of the configuration that the operator and the package changed: N keeps it.
    return readme.follow(machine, 'upgrade', { input: planted('configuration_given_up') ? 'y\n' : 'n\n', mayFail: true });
}

export function tell(t) {
    const { machine } = t;
    machine.boot('start');
    machine.sh(`echo '${mark}' >>${configuration}; rm /root/joingate_*.deb`);
    machine.copyIn(t.packages.next, '/root');
    const pids = new Map(workers.map((worker) => [worker, machine.mainPid(worker)]));
    const load = machine.load(t.site.tenant);
    load.await(100);

    const began = Date.now();
    const result = upgrade(t);
    t.figure('upgrade of package, schemas and workers', (Date.now() - began) / 1000, undefined, 's');
    t.must("README's block succeeds", result.status === 0, result.stdout + result.stderr);
    if (t.planted('workers_killed')) machine.sh(`systemctl kill --signal=KILL ${workers.join(' ')}`);
    load.await(100);
    const rows = load.stop();

    const version = machine.sh("dpkg-query -W -f '${Version}' joingate");
    t.must('the new package is installed', version.endsWith('+next'), version);
    t.must(kept, machine.read(configuration).includes(mark), `${configuration} has lost its last line`);
    const olds = workers.filter((worker) => !machine.active(worker) || machine.mainPid(worker) === pids.get(worker));
    t.must(replaced, olds.length === 0, olds.join(', '));

    const starts = workers.map((worker) => machine.moment(worker, 'InactiveExitTimestamp')).sort((a, b) => a - b);
    const ready = workers.map((worker) => machine.moment(worker, 'ActiveEnterTimestamp')).sort((a, b) => a - b);
    t.must(sideBySide, starts[1] >= ready[0], `the second started ${ready[0] - starts[1]} ms before the first was ready`);
    const done = migration(machine);
    t.must(migrated, done !== undefined && done <= starts[0], done === undefined ? 'they are not' : `${done - starts[0]} ms after it`);

    t.must(noneFails, rows.every(({ good }) => good), failures(rows));
    t.figure('calls during the upgrade', rows.length);
    t.figure('calls that failed', rows.filter(({ good }) => !good).length, 0);
    const lost = lostWrites(machine, rows);
    t.must('no acknowledged write is lost', lost.length === 0 && written(rows) > 0, lost.join(', '));
    const { clean, says } = check(machine);
    t.must('joingatectl check finds no difference', clean, says);
}
