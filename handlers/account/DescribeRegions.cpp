#include "handlers/action.h"

namespace joingate {
namespace {

Data describe(const Query& query) {
    Data regions = Data::list();
    for (const auto& region : query.settings.regions)
        regions.push(Data::fields().add("RegionId", region.id).add("LocalName", region.local_name));
    return regions;
}

} // namespace

Action DescribeRegions() {
    return Action::lookup("Lists the regions of the service.")
        .on("region", "*")
        .answers(
            replies_list("Data", "Region",
                         {replies("RegionId", Type::String), replies("LocalName", Type::String)}))
        .handled_by(describe);
}

} // namespace joingate
