#include "handlers/notification/filters.h"

#include "handlers/notification/notification.h"
#include "handlers/paging.h"

namespace joingate::notification {
namespace {

constexpr std::size_t kMostCategories = 100;

} // namespace

std::vector<Field> filter_fields() {
    return {choice("Category", {kGatewayOffline, "JOIN_PERMISSION_AUTH_APPLYING",
                                "JOIN_PERMISSION_AUTH_ACCEPTED", "JOIN_PERMISSION_AUTH_CANCELED",
                                "JOIN_PERMISSION_AUTH_REJECTED", kGatewayDataflowLimit})
                .repeated(kMostCategories)
                .like("JOIN_PERMISSION_AUTH_APPLYING")
                .means("Only these categories."),
            choice("HandleState", {kHandled, kUnhandled})
                .like("UNHANDLED")
                .means("Only those in this state."),
            number("BeginMillis")
                .like("1552972800000")
                .means("Not older than this, in Unix milliseconds."),
            number("EndMillis")
                .like("1552976400000")
                .means("Not newer than this, in Unix milliseconds.")};
}

std::string categories(const Inputs& in) {
    std::string joined;
    for (const auto category : in.texts("Category")) {
        if (!joined.empty()) joined += ',';
        joined += category;
    }
    return joined;
}

db::Binds filters(const Inputs& in, const std::string& categories) {
    return {{"categories", categories.empty() ? db::Value{} : db::Value{categories}},
            text_filter(in, "handle_state", "HandleState"),
            {"begin_millis", db::nullable(in.optional_number("BeginMillis"))},
            {"end_millis", db::nullable(in.optional_number("EndMillis"))}};
}

} // namespace joingate::notification
