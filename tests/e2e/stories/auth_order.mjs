import assert from 'node:assert/strict';

export default {
    'an order is rejected, another canceled, a third accepted': async (on) => {
        const permission = await on.newPermission();
        const stateOf = async (order) => (await on.ownerGets('GetJoinPermissionAuthOrder', { OrderId: order })).OrderState;
        const rejected = await on.offer(permission);
        await on.renter('RejectJoinPermissionAuthOrder', { OrderId: rejected });
        const canceled = await on.offer(permission);
        await on.owner('CancelJoinPermissionAuthOrder', { OrderId: canceled });
        const accepted = await on.offer(permission);
        assert.equal((await on.seenByOwner(permission)).AuthState, 'APPLYING');
        const open = await on.ownerGets('GetLatestApplyingJoinPermissionAuthOrder', { JoinPermissionId: permission });
        assert.equal(open.OrderId, accepted);
        await on.renter('AcceptJoinPermissionAuthOrder', { OrderId: accepted });
        assert.deepEqual(await Promise.all([rejected, canceled, accepted].map(stateOf)),
            ['REJECTED', 'CANCELED', 'ACCEPTED']);
        const seen = await on.seenByOwner(permission);
        assert.equal(seen.AuthState, 'ACCEPTED');
        assert.equal(seen.RenterAliyunId, on.renterName);
        await on.giveBack(permission);
        assert.equal((await on.seenByOwner(permission)).AuthState, 'NEW');
    },
};
