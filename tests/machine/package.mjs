// The packages that are installed: `run` made them.
import { readdirSync } from 'node:fs';
import { join } from 'node:path';

export function packagesOf(build) {
    const folder = join(build, 'machine/package');
    const [file, ...others] = readdirSync(folder).filter((name) => /^joingate_.*\.deb$/.test(name));
    if (!file || others.length > 0) throw new Error(`${folder} must have one joingate_*.deb`);
    return { first: join(folder, file), next: join(build, 'machine/next/joingate_next_amd64.deb') };
}
