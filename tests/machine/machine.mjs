// The machine that is booted: layers of files, commands inside, and a load from outside.
import { spawn, spawnSync } from 'node:child_process';
import { copyFileSync, existsSync, mkdirSync, openSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

export const here = dirname(fileURLToPath(import.meta.url));

export const sleep = (millis) => Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, millis);

/** The first true value of `probe`, which is asked again and again; undefined where none comes in time. */
export function comesTrue(seconds, probe, pauseMillis = 100) {
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

export const layersOf = (build) => join(build, 'machine/layers');

/** The folder of all layers, with the one that every machine stands on: what `base` made. */
export function prepareLayers(build) {
    const layers = layersOf(build);
    mkdirSync(layers, { recursive: true });
    good(['mount'], runHere(['mount', '-t', 'tmpfs', '-o', 'size=4g,mode=755', 'none', layers]));
    for (const folder of ['base', 'shared']) mkdirSync(join(layers, folder));
    good(['tar'], runHere(['tar', '--extract', '--file', join(build, 'machine/base.tar'), '--xattrs', '--xattrs-include=*', '--directory', join(layers, 'base')]));
}

export class Machine {
    #enter; // the words before a command that runs inside, as long as this boot lasts

    /** Machines of different lanes may run at once. */
    constructor(build, lane) {
        this.build = build;
        this.lane = lane;
        this.layers = layersOf(build);
        this.root = join(this.layers, `root.${lane}`);
        this.env = { ...process.env, ROOT: this.root, STATE: join(build, `machine/boot.${lane}`), NAME: `joingate-machine-${lane}` };
        mkdirSync(this.root, { recursive: true });
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

    boot(...verb) {
        this.#enter = undefined;
        return good(['boot', ...verb], runHere([join(here, 'boot'), ...verb], { env: this.env }));
    }
    get runs() { return runHere([join(here, 'boot'), 'pid'], { env: this.env }).status === 0; }

    /** The result of a command inside, whatever its status. */
    run(command, options = {}) {
        this.#enter ??= good(['boot enter'], runHere([join(here, 'boot'), 'enter'], { env: this.env })).split(' ');
        return runHere([...this.#enter, ...command], options);
    }
    /** The standard output of a script inside that must succeed. */
    sh(script, options = {}) {
        const command = ['bash', '--norc', '-eu', '-o', 'pipefail', '-c', script];
        return good([script], this.run(command, options));
    }
    succeeds(script) { return this.run(['bash', '--norc', '-c', script]).status === 0; }

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

    /** The properties of units, as systemctl shows them: a list for each unit. */
    properties(units, ...names) {
        const command = ['systemctl', 'show', '--timestamp=us+utc', ...names.map((name) => `--property=${name}`), ...units];
        return good(command, this.run(command)).split('\n\n').map((block) => {
            const values = new Map(block.split('\n').map((line) => [line.slice(0, line.indexOf('=')), line.slice(line.indexOf('=') + 1)]));
            return names.map((name) => values.get(name));
        });
    }
    property(unit, name) { return this.properties([unit], name)[0][0]; }
    active(unit) { return this.property(unit, 'ActiveState') === 'active'; }
    mainPid(unit) { return Number(this.property(unit, 'MainPID')); }
    /** Unix milliseconds of a unit's ...Timestamp property. */
    moment(unit, name) {
        const [, date, time] = this.property(unit, name).split(' '); // "Sun 2026-11-29 03:04:05.123456 UTC"
        const millis = Date.parse(`${date}T${time?.slice(0, -3)}Z`);
        if (Number.isNaN(millis)) throw new Error(`${unit} has no ${name}`);
        return millis;
    }

    load(tenant, options) { return new Load(this, tenant, options); }
}

export const quoted = (text) => `'${text.replaceAll("'", "'\\''")}'`;

/** Signed calls from this machine's program in the network of the inner one; what came of each is in a file outside. */
export class Load {
    static #all = [];

    constructor(machine, tenant, { callers = 2, pauseMillis = 20, endpoint = '127.0.0.1:80' } = {}) {
        this.file = join(machine.layers, 'shared', `load.${machine.lane}.${Load.#all.push(this)}`);
        writeFileSync(this.file, '');
        const key = `${this.file}.key`;
        writeFileSync(key, `${tenant.id} ${tenant.secret}\n`, { mode: 0o600 });
        this.child = spawn(join(here, 'boot'), ['net', join(machine.build, 'tests/machine/machine_load'), endpoint, this.file, String(callers), String(pauseMillis)], {
            env: machine.env, stdio: [openSync(key), 'inherit', 'inherit'],
        });
    }

    /** Also those of a story that came to no end. */
    static endAll() { for (const { child } of Load.#all) child.kill('SIGKILL'); }

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
