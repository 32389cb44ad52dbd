// The two who judge replies must agree: the cases that tests/reply_contract.cpp reads too, as far as they are JSON.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, test } from 'node:test';

import { contractBreach } from './reply_contract.mjs';
import { source } from './site.mjs';

const cases = JSON.parse(readFileSync(join(source, 'tests/reply_contract.json'), 'utf8'))
    .filter(({ body }) => typeof body === 'object');

describe('reply_contract', () => {
    for (const { it, action, version = '2019-03-01', cpp = false, status = 200, body, breach } of cases)
        test(it, () => {
            const RequestId = body.RequestId && '89EF6CAA-958F-F32C-BE45-FE003C6DE097';
            const exchange = { action, version, cpp, status, body: { ...body, ...(RequestId && { RequestId }) } };
            assert.equal(contractBreach(exchange), breach);
        });
});
