// What a list costs in a tenant with very many permissions, as a ratio to the same list in a small one.
import { measure, median } from './measure.mjs';
import { say } from './site.mjs';

const kSmall = 1000;
const kLarge = 100000;
const kConnections = 4;
const kMostPerSecond = 4000;
const kPage = ['Offset=0', 'Limit=50'];

// The filters that find a part of what there is must stay near the cost of a small tenant; the others count everything that
// they find, and are measured so that the price is known.
const LISTS = [
  { name: 'none', filters: [] },
  { name: 'part of a name, few match', filters: ['FuzzyJoinPermissionName=777'], target: 10 },
  { name: 'whole name', filters: ['FuzzyJoinPermissionName=meter_00777'], target: 10 },
  { name: 'whole JoinEUI', filters: ['FuzzyJoinEui=0000beef00000bb8'], target: 10 },
  { name: 'part of a JoinEUI, few match', filters: ['FuzzyJoinEui=0000beef'], target: 10 },
  { name: 'part of a JoinEUI, nearly all match', filters: ['FuzzyJoinEui=d896'] },
  { name: 'renter', filters: ['FuzzyRenterAliyunId=list-renter'], target: 10 },
  { name: 'disabled', filters: ['Enabled=false'], target: 10 },
  { name: 'enabled, nearly all match', filters: ['Enabled=true'] },
  { name: 'part of a name, all match', filters: ['FuzzyJoinPermissionName=meter'] },
];

// One in 100 is disabled, one in 1,000 has a JoinEUI of its own, one in 1,000 is offered to a renter.
function fill(site, account, count) {
  const [schema, instance] = site
    .sql(`SELECT schema_name, instance FROM joingate.instance WHERE account = '${account}'`)
    .trim()
    .split('\t');
  const [first] = site.sql('SELECT COALESCE(MAX(id), 0) + 1 FROM joingateexchange.resource').trim().split('\t').map(Number);
  const row = `FROM seq_1_to_${count}`;
  site.sql(`USE ${schema};
    INSERT INTO joingateexchange.resource (id, kind, account, instance)
      SELECT ${first} + seq, 'JOIN_PERMISSION', '${account}', ${instance} ${row};
    INSERT INTO join_permission (permission_id, permission_type, permission_name, freq_band_plan_group_id, class_mode, join_eui,
                                 rx_delay, enabled, create_millis)
      SELECT ${first} + seq, 'LOCAL', CONCAT('meter_', LPAD(MOD(seq * 7919, ${count}), 5, '0')), 101, 'A',
             IF(seq % 1000 = 0, LOWER(CONCAT('0000beef', LPAD(HEX(seq), 8, '0'))), 'd896e0efff000000'), 1, seq % 100 <> 0,
             1700000000000 + seq ${row};
    INSERT INTO permission_name_suffix (suffix, permission_id)
      SELECT SUBSTRING(p.permission_name, n.position), p.permission_id
        FROM join_permission AS p JOIN name_position AS n ON n.position <= CHAR_LENGTH(p.permission_name);
    INSERT INTO joingateexchange.lease (permission_id, permission_type, owner_account, renter_account, renter_instance,
                                        lease_state, permission_name, freq_band_plan_group_id, class_mode, join_eui, rx_delay,
                                        enabled, create_millis)
      SELECT permission_id, permission_type, '${account}', 'list-renter', 0, 'APPLYING', permission_name,
             freq_band_plan_group_id, class_mode, join_eui, rx_delay, enabled, create_millis
        FROM join_permission WHERE permission_id % 1000 = 1;
    UPDATE joingateexchange.quota_usage SET used = ${count} WHERE account = '${account}' AND quota = 'LOCAL_JOIN_PERMISSION';
    ANALYZE TABLE join_permission, permission_name_suffix, joingateexchange.lease;`);
}

function prepare(site, port, account, count) {
  const key = site.account(account, `127.0.0.1:${port}`);
  site.ctl('quota', 'set', account, 'LOCAL_JOIN_PERMISSION', String(2 * kLarge));
  fill(site, account, count);
  return key;
}

// One row per list: CPU time of the large tenant's call over that of the small tenant's unfiltered one.
export async function measureLists(site, program, rounds, seconds) {
  say(`filling tenants with ${kSmall} and ${kLarge} permissions`);
  const tenant = (account, count) => site.once(`bench-${account}`, () => prepare(site, program.port, account, count));
  const small = tenant('small-list', kSmall);
  const large = tenant('large-list', kLarge);
  const one = async (key, filters) => {
    const file = site.signed(key, 'list', kMostPerSecond * (seconds + 1), 'ListOwnedJoinPermissions', ...kPage, ...filters);
    return measure(site, program, file, kConnections, seconds);
  };
  const results = LISTS.map(() => []);
  const bases = [];
  for (let round = 1; round <= rounds; ++round) {
    say(`lists, round ${round} of ${rounds}`);
    const base = await one(small, []);
    bases.push(base);
    for (const [index, list] of LISTS.entries()) {
      const result = await one(large, list.filters);
      results[index].push({ ...result, ratio: result.cpu / base.cpu });
    }
  }
  const middle = (all, what) => median(all.map((each) => each[what]));
  return {
    base: { cpu: middle(bases, 'cpu'), p50: middle(bases, 'p50') },
    bad: [...bases, ...results.flat()].reduce((sum, each) => sum + each.bad, 0),
    lists: LISTS.map((list, index) => ({
      name: list.name, target: list.target,
      cpu: middle(results[index], 'cpu'), p50: middle(results[index], 'p50'), ratio: middle(results[index], 'ratio'),
    })),
  };
}
