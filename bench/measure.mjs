// What load costs: rate, latency, and the CPU time of everything that takes part.
import { execFileSync, spawn } from 'node:child_process';
import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';

import { here, say } from './site.mjs';

const kThreads = 2;
const ticks = Number(execFileSync('getconf', ['CLK_TCK'], { encoding: 'utf8' }));

function children(pid) {
  const found = [pid];
  for (const entry of readdirSync('/proc').filter((name) => /^\d+$/.test(name))) {
    try {
      const stat = readFileSync(`/proc/${entry}/stat`, 'utf8');
      if (Number(stat.slice(stat.lastIndexOf(')') + 2).split(' ')[1]) === pid) found.push(Number(entry));
    } catch {
      continue; // it has ended
    }
  }
  return found;
}

function cpuMicros(processes) {
  let sum = 0;
  for (const pid of processes) {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    sum += Number(fields[11]) + Number(fields[12]);
  }
  return (sum / ticks) * 1e6;
}

export function load(port, file, count, length) {
  return new Promise((resolved, rejected) => {
    const wrk = spawn('wrk', [
      '-t', String(kThreads), '-c', String(count), '-d', `${length}s`, '--timeout', '5s',
      '-s', join(here, 'replay.lua'), `http://127.0.0.1:${port}`, '--', file, String(kThreads),
    ]);
    let output = '';
    wrk.stdout.on('data', (chunk) => (output += chunk));
    wrk.on('close', () => {
      const line = output.split('\n').find((text) => text.startsWith('{'));
      line ? resolved(JSON.parse(line)) : rejected(new Error(`wrk printed no result:\n${output}`));
    });
  });
}

export async function measure(site, program, file, count, length) {
  const processes = [...program.pids().flatMap(children), ...site.pids('front').flatMap(children), ...site.pids('database')];
  const before = cpuMicros(processes);
  const result = await load(program.port, file, count, length);
  const cpu = (cpuMicros(processes) - before) / Math.max(result.requests, 1);
  if (result.refused + result.broken > 0 && !program.refuses)
    say(`  ${program.name} at ${count}: ${result.refused} refused, ${result.broken} broken of ${result.requests}`);
  return { rate: result.requests / result.seconds, cpu, p50: result.p50, p99: result.p99, bad: result.refused + result.broken };
}

export const median = (numbers) => {
  const sorted = [...numbers].sort((a, b) => a - b);
  const middle = sorted.length >> 1;
  return sorted.length % 2 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
};
