// The machine that is booted: layers of files, commands inside, and a load from outside.
import { spawn, spawnSync } from 'node:child_process';
import { copyFileSync, existsSync, mkdirSync, openSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

export const here = dirname(fileURLToPath(import.meta.url));

export const sleep = (millis) => Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, millis);

/** The first true value of `probe`, which is asked again and again; undefined where none comes in time. */
export function comesTrue(seconds, probe, pauseMillis = 20) {
    for (const end = Date.now() + seconds * 1000; ;) {
        const value = probe();
        if (value) return value;
        if (Date.now() > end) return undefined;
        sleep(pauseMillis);
    }
}

export function runHere(command, options = {}) {
    const result = spawnSync(command[0], command.slice(1), { encoding: 'utf8', maxBuffer: 1 << 28, ...options });
    if (result.error) throw result.error;
    return result;
}

function good(command, result) {
    if (result.status !== 0) throw new Error(`${command.join(' ')}: status ${result.status}\n${result.stdout}${result.stderr}`);
    return result.stdout.trim();
}

export class Machine {
    constructor(build) {
        this.build = build;
        this.state = join(build, 'machine');
        this.layers = join(this.state, 'layers');
        this.root = join(this.layers, 'root');
        this.env = { ...process.env, ROOT: this.root, STATE: join(this.state, 'boot'), NAME: process.env.NAME ?? 'joingate-machine' };
        mkdirSync(this.layers, { recursive: true });
        good(['mount'], runHere(['mount', '-t', 'tmpfs', '-o', 'size=4g,mode=755', 'none', this.layers]));
        for (const folder of ['root', 'base', 'shared']) mkdirSync(join(this.layers, folder));
        good(['tar'], runHere(['tar', '--extract', '--file', join(this.state, 'base.tar'), '--xattrs', '--xattrs-include=*', '--directory', join(this.layers, 'base')]));
    }

    /** A new layer over older ones, the topmost first; all of them lie over this machine's own files. */
    mount(layer, ...below) {
        const path = (name) => join(this.layers, name);
        for (const name of [layer, `${layer}.work`]) mkdirSync(path(name));
        const lower = [...below.map(path), '/'].join(':');
        good(['mount overlay'], runHere(['mount', '-t', 'overlay', '-o', `lowerdir=${lower},upperdir=${path(layer)},workdir=${path(`${layer}.work`)}`, 'overlay', this.root]));
    }

    unmount() { good(['umount'], runHere(['umount', this.root])); }
    drop(layer) { for (const name of [layer, `${layer}.work`]) rmSync(join(this.layers, name), { recursive: true, force: true }); }

    boot(...verb) { return good(['boot', ...verb], runHere([join(here, 'boot'), ...verb], { env: this.env })); }
    get runs() { return runHere([join(here, 'boot'), 'pid'], { env: this.env }).status === 0; }

    /** The result of a command inside, whatever its status. */
    run(command, options = {}) { return runHere([join(here, 'boot'), 'run', ...command], { env: this.env, ...options }); }
    /** The standard output of a script inside that must succeed. */
    sh(script, options = {}) {
        const command = ['bash', '-eu', '-o', 'pipefail', '-c', script];
        return good([script], this.run(command, options));
    }
    succeeds(script) { return this.run(['bash', '-c', script]).status === 0; }

    /** Files inside, also while the machine is off. */
    path(file) { return join(this.root, file); }
    write(file, text, mode = 0o644) {
        mkdirSync(dirname(this.path(file)), { recursive: true });
        writeFileSync(this.path(file), text, { mode });
    }
    read(file) { return readFileSync(this.path(file), 'utf8'); }
    exists(file) { return existsSync(this.path(file)); }
    /** Into a folder inside. */
    copyIn(file, folder) { copyFileSync(file, join(this.path(folder), basename(file))); }

    sql(text) { return this.sh(`mariadb -N -B -e ${quoted(text)}`); }

    /** A property of a unit, as systemctl shows it. */
    property(unit, name) { return this.sh(`systemctl show --value -p ${name} ${unit}`); }
    active(unit) { return this.property(unit, 'ActiveState') === 'active'; }
    status(unit) { return this.property(unit, 'StatusText'); }
    mainPid(unit) { return Number(this.property(unit, 'MainPID')); }
    /** Unix milliseconds of a unit's ...Timestamp property. */
    moment(unit, name) { return Number(this.sh(`date -d "$(systemctl show --value -p ${name} ${unit} --timestamp=us+utc)" +%s%3N`)); }

    load(tenant, options) { return new Load(this, tenant, options); }
}

export const quoted = (text) => `'${text.replaceAll("'", "'\\''")}'`;

/** Signed calls from this machine's program in the network of the inner one; what came of each is in a file outside. */
export class Load {
    static #serial = 0;

    constructor(machine, tenant, { callers = 4, pauseMillis = 10, endpoint = '127.0.0.1:80' } = {}) {
        this.file = join(machine.layers, 'shared', `load.${++Load.#serial}`);
        writeFileSync(this.file, '');
        const key = join(machine.layers, 'shared', 'load.key');
        writeFileSync(key, `${tenant.id} ${tenant.secret}\n`, { mode: 0o600 });
        this.child = spawn(join(here, 'boot'), ['net', join(machine.build, 'tests/machine/machine_load'), endpoint, this.file, String(callers), String(pauseMillis)], {
            env: machine.env, stdio: [openSync(key), 'inherit', 'inherit'],
        });
    }

    /** All calls so far. */
    rows() {
        return readFileSync(this.file, 'utf8').split('\n').slice(0, -1).map((line) => {
            const [sent, answered, status, code, action, id] = line.split(' ');
            return { sent: Number(sent), answered: Number(answered), status: Number(status), code, action, id, good: status === '200' };
        });
    }

    /** Returns once so many more calls have succeeded. */
    await(count) {
        const goal = this.rows().filter(({ good }) => good).length + count;
        if (!comesTrue(30, () => this.rows().filter(({ good }) => good).length >= goal)) {
            throw new Error(`not ${count} good calls in 30 s; the last was ${JSON.stringify(this.rows().at(-1))}`);
        }
    }

    /** The first good call that was sent after that moment; waits for it. */
    firstGoodAfter(moment, seconds = 30) {
        return comesTrue(seconds, () => this.rows().find(({ good, sent }) => good && sent >= moment));
    }

    stop() {
        process.kill(this.child.pid, 'SIGTERM');
        const stat = `/proc/${this.child.pid}/stat`;
        // A child that has ended stays a zombie while nothing here waits for it.
        if (!comesTrue(15, () => !existsSync(stat) || / Z /.test(readFileSync(stat, 'utf8')))) throw new Error('the load does not end');
        return this.rows();
    }
}

/** How a call that did not succeed looked, for a message; empty where all did. */
export function failures(rows) {
    const bad = rows.filter(({ good }) => !good);
    const kinds = new Map();
    for (const { status, code, action } of bad) {
        const kind = `${action} ${status} ${code}`;
        kinds.set(kind, (kinds.get(kind) ?? 0) + 1);
    }
    return [...kinds].map(([kind, count]) => `${count} × ${kind}`).join(', ');
}
