// A private site for the tests in this folder, with the accounts of the demo.
import { execFileSync } from 'node:child_process';
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

export const source = fileURLToPath(new URL('../..', import.meta.url));
export const build = process.env.JOINGATE_BINARY_DIR ?? join(source, 'build/release');
const scripts = join(source, '.ci');
/** With ".mysql" behind it on MySQL; .ci/site reads the same variable. */
export const ofThisServer = (name) => process.env.JOINGATE_TEST_SERVER === 'mysql' ? `${name}.mysql` : name;

const kDevices = 20; // more than the stories take
const hex = (number) => number.toString(16).padStart(16, '0');

/** A registry of devices as `joingatectl registry import` reads it, and a function that hands one out after the other. */
function registry(kind, columns, row) {
    const devices = Array.from({ length: kDevices }, (_, i) => row(i + 1));
    const csv = [columns, ...devices].map((cells) => Object.values(cells).join(',')).join('\n') + '\n';
    return { kind, csv, take: () => devices.shift() };
}

/** Starts a site in the build tree; answers its demo.env, how to take a device of its registries, and how to stop it. */
export function startSite(name) {
    const folder = join(build, 'e2e', ofThisServer(name));
    const run = (program, ...args) => execFileSync(program, args, { stdio: ['ignore', 'inherit', 'inherit'] });
    const script = (which, ...args) => run(join(scripts, which), ...args);
    // From nothing: the data of an earlier run may be that of an earlier schema.
    script('site', 'stop', folder);
    rmSync(folder, { recursive: true, force: true });
    mkdirSync(folder, { recursive: true });
    // Faster than any caller may be, and more wrong PINs than one may give: the limits have tests of their own.
    script('site', 'start', folder, '--port', '0', '--workers', '2', '--build', build,
        '--set', 'rate.callsPerSecond=1000', '--set', 'pin.misses=100');
    script('demo', 'prepare', folder);
    const lines = readFileSync(join(folder, 'demo.env'), 'utf8').trim().split('\n');
    const env = Object.fromEntries(lines.map((line) => line.split(/=(.*)/s, 2)));

    const nodes = registry('nodes', ['DevEUI', 'PIN', 'AppKey'],
        (i) => ({ DevEui: `d1${hex(i).slice(2)}`, PinCode: '123456', AppKey: hex(i).repeat(2) }));
    const gateways = registry('gateways', ['GwEUI', 'PIN'], (i) => ({ GwEui: `61${hex(i).slice(2)}`, PinCode: '654321' }));
    for (const { kind, csv } of [nodes, gateways]) {
        const file = join(folder, `${kind}.csv`);
        writeFileSync(file, csv);
        run(join(build, 'tenancy/ctl/joingatectl'), `--config=${join(folder, 'joingated.properties')}`,
            'registry', 'import', kind, file);
    }
    return { env, takeNode: nodes.take, takeGateway: gateways.take, stop: () => script('site', 'stop', folder) };
}
