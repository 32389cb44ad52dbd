// Tells the stories; `run` says what that means and calls this.
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';

import { here, Machine } from './machine.mjs';
import { packagesOf } from './package.mjs';
import { Readme } from './readme.mjs';
import { Report } from './report.mjs';
import * as byHand from './stories/by_hand.mjs';
import * as credentials from './stories/credentials.mjs';
import * as faults from './stories/faults.mjs';
import * as install from './stories/install.mjs';
import * as people from './stories/people.mjs';
import * as reboot from './stories/reboot.mjs';
import * as remote from './stories/remote.mjs';
import * as removal from './stories/removal.mjs';
import * as restarts from './stories/restarts.mjs';
import * as unfit from './stories/unfit.mjs';
import * as upgrade from './stories/upgrade.mjs';

// In this order: `install` leaves the layer that the others stand on.
const stories = { install, reboot, restarts, faults, unfit, upgrade, people, credentials, remote, removal, 'by-hand': byHand };

const { values: options, positionals: [build, ...wanted] } = parseArgs({
    allowPositionals: true,
    options: { full: { type: 'boolean' }, plant: { type: 'string', multiple: true }, report: { type: 'string' }, keep: { type: 'boolean' } },
});
for (const name of wanted) if (!stories[name]) throw new Error(`there is no story ${name}; they are ${Object.keys(stories).join(', ')}`);

const begun = Date.now();
const report = new Report();
const machine = new Machine(build);
const readme = new Readme(process.env.JOINGATE_README ?? join(here, '../../README.md'));
const packages = packagesOf(build);
const site = {}; // what `install` made: who calls

/** One telling, on a layer of its own. What it finds goes to `found`. */
function tell(name, layer, { planted, full = false }, found) {
    const story = stories[name];
    const started = Date.now();
    const below = story.onBase ? ['base'] : ['site', 'base'];
    machine.mount(layer, ...below);
    try {
        story.tell({
            machine, readme, full,
            site: layer === 'site' || !story.onBase ? site : {},
            packages,
            size: (quick, whole) => (full ? whole : quick),
            planted: (fault) => fault === planted,
            must: (rule, holds, what = '') => found.must(name, rule, holds, what),
            figure: (figure, value, limit, unit = '') => {
                found.figure(name, figure, value, limit, unit);
                if (limit !== undefined) found.must(name, `${figure} at most ${limit} ${unit}`.trim(), value <= limit, `it was ${value} ${unit}`.trim());
            },
        });
    } catch (error) {
        found.must(name, 'comes to its end', false, error.stack);
    } finally {
        if (machine.runs) machine.boot(layer === 'site' ? 'stop' : 'crash');
        machine.unmount();
        if (layer !== 'site') machine.drop(layer);
    }
    console.log(`${name}${planted ? ` with ${planted}` : ''}: ${((Date.now() - started) / 1000).toFixed(1)} s`);
}

/** Whether the story turns red with the fault, and in the rule that it is planted for. */
function tellPlanted(name, fault, rule) {
    const found = new Report();
    tell(name, 'planted', { planted: fault }, found);
    const seen = found.rules.get(`${name}: ${rule}`)?.length > 0;
    report.planted(name, fault, seen, seen ? '' : `the rule "${rule}" held; broken were: ${found.broken.join('; ') || 'none'}`);
}

for (const name of Object.keys(stories)) {
    const { onlyFull, plants = {} } = stories[name];
    const chosen = wanted.includes(name) || (wanted.length === 0 && (options.full || !onlyFull));
    // The others stand on what `install` leaves.
    const isFirst = name === 'install';
    if (chosen || isFirst) tell(name, isFirst ? 'site' : 'told', { full: options.full }, report);
    if (isFirst && !site.tenant) break;
    if (!chosen) continue;
    for (const [fault, rule] of Object.entries(plants)) {
        if (options.full || options.plant?.includes(fault) || options.plant?.includes('all')) tellPlanted(name, fault, rule);
    }
}

report.must('README', 'has commands, and they were run', readme.commands > 0, 'none was run');
if (wanted.length === 0 && options.full) {
    report.must('README', 'every block is followed', readme.unused.size === 0, `not: ${[...readme.unused].join(', ')}`);
}
report.figure('README', 'commands run', readme.commands, undefined, '');

console.log(`\n${report.table()}\n`);
const seconds = Math.round((Date.now() - begun) / 1000);
mkdirSync(join(build, 'reports'), { recursive: true });
report.writeJUnit(join(build, 'reports/machine.xml'));
if (options.report) report.writeProof(options.report, seconds);
for (const fault of report.broken) console.log(`BROKEN ${fault}`);
for (const { story, name, seen } of report.bugs) console.log(`planted: ${story} with ${name}: ${seen ? 'seen' : 'NOT seen'}`);
console.log(`machine: ${report.rules.size} rules, ${report.bugs.length} planted faults, ${report.broken.length} broken, ${seconds} s`);
process.exitCode = report.broken.length === 0 ? 0 : 1;
