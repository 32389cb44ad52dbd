// A private site for the tests in this folder, with the accounts of the demo.
import { execFileSync } from 'node:child_process';
import { mkdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

export const source = fileURLToPath(new URL('../..', import.meta.url));
export const build = process.env.JOINGATE_BINARY_DIR ?? join(source, 'build/release');
const scripts = join(source, '.ci');

/** Starts a site in the build tree; answers its demo.env and how to stop it. */
export function startSite(name) {
    const folder = join(build, 'e2e', name);
    const run = (script, ...args) =>
        execFileSync(join(scripts, script), args, { stdio: ['ignore', 'inherit', 'inherit'] });
    // From nothing: the data of an earlier run may be that of an earlier schema.
    run('site', 'stop', folder);
    rmSync(folder, { recursive: true, force: true });
    mkdirSync(folder, { recursive: true });
    // Faster than any caller may be: the limiter has tests of its own.
    run('site', 'start', folder, '--port', '0', '--workers', '2', '--build', build, '--set', 'rate.callsPerSecond=1000');
    run('demo', 'prepare', folder);
    const lines = readFileSync(join(folder, 'demo.env'), 'utf8').trim().split('\n');
    const env = Object.fromEntries(lines.map((line) => line.split(/=(.*)/s, 2)));
    return { env, stop: () => run('site', 'stop', folder) };
}
