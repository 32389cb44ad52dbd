import assert from 'node:assert/strict';

import { refusedWith } from '../cast.mjs';

export default {
    'an account knows what it may': async (on) => {
        const license = await on.ownerGets('GetUserLicense');
        assert.ok(license.GatewayFreeLimit <= license.GatewayLimit);
        const features = await on.ownerGets('ListActivatedFeatures');
        assert.ok(features.includes('LOCAL_JOIN_PERMISSION'));
        assert.equal(await on.ownerGets('CheckCloudProductOpenStatus', { ServiceCode: 'linkwan' }), true);
        const regions = await on.ownerGets('DescribeRegions');
        assert.ok(regions.length > 0);
        if (on.isNewer) assert.equal(await on.ownerGets('CheckUserChargeStatus'), 'NORMAL');
    },

    'a wrong secret is told': async (on) => {
        await assert.rejects(on.forger('ListFreqBandPlanGroups'), refusedWith('SignatureDoesNotMatch'));
    },
};
