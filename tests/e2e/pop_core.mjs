// The official SDK for Node.js, unchanged, does the owner's and the renter's part.
import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';

import Core from '@alicloud/pop-core';

import { startSite } from './site.mjs';

let site;
before(() => { site = startSite('sdk'); });
after(() => site?.stop());

const client = (prefix, apiVersion, secret) =>
    new Core({
        accessKeyId: site.env[`${prefix}ACCESS_KEY_ID`],
        accessKeySecret: secret ?? site.env[`${prefix}ACCESS_KEY_SECRET`],
        endpoint: `http://${site.env.ENDPOINT}`,
        apiVersion,
    });

let serial = 0;
const freshName = () => `sdk_${Date.now().toString(36)}_${++serial}`;
const refusedWith = (code) => (error) => {
    assert.equal(error.code, code);
    assert.match(error.data.RequestId, /^[0-9A-F]{8}(-[0-9A-F]{4}){3}-[0-9A-F]{12}$/);
    assert.equal(error.data.Success, false);
    return true;
};

for (const version of ['2018-12-30', '2019-03-01'])
    for (const method of ['GET', 'POST'])
        describe(`pop-core, version ${version}, ${method}`, () => {
            const options = { method };
            const newer = version === '2019-03-01';
            let owner, renter, permission;

            const offer = async () => {
                const { Data } = await owner.request('SubmitJoinPermissionAuthOrder', {
                    JoinPermissionId: permission, RenterAliyunId: site.env.RENTER_ALIYUN_ID,
                }, options);
                assert.equal(typeof Data, 'number');
                return String(Data);
            };
            const seenByOwner = async () => {
                const { Data } = await owner.request('GetOwnedJoinPermission', { JoinPermissionId: permission }, options);
                return Data;
            };

            before(async () => {
                owner = client('', version);
                renter = client('RENTER_', version);
                const { Data, Success } = await owner.request('CreateLocalJoinPermission', {
                    JoinPermissionName: freshName(), FreqBandPlanGroupId: 101, ClassMode: 'A', UseDefaultJoinEui: true,
                }, options);
                assert.equal(Success, true);
                assert.match(Data, /^[0-9]+$/);
                permission = Data;
            });

            test('updates a permission, Chinese name included', async () => {
                const name = `水表_${freshName()}`;
                await owner.request('UpdateOwnedLocalJoinPermission', {
                    JoinPermissionId: permission, JoinPermissionName: name,
                    ...(newer && { RxDelay: 2, DataRate: 3, JoinEui: '0000000000000001' }),
                }, options);
                const seen = await seenByOwner();
                assert.equal(seen.JoinPermissionName, name);
                assert.equal(seen.AuthState, 'NEW');
                assert.equal(seen.RxDelay, newer ? 2 : undefined);
            });

            test('rejects an order', async () => {
                const { Success } = await renter.request('RejectJoinPermissionAuthOrder', { OrderId: await offer() }, options);
                assert.equal(Success, true);
                assert.equal((await seenByOwner()).AuthState, 'NEW');
            });

            test('accepts an order and returns the permission', async () => {
                await renter.request('AcceptJoinPermissionAuthOrder', { OrderId: await offer() }, options);
                const rented = await seenByOwner();
                assert.equal(rented.AuthState, 'ACCEPTED');
                assert.equal(rented.RenterAliyunId, site.env.RENTER_ALIYUN_ID);
                const { Success } = await renter.request('ReturnJoinPermission', {
                    JoinPermissionId: permission, JoinPermissionType: 'LOCAL',
                }, options);
                assert.equal(Success, true);
                assert.equal((await seenByOwner()).AuthState, 'NEW');
            });

            test('shows the code of a refusal', async () => {
                await assert.rejects(
                    renter.request('RejectJoinPermissionAuthOrder', { OrderId: '999999999' }, options),
                    refusedWith('NonExistent'));
            });

            test('is told of a wrong secret', async () => {
                await assert.rejects(
                    client('', version, 'not the secret').request('GetOwnedJoinPermission', { JoinPermissionId: permission }, options),
                    refusedWith('SignatureDoesNotMatch'));
            });
        });
