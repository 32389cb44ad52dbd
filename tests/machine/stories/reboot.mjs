// The machine is booted again, orderly and not.
import { rmSync } from 'node:fs';

import { comesTrue } from '../machine.mjs';
import { check, databaseListens, inactive, loseWrite, lostWrites, workers, written } from './site.mjs';

const active = 'everything that was enabled is active after a reboot';
const ordered = 'workers start behind their socket and the database';
const kept = 'no acknowledged write is lost by a power failure';
const consistent = 'joingatectl check finds no difference after a power failure';
const soon = 'first good call after the database listens';

export const plants = {
    second_worker_not_enabled: active,
    workers_before_database: ordered,
    slow_start: `${soon}, reboot at most 3 s`,
    row_lost: kept,
    row_half_lost: consistent,
};

function sabotage({ machine, planted }) {
    if (planted('second_worker_not_enabled')) rmSync(machine.path('/etc/systemd/system/joingated.target.wants/joingated@2.service'));
    if (planted('slow_start')) machine.write('/etc/systemd/system/joingated@.service.d/slow.conf', '[Service]\nExecStartPre=/bin/sleep 4\n');
    if (planted('workers_before_database')) {
        const unit = machine.read('/lib/systemd/system/joingated@.service').replaceAll(/(mariadb|mysql)\.service/g, '');
        machine.write('/etc/systemd/system/joingated@.service', unit);
        machine.write('/etc/systemd/system/mariadb.service.d/slow.conf', '[Service]\nExecStartPre=/bin/sleep 1\n');
    }
}

/** Boots under a load that begins as soon as there is a network. */
function bootUnderLoad(t) {
    t.machine.boot('start', '--no-wait');
    const load = t.machine.load(t.site.tenant);
    t.machine.boot('wait');
    return load;
}

function judgeBoot(t, load, how) {
    const { machine } = t;
    comesTrue(10, () => inactive(machine).length === 0);
    t.must(active, inactive(machine).length === 0, `not: ${inactive(machine).join(', ')}`);
    const first = load.firstGoodAfter(0);
    t.must('calls succeed after it', first !== undefined, `none after ${how}`);
    if (first) t.figure(`${soon}, ${how}`, (first.answered - databaseListens(machine)) / 1000, 3, 's');
    for (const worker of workers) {
        const began = machine.moment(worker, 'InactiveExitTimestamp');
        for (const before of ['joingated.socket', 'mariadb']) {
            t.must(ordered, began >= machine.moment(before, 'ActiveEnterTimestamp'), `${worker} before ${before}, ${how}`);
        }
    }
}

export function tell(t) {
    const { machine } = t;
    sabotage(t);
    // The layer below was powered off: this is a reboot.
    let load = bootUnderLoad(t);
    judgeBoot(t, load, 'reboot');

    const rows = [];
    const failures = t.size(1, 5);
    for (let i = 0; i < failures; ++i) {
        load.await(200);
        machine.boot('crash');
        rows.push(...load.stop());
        load = bootUnderLoad(t);
        judgeBoot(t, load, 'power failure');
    }
    rows.push(...load.stop());
    if (t.planted('row_lost')) loseWrite(machine, rows, { whole: true });
    if (t.planted('row_half_lost')) loseWrite(machine, rows, { whole: false });

    const lost = lostWrites(machine, rows);
    t.must(kept, lost.length === 0 && written(rows) > 0, `of ${written(rows)} are lost: ${lost.join(', ')}`);
    t.figure('power failures', failures);
    t.figure('acknowledged writes', written(rows));
    t.figure('of them lost', lost.length, 0);
    const { clean, says } = check(machine);
    t.must(consistent, clean, says);
}
