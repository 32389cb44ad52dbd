// Workers and the database are killed, stopped and frozen under load.
import { comesTrue, sleep } from '../machine.mjs';
import { check, databaseListens, loseWrite, lostWrites, statusTexts, workers, written } from './site.mjs';

const killed = 'a killed worker is replaced and serves';
const hung = 'a hung worker is replaced and serves';
const tells = 'systemctl status says that the database is away while it is';
const quiet = 'systemctl status says that all is well when it is';
const kept = 'no acknowledged write is lost';
const recovery = 'first good call after the database is back';

export const plants = {
    not_restarted: `${killed} at most 1 s`,
    no_watchdog: `${hung} at most 12 s`,
    status_frozen: tells,
    workers_hang_at_recovery: `${recovery}, stopped at most 1 s`,
    row_lost: kept,
};

/** A pid of 0 would be the process group of whoever signals. */
function kill(machine, signal, pid) {
    if (!(pid > 1)) throw new Error(`there is no process to send SIG${signal}`);
    machine.sh(`kill -${signal} ${pid}`);
}
const away = (text) => /database/i.test(text);

function drop(machine, text) {
    machine.write('/etc/systemd/system/joingated@.service.d/planted.conf', `[Service]\n${text}\n`);
}

/** Kills or stops a worker; how many seconds later systemd had another that was ready. */
function strikeWorker(t, load, signal, limit) {
    const { machine } = t;
    const worker = workers[0];
    const pid = machine.mainPid(worker);
    const restarts = () => Number(machine.property(worker, 'NRestarts'));
    const before = restarts();
    const struck = Date.now();
    kill(machine, signal, pid);
    const again = () => machine.moment(worker, 'ActiveEnterTimestamp');
    const done = comesTrue(limit * 2 + 2, () => again() >= struck && machine.active(worker));
    const seconds = done ? (again() - struck) / 1000 : limit * 2;
    t.must('a worker that is struck is replaced once', !done || restarts() === before + 1, `${signal}: ${restarts() - before} times`);
    if (done) load.await(20);
    return seconds;
}

/** What the database suffers, and how it comes back; `back` returns the moment from which it answers. */
const kinds = {
    stopped: {
        strike: (machine) => machine.sh('systemctl stop mariadb'),
        back: (machine) => { machine.sh('systemctl start mariadb'); return databaseListens(machine); },
    },
    killed: {
        // Its unit starts it again by itself, after 5 s.
        strike: (machine) => kill(machine, 'KILL', machine.mainPid('mariadb')),
        back: (machine) => {
            if (!comesTrue(30, () => machine.active('mariadb'))) throw new Error('mariadb.service is not started again');
            return databaseListens(machine);
        },
    },
    frozen: {
        strike: (machine) => kill(machine, 'STOP', machine.mainPid('mariadb')),
        back: (machine) => { kill(machine, 'CONT', machine.mainPid('mariadb')); return Date.now(); },
    },
};

function strikeDatabase(t, load, kind) {
    const { machine } = t;
    kinds[kind].strike(machine);
    const told = comesTrue(4, () => statusTexts(machine).every(away));
    t.must(tells, told, `${kind}: ${statusTexts(machine).join(' | ')}`);
    const hang = t.planted('workers_hang_at_recovery');
    if (hang) for (const worker of workers) kill(machine, 'STOP', machine.mainPid(worker));
    const back = kinds[kind].back(machine);
    if (hang) {
        sleep(1500);
        for (const worker of workers) kill(machine, 'CONT', machine.mainPid(worker));
    }
    const first = load.firstGoodAfter(back);
    t.figure(`${recovery}, ${kind}`, first ? (first.answered - back) / 1000 : 30, 1, 's');
    t.must(quiet, comesTrue(4, () => !statusTexts(machine).some(away)), `${kind}: ${statusTexts(machine).join(' | ')}`);
    load.await(50);
}

export function tell(t) {
    const { machine } = t;
    if (t.planted('not_restarted')) drop(machine, 'Restart=no');
    if (t.planted('no_watchdog')) drop(machine, 'WatchdogSec=0');
    if (t.planted('status_frozen')) drop(machine, 'Type=simple\nNotifyAccess=none\nWatchdogSec=0');
    machine.boot('start');
    const load = machine.load(t.site.tenant);
    load.await(50);
    t.must(quiet, comesTrue(4, () => !statusTexts(machine).some(away)), statusTexts(machine).join(' | '));

    // What else runs on this machine only adds to it.
    let soonest = Infinity;
    for (let i = 0; i < 3 && soonest > 1 && machine.active(workers[0]); ++i) soonest = Math.min(soonest, strikeWorker(t, load, 'KILL', 1));
    t.figure(killed, soonest, 1, 's');
    t.figure(hung, strikeWorker(t, load, 'STOP', 12), 12, 's');
    for (const kind of Object.keys(kinds)) strikeDatabase(t, load, kind);

    const rows = load.stop();
    if (t.planted('row_lost')) loseWrite(machine, rows, { whole: true });
    const lost = lostWrites(machine, rows);
    t.must(kept, lost.length === 0 && written(rows) > 0, `of ${written(rows)} are lost: ${lost.join(', ')}`);
    const surprises = rows.filter(({ good, status }) => !good && status !== 503 && status !== 0);
    t.must('callers see 503 of it', surprises.length === 0, JSON.stringify(surprises[0]));
    const { clean, says } = check(machine);
    t.must('joingatectl check finds no difference', clean, says);
}
