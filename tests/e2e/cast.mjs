// Who takes part in the stories, and how most of them begin.
import assert from 'node:assert/strict';

let serial = 0;
export const freshName = () => `sdk_${Date.now().toString(36)}_${++serial}`;

export const refusedWith = (code) => (error) => {
    assert.equal(error.code, code, error);
    return true;
};

/** The owner and the renter of the demo, calling one version through one client. */
export class Cast {
    constructor(site, connect, version) {
        this.site = site;
        this.isNewer = version === '2019-03-01';
        const as = (prefix, secret) => connect(site.env.ENDPOINT, version, {
            id: site.env[`${prefix}ACCESS_KEY_ID`], secret: secret ?? site.env[`${prefix}ACCESS_KEY_SECRET`],
        });
        this.owner = as('');
        this.renter = as('RENTER_');
        this.forger = as('', 'not the secret');
        this.renterName = site.env.RENTER_ALIYUN_ID;
    }

    async ownerGets(action, params) { return (await this.owner(action, params)).Data; }
    async renterGets(action, params) { return (await this.renter(action, params)).Data; }

    newPermission() {
        return this.ownerGets('CreateLocalJoinPermission', {
            JoinPermissionName: freshName(), FreqBandPlanGroupId: 101, ClassMode: 'A', UseDefaultJoinEui: true,
        });
    }

    async offer(permission) {
        const order = await this.ownerGets('SubmitJoinPermissionAuthOrder', {
            JoinPermissionId: permission, RenterAliyunId: this.renterName,
        });
        assert.equal(typeof order, 'number');
        return String(order);
    }

    seenByOwner(permission) { return this.ownerGets('GetOwnedJoinPermission', { JoinPermissionId: permission }); }

    /** A permission of the owner that the renter rents. */
    async rent() {
        const permission = await this.newPermission();
        await this.renter('AcceptJoinPermissionAuthOrder', { OrderId: await this.offer(permission) });
        return permission;
    }

    giveBack(permission, type = 'LOCAL') {
        return this.renter('ReturnJoinPermission', { JoinPermissionId: permission, JoinPermissionType: type });
    }

    newGroup() { return this.renterGets('CreateNodeGroup', { NodeGroupName: freshName() }); }
}
