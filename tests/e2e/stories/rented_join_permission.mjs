import assert from 'node:assert/strict';

import { freshName } from '../cast.mjs';

export default {
    'the shared network is rented, renamed, switched off and returned': async (on) => {
        const roaming = await on.renterGets('ApplyRoamingJoinPermission', {
            JoinPermissionName: freshName(), FreqBandPlanGroupId: 102, ClassMode: 'A',
        });
        const renamed = freshName();
        await on.renter('UpdateRoamingJoinPermission', { JoinPermissionId: roaming, JoinPermissionName: renamed });
        await on.renter('UpdateRoamingJoinPermissionEnablingState', { JoinPermissionId: roaming, Enabled: 'FALSE' });
        const rented = await on.renterGets('GetRentedJoinPermission', { JoinPermissionId: roaming });
        assert.equal(rented.Type, 'ROAMING');
        assert.equal(rented.JoinPermissionName, renamed);
        assert.equal(rented.Enabled, false);
        const listed = await on.renterGets('ListRentedJoinPermissions', { Offset: 0, Limit: 200, Type: 'ROAMING' });
        assert.deepEqual(listed.List.map((one) => one.JoinPermissionId), [roaming]);
        assert.equal(await on.renterGets('CountRentedJoinPermissions', { Type: 'ROAMING' }), 1);
        await on.giveBack(roaming, 'ROAMING');
    },
};
