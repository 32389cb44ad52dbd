import assert from 'node:assert/strict';

const kUnhandled = { Category: ['JOIN_PERMISSION_AUTH_APPLYING', 'JOIN_PERMISSION_AUTH_CANCELED'], HandleState: 'UNHANDLED' };

export default {
    'an offer and its withdrawal are told to the renter': async (on) => {
        const before = await on.renterGets('CountNotifications', kUnhandled);
        const permission = await on.newPermission();
        const order = await on.offer(permission);
        await on.owner('CancelJoinPermissionAuthOrder', { OrderId: order });
        assert.equal(await on.renterGets('CountNotifications', kUnhandled), before + 2);
        const { List } = await on.renterGets('ListNotifications', { Offset: 0, Limit: 2, ...kUnhandled });
        for (const { NotificationId } of List) {
            const seen = await on.renterGets('GetNotification', { NotificationId });
            assert.equal(seen.JoinPermissionAuthInfo.OrderId, order);
            assert.equal(seen.HandleState, 'UNHANDLED');
        }
        await on.renter('UpdateNotificationsHandleState', {
            TargetHandleState: 'HANDLED', NotificationId: List.map((one) => one.NotificationId),
        });
        assert.equal(await on.renterGets('CountNotifications', kUnhandled), before);
        await on.owner('DeleteLocalJoinPermission', { JoinPermissionId: permission });
    },
};
