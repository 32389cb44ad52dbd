// Workers are restarted one after the other under load, every other time after a reload.
import { failures } from '../machine.mjs';
import { workers } from './site.mjs';

const quick = 'slowest stop of a worker';
const noneFails = 'not one call fails';

export const plants = { slow_stop: `${quick} at most 1 s`, stopped_by_kill: noneFails };

const drop = (machine, text) => {
    machine.write('/etc/systemd/system/joingated@.service.d/planted.conf', `[Service]\n${text}\n`);
};

export function tell(t) {
    const { machine } = t;
    if (t.planted('slow_stop')) drop(machine, 'ExecStop=/bin/sleep 1.5');
    if (t.planted('stopped_by_kill')) drop(machine, 'KillSignal=SIGKILL');
    machine.boot('start');
    const load = machine.load(t.site.tenant, { callers: 4, pauseMillis: 20 });
    load.await(100);

    let slowest = 0;
    const restarts = t.size(4, 24);
    for (let i = 0; i < restarts; ++i) {
        const worker = workers[i % workers.length];
        const before = machine.mainPid(worker);
        // Two restarts, two reloads: each worker gets both kinds.
        if (i % 4 >= 2) machine.sh(`systemctl reload ${workers.join(' ')}`);
        machine.sh(`systemctl stop ${worker}`);
        slowest = Math.max(slowest, machine.moment(worker, 'InactiveEnterTimestamp') - machine.moment(worker, 'ActiveExitTimestamp'));
        machine.sh(`systemctl start ${worker}`);
        t.must('every worker is replaced', machine.active(worker) && machine.mainPid(worker) !== before, worker);
        load.await(20);
    }
    t.readme.follow(machine, 'restart');
    const rows = load.stop();
    t.figure('restarts', restarts);
    t.figure(quick, slowest / 1000, 1, 's');
    t.figure('calls', rows.length);
    t.must(noneFails, rows.every(({ good }) => good), failures(rows));
}
