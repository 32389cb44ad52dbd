// tell.mjs BUILD LANE STORY FILE [--full] [--plant FAULT]: tells one story on a machine of its own, with a planted fault
// only until it is seen; what it finds goes to FILE. `main.mjs` calls it, several at once: LANE keeps them apart.
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';

import { here, layersOf, Load, Machine } from './machine.mjs';
import { packagesOf } from './package.mjs';
import { Readme } from './readme.mjs';
import { Report } from './report.mjs';
import { stories } from './stories.mjs';

const { values: { full = false, plant }, positionals: [build, lane, name, file] } = parseArgs({
    allowPositionals: true, options: { full: { type: 'boolean' }, plant: { type: 'string' } },
});
const story = stories[name];
const report = new Report();
const machine = new Machine(build, lane);
const readme = new Readme(process.env.JOINGATE_README ?? join(here, '../../README.md'));
const siteFile = join(layersOf(build), 'shared/site.json');
const site = existsSync(siteFile) ? JSON.parse(readFileSync(siteFile, 'utf8')) : {}; // what `install` made: who calls
const makesSite = name === 'install' && !plant;
const layer = makesSite ? 'site' : `told.${lane}`;

class Seen extends Error {}

function must(rule, holds, what = '') {
    report.must(name, rule, holds, what);
    if (plant && !holds && rule === story.plants[plant]) throw new Seen();
}

const started = Date.now();
machine.mount(layer, ...(story.onBase ? ['base'] : ['site', 'base']));
try {
    story.tell({
        machine, readme, full, site,
        packages: packagesOf(build),
        size: (quick, whole) => (full ? whole : quick),
        planted: (fault) => fault === plant,
        must,
        figure: (figure, value, limit, unit = '') => {
            report.figure(name, figure, value, limit, unit);
            if (limit !== undefined) must(`${figure} at most ${limit} ${unit}`.trim(), value <= limit, `it was ${value} ${unit}`.trim());
        },
    });
} catch (error) {
    if (!(error instanceof Seen)) report.must(name, 'comes to its end', false, plant ? error.message : error.stack);
} finally {
    Load.endAll();
    if (machine.runs) machine.boot(makesSite ? 'stop' : 'crash');
    machine.unmount();
    if (!makesSite) machine.drop(layer);
}
if (makesSite) writeFileSync(siteFile, JSON.stringify(site));
writeFileSync(file, JSON.stringify({ ...report.plain(), commands: readme.commands, used: readme.used }));
console.log(`${name}${plant ? ` with ${plant}` : ''}: ${((Date.now() - started) / 1000).toFixed(1)} s`);
