#pragma once

#include "handlers/data.h"
#include "handlers/field.h"
#include "handlers/freq_band/plans.h"

#include <string>
#include <vector>

namespace joingate::freq_band {

/// The fields of a plan group in a reply.
inline std::vector<ReplyField> plan_fields() {
    return {replies("GroupId", Type::Long), replies("FrequencyRegionId", Type::String),
            replies("FrequencyType", Type::String), replies("BeginFrequency", Type::Long),
            replies("EndFrequency", Type::Long)};
}

inline Data plan_data(const Plan& plan) {
    Data data = Data::fields();
    data.add("GroupId", plan.id)
        .add("FrequencyRegionId", std::string{plan.region})
        .add("FrequencyType", std::string{plan.frequency_type})
        .add("BeginFrequency", plan.begin_mhz)
        .add("EndFrequency", plan.end_mhz);
    return data;
}

} // namespace joingate::freq_band
