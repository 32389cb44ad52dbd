// One story or more of each family of actions, told through each official client in both versions.
import { readdirSync } from 'node:fs';
import { after, before, describe, test } from 'node:test';

import { Cast } from './cast.mjs';
import { clients } from './clients.mjs';
import { startSite } from './site.mjs';

const folder = new URL('stories/', import.meta.url);
const families = await Promise.all(
    readdirSync(folder).sort().map(async (file) => (await import(new URL(file, folder))).default));

let site;
before(() => { site = startSite('sdk'); });
after(() => site?.stop());

for (const [name, connect] of Object.entries(clients))
    for (const version of ['2018-12-30', '2019-03-01'])
        describe(`${name}, version ${version}`, () => {
            for (const family of families)
                for (const [title, tell] of Object.entries(family))
                    test(title, () => tell(new Cast(site, connect, version)));
        });
