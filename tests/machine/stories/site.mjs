// What the stories ask of a site.
export const serving = ['mariadb', 'nginx', 'joingated.socket', 'joingated.target', 'joingated@1', 'joingated@2'];
export const workers = serving.filter((unit) => unit.includes('@'));

export function inactive(machine) {
    const states = machine.properties(serving, 'ActiveState');
    return serving.filter((_, i) => states[i][0] !== 'active');
}

/** Unix milliseconds from which on the database takes connections. */
export const databaseListens = (machine) => Number(machine.sh("stat -c %.3Y /run/mysqld/mysqld.sock | tr -d .,"));

/** Those of the acknowledged writes that the database does not have. */
export function lostWrites(machine, rows) {
    const schemas = machine.sql("SELECT schema_name FROM information_schema.schemata WHERE schema_name REGEXP '^jg[0-9]+$'").split('\n');
    const there = new Set(schemas.flatMap((schema) => machine.sql(`SELECT permission_id FROM ${schema}.join_permission`).split('\n')));
    return rows.filter(({ good, id }) => good && id !== '-' && !there.has(id)).map(({ id }) => id);
}

export const written = (rows) => rows.filter(({ good, id }) => good && id !== '-').length;

/** The last line of joingatectl check, and whether it found nothing. */
export function check(machine) {
    const result = machine.run(['joingatectl', 'check']);
    return { clean: result.status === 0, says: (result.stdout + result.stderr).trim().split('\n').slice(-5).join('; ') };
}

export const statusTexts = (machine) => machine.properties(workers, 'StatusText').map(([text]) => text);

/** The schema of the tenant that was made last: the one that calls. */
export const callersSchema = (machine) => machine.sql("SELECT MAX(schema_name) FROM information_schema.schemata WHERE schema_name REGEXP '^jg[0-9]+$'");

/** Takes the last acknowledged write out of the tenant's schema, or also out of the exchange, as if it never was. */
export function loseWrite(machine, rows, { whole }) {
    const { id } = rows.findLast(({ good, id }) => good && id !== '-');
    machine.sql(`DELETE FROM ${callersSchema(machine)}.join_permission WHERE permission_id = ${id}`);
    if (whole) machine.sql(`DELETE FROM joingateexchange.resource WHERE id = ${id}`);
}
