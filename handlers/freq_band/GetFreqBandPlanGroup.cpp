#include "handlers/action.h"
#include "handlers/freq_band/plan_data.h"

namespace joingate {
namespace {

Data get(const Query& query) {
    const auto* plan = freq_band::find_plan(query.in.number("GroupId"));
    if (plan == nullptr) throw Error{Code::NonExistent};
    return freq_band::plan_data(*plan);
}

} // namespace

Action GetFreqBandPlanGroup() {
    return Action::lookup("Reads one frequency band plan group.")
        .on("freq-band-plan", "GroupId")
        .takes({Field{"GroupId", Type::Long, Rule::Id}.required().like("201").means(
            "The frequency band plan group.")})
        .answers(replies_struct("Data", freq_band::plan_fields()))
        .refuses({Code::NonExistent})
        .handled_by(get);
}

} // namespace joingate
