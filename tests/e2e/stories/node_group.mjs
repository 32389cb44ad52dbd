import assert from 'node:assert/strict';

import { freshName, refusedWith } from '../cast.mjs';

export default {
    'a node group is bound to what is rented': async (on) => {
        const permission = await on.rent();
        const group = await on.newGroup();
        const pair = { NodeGroupId: group, JoinPermissionId: permission };
        await on.renter('BindJoinPermissionToNodeGroup', pair);
        const seen = await on.renterGets('GetNodeGroup', { NodeGroupId: group });
        assert.equal(seen.JoinPermissionId, permission);
        await assert.rejects(on.giveBack(permission), refusedWith('JoinPermissionAlreadyBoundNodeGroup'));
        await on.renter('UnbindJoinPermissionFromNodeGroup', pair);
        await on.renter('DeleteNodeGroup', { NodeGroupId: group });
        await on.giveBack(permission);
    },

    'a node group is renamed and told where its data go': async (on) => {
        const NodeGroupId = await on.newGroup();
        const NodeGroupName = freshName();
        await on.renter('UpdateNodeGroup', { NodeGroupId, NodeGroupName });
        await on.renter('UpdateDataDispatchConfig', {
            NodeGroupId, DataDispatchDestination: 'IOT', ProductType: 'IOT_SUITE', ProductName: 'meters', ProductKey: 'a1B2c3D4e5F',
        });
        await on.renter('UpdateDataDispatchEnablingState', { NodeGroupId, DataDispatchEnabled: true });
        const seen = await on.renterGets('GetNodeGroup', { NodeGroupId });
        assert.equal(seen.NodeGroupName, NodeGroupName);
        assert.equal(seen.DataDispatchConfig.Destination, 'IOT');
        assert.equal(seen.DataDispatchEnabled, true);
        const filter = { FuzzyName: NodeGroupName };
        const listed = await on.renterGets('ListNodeGroups', { Offset: 0, Limit: 10, ...filter });
        assert.deepEqual(listed.List.map((one) => one.NodeGroupId), [NodeGroupId]);
        assert.equal(await on.renterGets('CountNodeGroups', filter), 1);
        await on.renter('DeleteNodeGroup', { NodeGroupId });
    },
};
