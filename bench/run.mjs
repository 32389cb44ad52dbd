// Measures joingate against floor programs behind the same nginx and the same MariaDB, as ratios inside one run.
//   node bench/run.mjs SITE_DIR BUILD_DIR [--json] [--rounds N] [--seconds S] [--only floors|lists]
// SITE_DIR holds a running site (.ci/site start); `./dev bench` starts one and calls this.
import { execFileSync, spawn } from 'node:child_process';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';

import { measureLists } from './lists.mjs';
import { load, measure, median } from './measure.mjs';
import { Site, say } from './site.mjs';

const { values: options, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    json: { type: 'boolean', default: false },
    rounds: { type: 'string', default: '5' },
    seconds: { type: 'string', default: '4' },
    tenants: { type: 'string', default: '0' },
    only: { type: 'string' },
  },
});
const [folder, build] = positionals.map((path) => resolve(path));
const site = new Site(folder, build);
const rounds = Number(options.rounds);
const seconds = Number(options.seconds);
const tenants = Number(options.tenants);
const connections = [16, 64];
const kPermissions = 100;
const kMostPerSecond = 14000;

const TARGETS = {
  get_over_floor_read: 0.85,
  update_over_floor_write: 0.85,
  list_of_100000_over_1000: 10, // at most
};

const sleep = (ms) => new Promise((wake) => setTimeout(wake, ms));

// --- data ----------------------------------------------------------------------------------------------------------

// One account with as many permissions as there are rows of the floor.
function prepare(endpoint) {
  const env = site.account('bench', endpoint);
  const ids = [];
  for (let i = 0; i < kPermissions; ++i) {
    const reply = site.call(env, 'CreateLocalJoinPermission', {
      JoinPermissionName: `bench_${i}`,
      FreqBandPlanGroupId: 101,
      ClassMode: 'A',
      UseDefaultJoinEui: true,
    });
    ids.push(Number(reply.Data));
  }
  site.sql(`CREATE DATABASE IF NOT EXISTS floor;
    CREATE TABLE floor.floor_row (id BIGINT PRIMARY KEY, name VARCHAR(64), enabled BOOLEAN, version INT) ENGINE=InnoDB;
    CREATE TABLE floor.floor_ledger (nonce VARBINARY(128) PRIMARY KEY, request CHAR(36), expires BIGINT, KEY (expires)) ENGINE=InnoDB;
    INSERT INTO floor.floor_row SELECT seq, CONCAT('row', seq), TRUE, 1 FROM floor.seq_1_to_100;
    CREATE USER IF NOT EXISTS floor@localhost IDENTIFIED BY 'floor';
    GRANT SELECT, INSERT, UPDATE, DELETE ON floor.* TO floor@localhost;`);
  const data = { key: env, first: ids[0], last: ids[ids.length - 1] };
  if (data.last - data.first !== kPermissions - 1) throw new Error('the ids of the permissions have gaps');
  return data;
}

// --- programs ------------------------------------------------------------------------------------------------------

const started = [];

function floor(name, port, data, ...args) {
  const path = join(folder, `floor-${name}.sock`);
  const child = spawn(
    'spawn-fcgi',
    ['-n', '-s', path, '-M', '0666', '-b', '4096', '--', join(build, 'bench/floor'), ...args],
    {
      stdio: 'ignore',
      env: {
        ...process.env,
        FLOOR_SECRET: data.key.ACCESS_KEY_SECRET,
        FLOOR_USER: 'floor',
        FLOOR_PASSWORD: 'floor',
        FLOOR_THREADS: '16',
      },
    },
  );
  started.push(child);
  return { name, port, path, pids: () => [child.pid] };
}

function front(floors, port) {
  mkdirSync(join(folder, 'nginx.d'), { recursive: true });
  const parameters = [
    ['REQUEST_METHOD', '$request_method'],
    ['QUERY_STRING', '$query_string'],
    ['CONTENT_TYPE', '$content_type'],
    ['CONTENT_LENGTH', '$content_length'],
    ['REMOTE_ADDR', '$remote_addr'],
    ['SIGNED_HOST', '$http_host'],
    ['HTTP_USER_AGENT', '$http_user_agent'],
  ];
  const one = (floor) => `server {
  listen 127.0.0.1:${floor.port} backlog=4096;
  large_client_header_buffers 3 16k;
  location / {
    fastcgi_pass unix:${floor.path};
    fastcgi_pass_request_headers on;
${parameters.map(([name, value]) => `    fastcgi_param ${name} ${value};`).join('\n')}
  }
}`;
  const nothing = `server { listen 127.0.0.1:${port} backlog=4096; large_client_header_buffers 3 16k;
  location / { default_type application/json; return 200 '{"RequestId":"89EF6CAA-958F-4032-8E45-FE003C6DE097","Success":true,"Data":{"JoinPermissionId":"1","JoinPermissionName":"row1","Enabled":true}}'; } }`;
  writeFileSync(join(folder, 'nginx.d/bench.conf'), [...floors.map(one), nothing].join('\n'));
  process.kill(site.pids('front')[0], 'SIGHUP');
}

// --- measuring -----------------------------------------------------------------------------------------------------

// --- memory --------------------------------------------------------------------------------------------------------

const residentMiB = () =>
  site.pids('workers').map((pid) => Number(/VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))[1]) / 1024);

// Calls of many tenants in turn, so that every thread of every worker has had each of them.
async function useTenants(port, count) {
  const lines = [];
  for (let i = 0; i < count; ++i) {
    const account = `tenant-${i}`;
    site.ctl('account', 'create', account, '--activate');
    site.ctl('instance', 'create', account, '--public');
    site.ctl('rate', 'set', account, '65535');
    const key = JSON.parse(site.ctl('key', 'create', account, '--json'));
    const requests = (action, ...parameters) =>
      execFileSync(join(build, 'bench/signed_requests'), ['25', action, ...parameters], {
        input: `${key.AccessKeyId} ${key.AccessKeySecret}\n`, encoding: 'utf8', stdio: ['pipe', 'pipe', 'ignore'],
      }).trimEnd().split('\n');
    lines.push([...requests('ListOwnedJoinPermissions', 'Offset=0', 'Limit=1'),
      ...requests('CreateNodeGroup', 'NodeGroupName=group_{n}')]);
    if (i % 100 === 99) say(`${i + 1} of ${count} tenants`);
  }
  const path = join(folder, 'bench-tenants.txt');
  const turns = lines[0].map((_, turn) => lines.map((tenant) => tenant[turn])).flat();
  writeFileSync(path, turns.join('\n'));
  const result = await load(port, path, 64, Math.ceil(turns.length / 1500));
  return { requests: result.requests, mib: residentMiB() };
}

// --- the run -------------------------------------------------------------------------------------------------------

// joingate beside the floors, in turn.
async function measureFloors(port, joingate) {
  const data = site.once('bench', () => prepare(`127.0.0.1:${port}`));
  const floors = [
    floor('echo', port + 1, data, 'echo'),
    floor('read', port + 2, data, 'read', join(folder, 'mysql.sock'), 'floor'),
    floor('write', port + 3, data, 'write', join(folder, 'mysql.sock'), 'floor'),
  ];
  front(floors, port + 4);
  const ids = `JoinPermissionId={${data.first}..${data.last}}`;
  const lines = Math.ceil(kMostPerSecond * (seconds + 1));
  const reads = () => site.signed(data.key, 'get', lines, 'GetOwnedJoinPermission', ids, 'ApiProduct=LinkWAN');
  const writes = () =>
    site.signed(data.key, 'update', lines, 'UpdateOwnedLocalJoinPermission', ids, 'JoinPermissionName=bench_{n}', 'RxDelay={1..15}', 'DataRate={0..5}');
  const programs = [
    { name: 'nginx static', port: port + 4, pids: () => [], file: 'get' },
    { ...floors[0], name: 'floor echo', file: 'get' },
    { ...floors[1], name: 'floor signed read', file: 'get' },
    { ...joingate, name: 'GetOwnedJoinPermission', file: 'get' },
    { ...floors[2], name: 'floor signed write', file: 'update' },
    { ...joingate, name: 'UpdateOwnedLocalJoinPermission', file: 'update' },
  ];
  await sleep(1000);

  const results = new Map();
  for (let round = 1; round <= rounds; ++round) {
    for (const count of connections) {
      say(`round ${round} of ${rounds}, ${count} connections`);
      const files = { get: reads(), update: writes() };
      for (const program of programs) {
        const key = `${program.name}@${count}`;
        results.set(key, [...(results.get(key) ?? []), await measure(site, program, files[program.file], count, seconds)]);
      }
    }
  }
  return { programs, results };
}

async function main() {
  const environment = Object.fromEntries(
    readFileSync(join(folder, 'site.env'), 'utf8').split('\n').filter(Boolean).map((line) => line.split('=')),
  );
  const port = Number(environment.port);
  const joingate = { port, pids: () => site.pids('workers') };
  const part = (name) => !options.only || options.only === name;
  const floors = part('floors') ? await measureFloors(port, joingate) : null;
  const memory = tenants > 0 ? await useTenants(port, tenants) : null;
  const lists = part('lists') ? await measureLists(site, joingate, rounds, seconds) : null;
  report(floors, lists, memory);
}

const shownMiB = (list) => list.map((mib) => `${mib.toFixed(1)} MiB`).join(', ');

const row = (cells) => process.stdout.write(`${cells[0].padEnd(44)}${cells.slice(1).map((cell) => String(cell).padStart(12)).join('')}\n`);

function reportFloors({ programs, results }) {
  const figure = (name, count, what) => median(results.get(`${name}@${count}`).map((one) => one[what]));
  row(['', 'conns', 'requests/s', 'cpu us/req', 'p50 ms', 'p99 ms']);
  for (const program of programs)
    for (const count of connections)
      row([program.name, count, ...['rate', 'cpu'].map((what) => figure(program.name, count, what).toFixed(0)),
        ...['p50', 'p99'].map((what) => (figure(program.name, count, what) / 1000).toFixed(1))]);
}

function reportLists({ base, lists }) {
  row(['ListOwnedJoinPermissions, 50 rows', 'cpu us/req', 'p50 ms', 'ratio', 'at most']);
  const line = (name, list) => row([name, list.cpu.toFixed(0), (list.p50 / 1000).toFixed(1), list.ratio.toFixed(1), list.target ?? '']);
  line('of 1,000: no filter', { ...base, ratio: 1 });
  for (const list of lists) line(`of 100,000: ${list.name}`, list);
}

function ratiosOf(floors, lists) {
  const ratios = {};
  if (floors) {
    const of = (name) => connections.map((count) => floors.results.get(`${name}@${count}`));
    const ratio = (name, floorName) =>
      median(of(name).map((rounds, at) => median(rounds.map((one, i) => one.rate / of(floorName)[at][i].rate))));
    ratios.get_over_floor_read = ratio('GetOwnedJoinPermission', 'floor signed read');
    ratios.update_over_floor_write = ratio('UpdateOwnedLocalJoinPermission', 'floor signed write');
  }
  if (lists) ratios.list_of_100000_over_1000 = Math.max(...lists.lists.filter((list) => list.target).map((list) => list.ratio));
  return ratios;
}

function report(floors, lists, memory) {
  const ratios = ratiosOf(floors, lists);
  if (options.json) {
    const rounded = Object.fromEntries(Object.entries(ratios).map(([name, x]) => [name, Number(x.toFixed(3))]));
    process.stdout.write(`${JSON.stringify({ ratios: rounded, targets: TARGETS })}\n`);
  } else {
    if (floors) reportFloors(floors);
    if (lists) reportLists(lists);
    process.stdout.write('\n');
    row(['ratio (median)', 'measured', 'target']);
    for (const [name, x] of Object.entries(ratios)) row([name, x.toFixed(2), TARGETS[name].toFixed(2)]);
    process.stdout.write(`\nresident memory of the workers: ${shownMiB(residentMiB())}\n`);
    if (memory) process.stdout.write(`after ${memory.requests} calls of ${tenants} tenants in turn: ${shownMiB(memory.mib)}\n`);
  }
  const measured = [...(floors ? [...floors.results.values()].flat() : []), ...(lists ? [lists] : [])];
  const broken = measured.reduce((sum, one) => sum + one.bad, 0);
  if (broken > 0) say(`${broken} requests were refused or broken: the figures cannot be trusted`);
  process.exitCode = broken > 0 ? 1 : 0;
}

try {
  await main();
} finally {
  for (const child of started) child.kill('SIGTERM');
}
