// One story of each family of actions, told through each official client in both versions.
import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';

import { clients } from './clients.mjs';
import { startSite } from './site.mjs';

let site;
before(() => { site = startSite('sdk'); });
after(() => site?.stop());

let serial = 0;
const freshName = () => `sdk_${Date.now().toString(36)}_${++serial}`;
const refusedWith = (code) => (error) => {
    assert.equal(error.code, code, error);
    return true;
};

/** The cast of one run: who calls, and what most stories begin with. */
function cast(connect, version) {
    const as = (prefix, secret) => connect(site.env.ENDPOINT, version, {
        id: site.env[`${prefix}ACCESS_KEY_ID`], secret: secret ?? site.env[`${prefix}ACCESS_KEY_SECRET`],
    });
    const owner = as(''), renter = as('RENTER_');
    const data = async (reply) => (await reply).Data;
    const newPermission = (more = {}) => data(owner('CreateLocalJoinPermission', {
        JoinPermissionName: freshName(), FreqBandPlanGroupId: 101, ClassMode: 'A', UseDefaultJoinEui: true, ...more,
    }));
    const offer = (permission) => data(owner('SubmitJoinPermissionAuthOrder', {
        JoinPermissionId: permission, RenterAliyunId: site.env.RENTER_ALIYUN_ID,
    })).then(String);
    const seenByOwner = (permission) => data(owner('GetOwnedJoinPermission', { JoinPermissionId: permission }));
    const rent = async () => {
        const permission = await newPermission();
        await renter('AcceptJoinPermissionAuthOrder', { OrderId: await offer(permission) });
        return permission;
    };
    const giveBack = (permission, type = 'LOCAL') =>
        renter('ReturnJoinPermission', { JoinPermissionId: permission, JoinPermissionType: type });
    return { as, owner, renter, data, newPermission, offer, seenByOwner, rent, giveBack };
}

for (const [name, connect] of Object.entries(clients))
    for (const version of ['2018-12-30', '2019-03-01'])
        describe(`${name}, version ${version}`, () => {
            const newer = version === '2019-03-01';
            let on;
            before(() => { on = cast(connect, version); });

            test('a join permission is made, renamed in Chinese, switched off and deleted', async () => {
                const permission = await on.newPermission();
                assert.match(permission, /^[0-9]+$/);
                const renamed = `水表_${freshName()}`;
                await on.owner('UpdateOwnedLocalJoinPermission', {
                    JoinPermissionId: permission, JoinPermissionName: renamed,
                    ...(newer && { RxDelay: 2, DataRate: 3, JoinEui: '0000000000000001' }),
                });
                await on.owner('UpdateOwnedLocalJoinPermissionEnablingState', { JoinPermissionId: permission, Enabled: false });
                const seen = await on.seenByOwner(permission);
                assert.equal(seen.JoinPermissionName, renamed);
                assert.equal(seen.AuthState, 'NEW');
                assert.equal(seen.Enabled, false);
                assert.equal(seen.RxDelay, newer ? 2 : undefined);
                const listed = await on.data(on.owner('ListOwnedJoinPermissions', {
                    Offset: 0, Limit: 10, FuzzyJoinPermissionName: renamed,
                }));
                assert.equal(listed.TotalCount, 1);
                assert.equal(listed.List[0].JoinPermissionId, permission);
                await on.owner('DeleteLocalJoinPermission', { JoinPermissionId: permission });
                await assert.rejects(on.seenByOwner(permission), refusedWith('NonExistent'));
            });

            test('an order is rejected, another canceled, a third accepted', async () => {
                const permission = await on.newPermission();
                const stateOf = async (order) =>
                    (await on.data(on.owner('GetJoinPermissionAuthOrder', { OrderId: order }))).OrderState;
                const rejected = await on.offer(permission);
                await on.renter('RejectJoinPermissionAuthOrder', { OrderId: rejected });
                const canceled = await on.offer(permission);
                await on.owner('CancelJoinPermissionAuthOrder', { OrderId: canceled });
                const accepted = await on.offer(permission);
                assert.equal((await on.seenByOwner(permission)).AuthState, 'APPLYING');
                await on.renter('AcceptJoinPermissionAuthOrder', { OrderId: accepted });
                assert.deepEqual(await Promise.all([rejected, canceled, accepted].map(stateOf)),
                    ['REJECTED', 'CANCELED', 'ACCEPTED']);
                const seen = await on.seenByOwner(permission);
                assert.equal(seen.AuthState, 'ACCEPTED');
                assert.equal(seen.RenterAliyunId, site.env.RENTER_ALIYUN_ID);
                await on.giveBack(permission);
                assert.equal((await on.seenByOwner(permission)).AuthState, 'NEW');
            });

            test('the shared network is rented, seen and returned', async () => {
                const roaming = await on.data(on.renter('ApplyRoamingJoinPermission', {
                    JoinPermissionName: freshName(), FreqBandPlanGroupId: 102, ClassMode: 'A',
                }));
                const rented = await on.data(on.renter('GetRentedJoinPermission', { JoinPermissionId: roaming }));
                assert.equal(rented.Type, 'ROAMING');
                const listed = await on.data(on.renter('ListRentedJoinPermissions', { Offset: 0, Limit: 200 }));
                assert.ok(listed.List.some((one) => one.JoinPermissionId === roaming));
                await on.giveBack(roaming, 'ROAMING');
            });

            test('a node group is bound to what is rented', async () => {
                const permission = await on.rent();
                const group = await on.data(on.renter('CreateNodeGroup', { NodeGroupName: freshName() }));
                const pair = { NodeGroupId: group, JoinPermissionId: permission };
                await on.renter('BindJoinPermissionToNodeGroup', pair);
                await assert.rejects(on.giveBack(permission), refusedWith('JoinPermissionAlreadyBoundNodeGroup'));
                await on.renter('UnbindJoinPermissionFromNodeGroup', pair);
                await on.renter('DeleteNodeGroup', { NodeGroupId: group });
                await on.giveBack(permission);
            });

            test('the frequency band plans are read', async () => {
                const plans = await on.data(on.owner('ListFreqBandPlanGroups'));
                assert.deepEqual(plans.map(({ GroupId }) => GroupId), [101, 102, 201]);
                const plan = await on.data(on.owner('GetFreqBandPlanGroup', { GroupId: 201 }));
                assert.equal(plan.BeginFrequency, 923);
            });

            test('a wrong secret is told', async () => {
                await assert.rejects(on.as('', 'not the secret')('ListFreqBandPlanGroups'),
                    refusedWith('SignatureDoesNotMatch'));
            });
        });
