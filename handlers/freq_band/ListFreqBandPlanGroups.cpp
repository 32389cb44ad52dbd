#include "handlers/action.h"
#include "handlers/freq_band/plan_data.h"

namespace joingate {
namespace {

Data list(const Query& /*query*/) {
    Data plans = Data::list();
    for (const auto& plan : freq_band::kPlans)
        plans.push(freq_band::plan_data(plan));
    return plans;
}

} // namespace

Action ListFreqBandPlanGroups() {
    return Action::lookup("Lists the frequency band plan groups that join permissions may use.")
        .on("freq-band-plan", "*")
        .answers(replies_list("Data", "FreqBandPlanGroup", freq_band::plan_fields(), "Group"))
        .handled_by(list);
}

} // namespace joingate
