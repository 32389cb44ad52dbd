// Has the stories told; `run` says what that means and calls this.
import { spawn } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';

import { here, layersOf, prepareLayers } from './machine.mjs';
import { Readme } from './readme.mjs';
import { Report } from './report.mjs';
import { stories } from './stories.mjs';

/** Machines at once: most of a story is waiting. */
const kLanes = 3;

const { values: options, positionals: [build, ...wanted] } = parseArgs({
    allowPositionals: true,
    options: { full: { type: 'boolean' }, plant: { type: 'string', multiple: true, default: [] }, report: { type: 'string' } },
});
for (const name of wanted) if (!stories[name]) throw new Error(`there is no story ${name}; they are ${Object.keys(stories).join(', ')}`);
const faults = Object.values(stories).flatMap(({ plants = {} }) => Object.keys(plants));
for (const fault of options.plant) if (fault !== 'all' && !faults.includes(fault)) throw new Error(`there is no fault ${fault}; they are ${faults.join(', ')}`);

const begun = Date.now();
const report = new Report();
const readme = new Readme(process.env.JOINGATE_README ?? join(here, '../../README.md'));
prepareLayers(build);
let tellings = 0;

/** One telling in a process of its own, with or without a fault that is planted for a rule. */
async function tell(lane, { name, fault, rule }) {
    const file = join(layersOf(build), `shared/report.${++tellings}`);
    const words = [join(here, 'tell.mjs'), build, lane, name, file];
    if (options.full && !fault) words.push('--full');
    if (fault) words.push('--plant', fault);
    await new Promise((ended) => { spawn(process.execPath, words, { stdio: 'inherit' }).on('exit', ended); });
    const found = new Report();
    if (existsSync(file)) {
        const plain = JSON.parse(readFileSync(file, 'utf8'));
        found.take(plain);
        readme.commands += plain.commands;
        for (const block of plain.used) readme.unused.delete(block);
    } else {
        found.must(name, 'comes to its end', false, 'it ended without a report');
    }
    if (!fault) return report.take(found.plain());
    // The story must turn red, and in the rule that the fault is planted for.
    const seen = found.rules.get(`${name}: ${rule}`)?.length > 0;
    console.log(`planted: ${fault} in ${name} is ${seen ? 'seen' : 'NOT seen'}`);
    report.planted(name, fault, seen, seen ? '' : `the rule "${rule}" held; broken were: ${found.broken.join('; ') || 'none'}`);
}

const chosen = Object.keys(stories).filter((name) =>
    (wanted.length === 0 ? options.full || !stories[name].onlyFull : wanted.includes(name)));
const planted = chosen.flatMap((name) => Object.entries(stories[name].plants ?? {})
    .filter(([fault]) => options.full || options.plant.includes(fault) || options.plant.includes('all'))
    .map(([fault, rule]) => ({ name, fault, rule })));

await tell('1', { name: 'install' });
if (existsSync(join(layersOf(build), 'shared/site.json'))) {
    const queue = [...chosen.filter((name) => name !== 'install').map((name) => ({ name })), ...planted];
    const work = async (lane) => { while (queue.length > 0) await tell(lane, queue.shift()); };
    await Promise.all(Array.from({ length: kLanes }, (_, i) => work(String(i + 1))));
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
console.log(`machine: ${report.rules.size} rules, ${report.bugs.length} planted faults, ${report.broken.length} broken, ${seconds} s`);
process.exitCode = report.broken.length === 0 ? 0 : 1;
