// Measures joingate against floor programs behind the same nginx and the same MariaDB, as ratios inside one run.
//   node bench/run.mjs SITE_DIR BUILD_DIR [--json] [--rounds N] [--seconds S]
// SITE_DIR holds a running site (.ci/site start); `./dev bench` starts one and calls this.
import { execFileSync, spawn, spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';

const { values: options, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    json: { type: 'boolean', default: false },
    rounds: { type: 'string', default: '5' },
    seconds: { type: 'string', default: '4' },
    tenants: { type: 'string', default: '0' },
  },
});
const [site, build] = positionals.map((path) => resolve(path));
const here = dirname(fileURLToPath(import.meta.url));
const rounds = Number(options.rounds);
const seconds = Number(options.seconds);
const tenants = Number(options.tenants);
const connections = [16, 64];
const kThreads = 2;
const kPermissions = 100;
const kMostPerSecond = 14000;

const TARGETS = {
  get_over_floor_read: 0.85,
  update_over_floor_write: 0.85,
};

const say = (line) => process.stderr.write(`${line}\n`);
const sleep = (ms) => new Promise((wake) => setTimeout(wake, ms));
const ctl = (...args) =>
  execFileSync(join(build, 'tenancy/ctl/joingatectl'), ['--config', join(site, 'joingated.properties'), ...args], {
    encoding: 'utf8',
  });
const sql = (text) =>
  execFileSync('mariadb', ['--no-defaults', `--socket=${site}/mysql.sock`, '-e', text], { encoding: 'utf8' });
const pids = (part) =>
  execFileSync(join(here, '../.ci/site'), ['pids', site, part], { encoding: 'utf8' }).split('\n').filter(Boolean).map(Number);

// --- data ----------------------------------------------------------------------------------------------------------

function call(key, action, parameters) {
  const result = spawnSync(
    join(build, 'tenancy/ctl/joingatectl'),
    ['call', action, ...Object.entries(parameters).map(([name, value]) => `${name}=${value}`)],
    { encoding: 'utf8', env: { ...process.env, ...key } },
  );
  if (result.status !== 0) throw new Error(`${action}: ${result.stdout}${result.stderr}`);
  return JSON.parse(result.stdout.slice(result.stdout.indexOf('{')));
}

// One account with as many permissions as there are rows of the floor.
function prepare(endpoint) {
  const file = join(site, 'bench.json');
  if (existsSync(file)) return JSON.parse(readFileSync(file, 'utf8'));
  ctl('account', 'create', 'bench', '--activate');
  ctl('instance', 'create', 'bench', '--public');
  ctl('rate', 'set', 'bench', '65535');
  ctl('user', 'create', 'bench', 'driver');
  ctl('policy', 'attach', 'bench', 'AliyunLinkWANFullAccess', '--user', 'driver', '--system');
  const key = JSON.parse(ctl('key', 'create', 'bench', '--user', 'driver', '--json'));
  const env = { ACCESS_KEY_ID: key.AccessKeyId, ACCESS_KEY_SECRET: key.AccessKeySecret, ENDPOINT: endpoint };
  const ids = [];
  for (let i = 0; i < kPermissions; ++i) {
    const reply = call(env, 'CreateLocalJoinPermission', {
      JoinPermissionName: `bench_${i}`,
      FreqBandPlanGroupId: 101,
      ClassMode: 'A',
      UseDefaultJoinEui: true,
    });
    ids.push(Number(reply.Data));
  }
  sql(`CREATE DATABASE IF NOT EXISTS floor;
    CREATE TABLE floor.floor_row (id BIGINT PRIMARY KEY, name VARCHAR(64), enabled BOOLEAN, version INT) ENGINE=InnoDB;
    CREATE TABLE floor.floor_ledger (nonce VARBINARY(128) PRIMARY KEY, request CHAR(36), expires BIGINT, KEY (expires)) ENGINE=InnoDB;
    INSERT INTO floor.floor_row SELECT seq, CONCAT('row', seq), TRUE, 1 FROM floor.seq_1_to_100;
    CREATE USER IF NOT EXISTS floor@localhost IDENTIFIED BY 'floor';
    GRANT SELECT, INSERT, UPDATE, DELETE ON floor.* TO floor@localhost;`);
  const data = { key: env, first: ids[0], last: ids[ids.length - 1] };
  if (data.last - data.first !== kPermissions - 1) throw new Error('the ids of the permissions have gaps');
  writeFileSync(file, JSON.stringify(data), { mode: 0o600 });
  return data;
}

function signed(data, name, action, ...parameters) {
  const path = join(site, `bench-${name}.txt`);
  const count = Math.ceil(kMostPerSecond * (seconds + 1));
  writeFileSync(
    path,
    execFileSync(join(build, 'bench/signed_requests'), [String(count), action, ...parameters], {
      input: `${data.key.ACCESS_KEY_ID} ${data.key.ACCESS_KEY_SECRET}\n`,
      maxBuffer: 1 << 30,
    }),
  );
  return path;
}

// --- programs ------------------------------------------------------------------------------------------------------

const started = [];

function floor(name, port, data, ...args) {
  const path = join(site, `floor-${name}.sock`);
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
  mkdirSync(join(site, 'nginx.d'), { recursive: true });
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
  writeFileSync(join(site, 'nginx.d/bench.conf'), [...floors.map(one), nothing].join('\n'));
  process.kill(pids('front')[0], 'SIGHUP');
}

// --- measuring -----------------------------------------------------------------------------------------------------

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

function load(port, file, count, length = seconds) {
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

async function measure(program, file, count) {
  const processes = [...program.pids().flatMap(children), ...pids('front').flatMap(children), ...pids('database')];
  const before = cpuMicros(processes);
  const result = await load(program.port, file, count);
  const cpu = (cpuMicros(processes) - before) / Math.max(result.requests, 1);
  if (result.refused + result.broken > 0 && !program.refuses)
    say(`  ${program.name} at ${count}: ${result.refused} refused, ${result.broken} broken of ${result.requests}`);
  return { rate: result.requests / result.seconds, cpu, p50: result.p50, p99: result.p99, bad: result.refused + result.broken };
}

const median = (numbers) => {
  const sorted = [...numbers].sort((a, b) => a - b);
  const middle = sorted.length >> 1;
  return sorted.length % 2 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
};

// --- memory --------------------------------------------------------------------------------------------------------

const residentMiB = () =>
  pids('workers').map((pid) => Number(/VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))[1]) / 1024);

// Calls of many tenants in turn, so that every thread of every worker has had each of them.
async function useTenants(port, count) {
  const lines = [];
  for (let i = 0; i < count; ++i) {
    const account = `tenant-${i}`;
    ctl('account', 'create', account, '--activate');
    ctl('instance', 'create', account, '--public');
    ctl('rate', 'set', account, '65535');
    const key = JSON.parse(ctl('key', 'create', account, '--json'));
    const requests = (action, ...parameters) =>
      execFileSync(join(build, 'bench/signed_requests'), ['25', action, ...parameters], {
        input: `${key.AccessKeyId} ${key.AccessKeySecret}\n`, encoding: 'utf8', stdio: ['pipe', 'pipe', 'ignore'],
      }).trimEnd().split('\n');
    lines.push([...requests('ListOwnedJoinPermissions', 'Offset=0', 'Limit=1'),
      ...requests('CreateNodeGroup', 'NodeGroupName=group_{n}')]);
    if (i % 100 === 99) say(`${i + 1} of ${count} tenants`);
  }
  const path = join(site, 'bench-tenants.txt');
  const turns = lines[0].map((_, turn) => lines.map((tenant) => tenant[turn])).flat();
  writeFileSync(path, turns.join('\n'));
  const result = await load(port, path, 64, Math.ceil(turns.length / 1500));
  return { requests: result.requests, mib: residentMiB() };
}

// --- the run -------------------------------------------------------------------------------------------------------

async function main() {
  const environment = Object.fromEntries(
    readFileSync(join(site, 'site.env'), 'utf8').split('\n').filter(Boolean).map((line) => line.split('=')),
  );
  const port = Number(environment.port);
  const data = prepare(`127.0.0.1:${port}`);
  const floors = [
    floor('echo', port + 1, data, 'echo'),
    floor('read', port + 2, data, 'read', join(site, 'mysql.sock'), 'floor'),
    floor('write', port + 3, data, 'write', join(site, 'mysql.sock'), 'floor'),
  ];
  front(floors, port + 4);
  const joingate = { port, pids: () => pids('workers') };
  const ids = `JoinPermissionId={${data.first}..${data.last}}`;
  const reads = () => signed(data, 'get', 'GetOwnedJoinPermission', ids, 'ApiProduct=LinkWAN');
  const writes = () =>
    signed(data, 'update', 'UpdateOwnedLocalJoinPermission', ids, 'JoinPermissionName=bench_{n}', 'RxDelay={1..15}', 'DataRate={0..5}');
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
        results.set(key, [...(results.get(key) ?? []), await measure(program, files[program.file], count)]);
      }
    }
  }
  const memory = tenants > 0 ? await useTenants(port, tenants) : null;
  report(programs, results, memory);
}

const shownMiB = (list) => list.map((mib) => `${mib.toFixed(1)} MiB`).join(', ');

function report(programs, results, memory) {
  const figure = (name, count, what) => median(results.get(`${name}@${count}`).map((one) => one[what]));
  const ratio = (name, floorName, what = 'rate') =>
    median(connections.map((count) => median(results.get(`${name}@${count}`).map((one, i) => one[what] / results.get(`${floorName}@${count}`)[i][what]))));
  const ratios = {
    get_over_floor_read: ratio('GetOwnedJoinPermission', 'floor signed read'),
    update_over_floor_write: ratio('UpdateOwnedLocalJoinPermission', 'floor signed write'),
  };
  const broken = [...results.values()].flat().reduce((sum, one) => sum + one.bad, 0);
  if (options.json) {
    const rounded = Object.fromEntries(Object.entries(ratios).map(([name, x]) => [name, Number(x.toFixed(3))]));
    process.stdout.write(`${JSON.stringify({ ratios: rounded, targets: TARGETS })}\n`);
  } else {
    const row = (cells) => process.stdout.write(`${cells[0].padEnd(34)}${cells.slice(1).map((cell) => String(cell).padStart(12)).join('')}\n`);
    row(['', 'conns', 'requests/s', 'cpu us/req', 'p50 ms', 'p99 ms']);
    for (const program of programs)
      for (const count of connections)
        row([program.name, count, ...['rate', 'cpu'].map((what) => figure(program.name, count, what).toFixed(0)),
          ...['p50', 'p99'].map((what) => (figure(program.name, count, what) / 1000).toFixed(1))]);
    process.stdout.write('\n');
    row(['ratio (median)', 'measured', 'target']);
    for (const [name, x] of Object.entries(ratios)) row([name, x.toFixed(2), TARGETS[name].toFixed(2)]);
    process.stdout.write(`\nresident memory of the workers: ${shownMiB(residentMiB())}\n`);
    if (memory) process.stdout.write(`after ${memory.requests} calls of ${tenants} tenants in turn: ${shownMiB(memory.mib)}\n`);
  }
  if (broken > 0) say(`${broken} requests were refused or broken: the figures cannot be trusted`);
  process.exitCode = broken > 0 ? 1 : 0;
}

try {
  await main();
} finally {
  for (const child of started) child.kill('SIGTERM');
}
