// The commands of README.md: fenced sh blocks, each behind a line <!-- machine: NAME -->.
import { readFileSync } from 'node:fs';

/** The blocks by name. Throws where a mark has no block behind it, or two have one name. */
export function readBlocks(file) {
    const blocks = new Map();
    const marks = [...readFileSync(file, 'utf8').matchAll(/^\s*<!-- machine: (\S+) -->\n(?:(\s*)```sh\n([^]*?)^\s*```$)?/gm)];
    for (const [, name, indent, script] of marks) {
        if (script === undefined) throw new Error(`${file}: no block of sh follows the mark "machine: ${name}"`);
        if (blocks.has(name)) throw new Error(`${file}: two blocks have the mark "machine: ${name}"`);
        blocks.set(name, script.replaceAll(new RegExp(`^${indent}`, 'gm'), ''));
    }
    return blocks;
}

/** Runs blocks on a machine, and knows how many commands that were and which blocks are left. */
export class Readme {
    commands = 0;

    constructor(file) {
        this.file = file;
        this.blocks = readBlocks(file);
        this.unused = new Set(this.blocks.keys());
    }

    get used() { return [...this.blocks.keys()].filter((name) => !this.unused.has(name)); }

    /** As root, in /root, until the first command that fails: that throws. */
    follow(machine, name, options = {}) {
        const script = this.blocks.get(name);
        if (script === undefined) throw new Error(`${this.file} has no block with the mark "machine: ${name}"`);
        this.unused.delete(name);
        // Each command tells itself on descriptor 3.
        const result = machine.run(['bash', '--norc', '-eu', '-o', 'pipefail', '-c', `trap 'echo "$BASH_COMMAND" >&3' DEBUG\ncd /root\n${script}`], {
            ...options, stdio: [options.input === undefined ? 'ignore' : 'pipe', 'pipe', 'pipe', 'pipe'],
        });
        const commands = result.output[3].split('\n').filter(Boolean).slice(1);
        this.commands += commands.length;
        if (commands.length === 0) throw new Error(`${this.file}: the block "${name}" has no command`);
        if (result.status !== 0 && !options.mayFail) {
            throw new Error(`README, block "${name}": "${commands.at(-1)}" ended with ${result.status}\n${result.stdout}${result.stderr}`);
        }
        return result;
    }
}
