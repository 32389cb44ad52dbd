#include "handlers/action.h"

namespace joingate {
namespace {

/// An account's features hold in all of its instances, so that both environments have the same.
Data list(const Query& query) {
    Data features = Data::list();
    for (const auto& feature : query.caller.account().features)
        features.push(feature);
    return features;
}

} // namespace

Action ListActivatedFeatures() {
    return Action::lookup("Lists the features that the caller's account may use.")
        .on("feature", "*")
        .takes({choice("Environment", {"IotInstance"})
                    .since_2019()
                    .like("IotInstance")
                    .means("The instances' environment, without it the public one; both have the "
                           "same features.")})
        .answers(replies_list("Data", "Feature", {}))
        .handled_by(list);
}

} // namespace joingate
