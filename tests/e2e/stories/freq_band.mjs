import assert from 'node:assert/strict';

export default {
    'the frequency band plans are read': async (on) => {
        const plans = await on.ownerGets('ListFreqBandPlanGroups');
        assert.deepEqual(plans.map(({ GroupId }) => GroupId), [101, 102, 201]);
        const plan = await on.ownerGets('GetFreqBandPlanGroup', { GroupId: 201 });
        assert.equal(plan.BeginFrequency, 923);
    },
};
