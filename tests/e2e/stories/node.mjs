import assert from 'node:assert/strict';

import { refusedWith } from '../cast.mjs';

export default {
    'a node joins a group, is counted and leaves': async (on) => {
        const { DevEui, PinCode } = on.site.takeNode();
        const permission = await on.rent();
        const NodeGroupId = await on.newGroup();
        const pair = { NodeGroupId, JoinPermissionId: permission };
        await on.renter('BindJoinPermissionToNodeGroup', pair);
        await assert.rejects(on.renter('AddNodeToGroup', { DevEui, PinCode: '000000', NodeGroupId }), refusedWith('InvalidPinCode'));
        await on.renter('AddNodeToGroup', { DevEui, PinCode, NodeGroupId });
        await assert.rejects(on.renter('AddNodeToGroup', { DevEui, PinCode, NodeGroupId }), refusedWith('DevEuiDuplicated'));
        assert.equal((await on.renterGets('GetNode', { DevEui })).DevEui, DevEui);
        if (on.isNewer) await on.renter('UpdateNodeEnablingState', { DevEui, IsEnable: false });
        else await assert.rejects(on.renter('UpdateNodeEnablingState', { DevEui, IsEnable: false }), refusedWith('InvalidAction.NotFound'));
        const page = { Offset: 0, Limit: 10 };
        const inGroup = await on.renterGets('ListNodesByNodeGroupId', { NodeGroupId, ...page });
        assert.deepEqual(inGroup.List.map((one) => one.DevEui), [DevEui]);
        assert.equal(await on.renterGets('CountNodesByNodeGroupId', { NodeGroupId }), 1);
        const owned = await on.ownerGets('ListNodesByOwnedJoinPermissionId', { JoinPermissionId: permission, ...page });
        assert.deepEqual(owned.List.map((one) => one.DevEui), [DevEui]);
        assert.equal(await on.ownerGets('CountNodesByOwnedJoinPermissionId', { JoinPermissionId: permission }), 1);
        await on.renter('RemoveNodeFromGroup', { DevEui, NodeGroupId });
        assert.equal(await on.renterGets('CountNodesByNodeGroupId', { NodeGroupId }), 0);
        await on.renter('UnbindJoinPermissionFromNodeGroup', pair);
        await on.renter('DeleteNodeGroup', { NodeGroupId });
        await on.giveBack(permission);
    },
};
