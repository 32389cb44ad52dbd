// The site that is measured, as the operator's tool, its database and its processes show it.
import { execFileSync, spawnSync } from 'node:child_process';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

export const here = dirname(fileURLToPath(import.meta.url));
export const say = (line) => process.stderr.write(`${line}\n`);

export class Site {
  constructor(path, build) {
    this.path = path;
    this.build = build;
  }

  // What `make` returns, kept with the site: its data outlive a run.
  once(name, make) {
    const file = join(this.path, `${name}.json`);
    if (existsSync(file)) return JSON.parse(readFileSync(file, 'utf8'));
    const made = make();
    writeFileSync(file, JSON.stringify(made), { mode: 0o600 });
    return made;
  }

  ctl(...args) {
    return execFileSync(join(this.build, 'tenancy/ctl/joingatectl'), ['--config', join(this.path, 'joingated.properties'), ...args], {
      encoding: 'utf8',
    });
  }

  sql(text) {
    return execFileSync('mariadb', ['--no-defaults', `--socket=${this.path}/mysql.sock`, '-N', '-e', text], { encoding: 'utf8' });
  }

  pids(part) {
    return execFileSync(join(here, '../.ci/site'), ['pids', this.path, part], { encoding: 'utf8' }).split('\n').filter(Boolean).map(Number);
  }

  // An account with a public instance and all features, and the key of a RAM user that may do everything.
  account(name, endpoint) {
    this.ctl('account', 'create', name, '--activate');
    this.ctl('instance', 'create', name, '--public');
    this.ctl('rate', 'set', name, '65535');
    this.ctl('user', 'create', name, 'driver');
    this.ctl('policy', 'attach', name, 'AliyunLinkWANFullAccess', '--user', 'driver', '--system');
    const key = JSON.parse(this.ctl('key', 'create', name, '--user', 'driver', '--json'));
    return { ACCESS_KEY_ID: key.AccessKeyId, ACCESS_KEY_SECRET: key.AccessKeySecret, ENDPOINT: endpoint };
  }

  call(key, action, parameters) {
    const result = spawnSync(
      join(this.build, 'tenancy/ctl/joingatectl'),
      ['call', action, ...Object.entries(parameters).map(([name, value]) => `${name}=${value}`)],
      { encoding: 'utf8', env: { ...process.env, ...key } },
    );
    if (result.status !== 0) throw new Error(`${action}: ${result.stdout}${result.stderr}`);
    return JSON.parse(result.stdout.slice(result.stdout.indexOf('{')));
  }

  // Writes `count` signed requests to a file and returns its path.
  signed(key, name, count, action, ...parameters) {
    const path = join(this.path, `bench-${name}.txt`);
    writeFileSync(
      path,
      execFileSync(join(this.build, 'bench/signed_requests'), [String(count), action, ...parameters], {
        input: `${key.ACCESS_KEY_ID} ${key.ACCESS_KEY_SECRET}\n`,
        maxBuffer: 1 << 30,
      }),
    );
    return path;
  }
}
