// The package is removed, installed again and purged, as Debian's policy has it.
import { comesTrue } from '../machine.mjs';
import { inactive } from './site.mjs';

const stopped = 'removal stops what ran';
const nginxLives = 'nginx goes on without the site';
const configurationStays = 'removal keeps configuration and secrets, purge removes the configuration';
const dataStay = 'neither removes a database or the master key';
const back = 'after removal, installing again brings all of it back';
const nothingLeft = 'purge leaves no file of the package';

export const plants = {
    worker_survives: stopped,
    nginx_broken: nginxLives,
    configuration_gone: configurationStays,
    key_gone: dataStay,
    workers_not_enabled: back,
    file_left: nothingLeft,
};

const key = '/etc/joingate/master.key';
const schemas = (machine) => machine.sql("SELECT COUNT(*) FROM information_schema.schemata WHERE schema_name LIKE 'joingate%' OR schema_name LIKE 'jg0%'");

function installAgain({ machine, readme, planted, must }) {
    for (const block of ['install', 'setup']) readme.follow(machine, block, { input: 'y\n' });
    if (planted('workers_not_enabled')) machine.sh('systemctl disable --now joingated@1 joingated@2');
    comesTrue(5, () => inactive(machine).length === 0);
    const reply = readme.follow(machine, 'call', { mayFail: true });
    must(back, reply.status === 0 && inactive(machine).length === 0, `${inactive(machine).join(', ')} ${reply.stdout}${reply.stderr}`);
}

export function tell(t) {
    const { machine, readme, planted } = t;
    machine.boot('start');
    const had = schemas(machine);
    if (planted('worker_survives')) {
        machine.sh('systemd-run --quiet --unit=survivor --service-type=exec /bin/bash -c "exec -a joingated sleep 1000"');
    }
    readme.follow(machine, 'remove', { input: 'y\n' });
    const running = machine.run(['pgrep', '--full', '--list-full', '^(/usr/sbin/)?joingated']);
    t.must(stopped, running.status === 1, running.stdout);
    if (planted('nginx_broken')) machine.sh('echo nonsense >/etc/nginx/sites-enabled/joingate');
    const nginx = machine.run(['bash', '--norc', '-c', 'nginx -t && systemctl reload nginx && systemctl is-active nginx']);
    t.must(nginxLives, nginx.status === 0, nginx.stderr);
    if (planted('configuration_gone')) machine.sh('rm /etc/joingate/joingated.properties');
    t.must(configurationStays, machine.exists('/etc/joingate/joingated.properties') && machine.exists('/etc/joingate/worker.password'), 'gone after removal');

    // The quick form goes from removed to purged: installing takes apt some seconds.
    if (t.full || planted('workers_not_enabled')) installAgain(t);

    const purged = machine.run(['apt-get', 'purge', '--yes', 'joingate']);
    t.must('purge succeeds', purged.status === 0, purged.stdout + purged.stderr);
    if (planted('key_gone')) machine.sh(`rm ${key}`);
    t.must(dataStay, machine.exists(key) && schemas(machine) === had, `${key} or one of ${had} schemas`);
    t.must(configurationStays, !machine.exists('/etc/joingate/joingated.properties'), 'there after purge');
    if (planted('file_left')) machine.write('/usr/share/joingate/left', '');
    const left = machine.sh("find /usr /lib /etc /run /var/lib/systemd -name '*joingate*' -not -path '/etc/joingate*' -not -path '/usr/share/joingate*/doc/*' -not -name '60-joingate.cnf' 2>/dev/null || true");
    t.must(nothingLeft, left === '', left);
}
