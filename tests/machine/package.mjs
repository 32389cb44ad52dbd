// The package that is installed.
import { readdirSync } from 'node:fs';
import { join } from 'node:path';

/** The newest .deb of the build. */
export function packageOf(build) {
    const folder = join(build, 'package');
    const [file] = readdirSync(folder).filter((name) => /^joingate_.*\.deb$/.test(name)).sort().reverse();
    if (!file) throw new Error(`${folder} has no joingate_*.deb`);
    return join(folder, file);
}
