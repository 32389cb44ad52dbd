#include "handlers/gateway/gateways.h"

#include "handlers/paging.h"

namespace joingate::gateway {

std::vector<Field> filter_fields() {
    return {choice("OnlineState", {"ONLINE", "OFFLINE"})
                .like("OFFLINE")
                .means("Only those; all are OFFLINE."),
            eui_part("FuzzyGwEui").like("d896e0").means("Part of the GwEUI."),
            text("FuzzyCity").like("Hangzhou").means("Part of the city."),
            text("FuzzyName").like("gateway1").means("Part of the name."),
            band("FreqBandPlanGroupId")
                .unknown_is(Code::InvalidParameter)
                .like("101")
                .means("Only those of this plan."),
            boolean("IsEnabled").like("true").means("Only those that are, or are not."),
            instance_id()};
}

db::Binds filters(const Inputs& in) {
    return {text_filter(in, "online_state", "OnlineState"),
            text_filter(in, "gateway", "FuzzyGwEui"),
            text_filter(in, "city", "FuzzyCity"),
            text_filter(in, "name", "FuzzyName"),
            {"band", db::nullable(in.optional_band("FreqBandPlanGroupId"))},
            flag_filter(in, "enabled", "IsEnabled")};
}

} // namespace joingate::gateway
