// What the stories found: rules that hold or not, and figures with their limits.
import { writeFileSync } from 'node:fs';

const escape = (text) => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('"', '&quot;');

export class Report {
    rules = new Map(); // "story: rule" -> what broke it, a list
    figures = [];
    bugs = [];

    must(story, rule, holds, what) {
        const name = `${story}: ${rule}`;
        if (!this.rules.has(name)) this.rules.set(name, []);
        if (!holds) this.rules.get(name).push(what);
    }

    figure(story, name, value, limit, unit) {
        this.figures.push({ story, name, value, limit, unit });
    }

    /** A fault that was planted for a rule, and whether the rule turned red. */
    planted(story, name, seen, what) { this.bugs.push({ story, name, seen, what }); }

    /** For take() of another process. */
    plain() { return { rules: [...this.rules], figures: this.figures }; }
    take({ rules, figures }) {
        for (const [name, faults] of rules) this.rules.set(name, [...(this.rules.get(name) ?? []), ...faults]);
        this.figures.push(...figures);
    }

    get broken() {
        return [
            ...[...this.rules].flatMap(([name, faults]) => faults.map((what) => `${name}: ${what}`)),
            ...this.bugs.filter(({ seen }) => !seen).map(({ story, name, what }) => `${story}: the planted fault "${name}" was not seen: ${what}`),
        ];
    }

    table() {
        const rows = this.figures.map(({ story, name, value, limit, unit }) =>
            [story, name, `${value} ${unit}`.trim(), limit === undefined ? '' : `${limit} ${unit}`.trim()]);
        const all = [['story', 'figure', 'measured', 'limit'], ...rows];
        const widths = [0, 1, 2].map((i) => Math.max(...all.map((row) => row[i].length)));
        return all.map((row) => row.map((cell, i) => cell.padEnd(widths[i] ?? 0)).join('  ').trimEnd()).join('\n');
    }

    writeJUnit(file) {
        const one = (name, faults) => `<testcase classname="machine" name="${escape(name)}">${
            faults.map((what) => `<failure message="${escape(what)}"/>`).join('')}</testcase>`;
        writeFileSync(file, `<testsuite name="machine">\n${[
            ...[...this.rules].map(([name, faults]) => one(name, faults)),
            ...this.bugs.map(({ story, name, seen, what }) => one(`${story}: sees ${name}`, seen ? [] : [what])),
        ].join('\n')}\n</testsuite>\n`);
    }

    /** As .ci/prove wants it. */
    writeProof(file, seconds) {
        writeFileSync(file, JSON.stringify({
            name: 'machine', green: [...this.rules.values()].every((faults) => faults.length === 0), seed: 0, seconds,
            rules: [...this.rules.keys()], broken: this.broken, bugs: this.bugs.length,
            bugs_seen: this.bugs.filter(({ seen }) => seen).map(({ name }) => name),
            figures: this.figures.map(({ story, name, value, limit, unit }) =>
                [`${story}: ${name}`, `${value} ${unit}`.trim() + (limit === undefined ? '' : ` (limit ${limit})`)]),
        }));
    }
}
