import assert from 'node:assert/strict';

import { freshName, refusedWith } from '../cast.mjs';

export default {
    'a join permission is made, renamed in Chinese, switched off and deleted': async (on) => {
        const permission = await on.newPermission();
        assert.match(permission, /^[0-9]+$/);
        const renamed = `水表_${freshName()}`;
        await on.owner('UpdateOwnedLocalJoinPermission', {
            JoinPermissionId: permission, JoinPermissionName: renamed,
            ...(on.isNewer && { RxDelay: 2, DataRate: 3, JoinEui: '0000000000000001' }),
        });
        await on.owner('UpdateOwnedLocalJoinPermissionEnablingState', { JoinPermissionId: permission, Enabled: false });
        const seen = await on.seenByOwner(permission);
        assert.equal(seen.JoinPermissionName, renamed);
        assert.equal(seen.AuthState, 'NEW');
        assert.equal(seen.Enabled, false);
        assert.equal(seen.RxDelay, on.isNewer ? 2 : undefined);
        const filter = { FuzzyJoinPermissionName: renamed };
        const listed = await on.ownerGets('ListOwnedJoinPermissions', { Offset: 0, Limit: 10, ...filter });
        assert.equal(listed.TotalCount, 1);
        assert.equal(listed.List[0].JoinPermissionId, permission);
        assert.equal(await on.ownerGets('CountOwnedJoinPermissions', filter), 1);
        await on.owner('DeleteLocalJoinPermission', { JoinPermissionId: permission });
        await assert.rejects(on.seenByOwner(permission), refusedWith('NonExistent'));
    },

    'a join permission has a JoinEUI of its own': async (on) => {
        const permission = await on.ownerGets('CreateCustomLocalJoinPermission', {
            JoinPermissionName: freshName(), FreqBandPlanGroupId: 102, ClassMode: 'C', JoinEui: '00000000000000AB',
        });
        assert.equal((await on.seenByOwner(permission)).JoinEui, '00000000000000ab');
        await on.owner('DeleteLocalJoinPermission', { JoinPermissionId: permission });
    },
};
