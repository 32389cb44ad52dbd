import assert from 'node:assert/strict';

import { freshName, refusedWith } from '../cast.mjs';

export default {
    'a gateway is registered, moved, switched off and deleted': async (on) => {
        const { GwEui, PinCode } = on.site.takeGateway();
        const created = {
            GwEui, PinCode, Name: freshName(), FreqBandPlanGroupId: 101, CommunicationMode: 'HALF_DUPLEX', City: '杭州',
            District: '余杭', Address: '文一西路 969', AddressCode: 330110, GisCoordinateSystem: 'WGS_84',
            Longitude: 120.026, Latitude: 30.279,
        };
        await on.owner('CreateGateway', created);
        await assert.rejects(on.renter('CreateGateway', created), refusedWith('GatewayAlreadyBoundToOthers'));
        await on.owner('UpdateGateway', { GwEui, Longitude: 120.5, Description: 'on the roof' });
        await on.owner('UpdateGatewayEnablingState', { GwEui, Enabled: false });
        const seen = await on.ownerGets('GetGateway', { GwEui });
        assert.equal(seen.City, '杭州');
        assert.equal(seen.Longitude, 120.5);
        assert.equal(seen.OnlineState, 'OFFLINE');
        const filter = { FuzzyGwEui: GwEui };
        const listed = await on.ownerGets('ListGateways', { Offset: 0, Limit: 10, ...filter });
        assert.deepEqual(listed.List.map((one) => one.GwEui), [GwEui]);
        assert.equal(await on.ownerGets('CountGateways', filter), 1);
        const places = await on.ownerGets('ListGatewaysGisInfo');
        assert.ok(places.some((one) => one.GwEui === GwEui));
        await on.owner('DeleteGateway', { GwEui });
        await assert.rejects(on.owner('GetGateway', { GwEui }), refusedWith('NonExistent'));
    },
};
