#include "handlers/join_permission/owned.h"

#include "handlers/paging.h"
#include "sql/statements.h"

namespace joingate::permission {
namespace {

// More of them are found sooner on the way through all names.
constexpr std::int64_t kMostRareNames = 2000;

db::Bind name_filter(Call& call) {
    const auto part = call.in.optional_text("FuzzyJoinPermissionName");
    if (!part) return {"name", {}};
    const auto found =
        call.db.row(statement::names_with_part, {{"rare_name", *part}, {"most", kMostRareNames}});
    const bool rare = found.value().number("matches") < kMostRareNames;
    return {rare ? "rare_name" : "name", *part};
}

} // namespace

std::vector<Field> owned_filter_fields() {
    return {text("FuzzyRenterAliyunId").like("some-user").means("Part of the renter."),
            eui_part("FuzzyJoinEui").like("d896e0").means("Part of the JoinEUI."),
            boolean("Enabled").like("false").means("Only those that are, or are not."),
            text("FuzzyJoinPermissionName").like("凭证1").means("Part of the name."),
            instance_id()};
}

db::Binds owned_filters(Call& call) {
    return {text_filter(call.in, "renter", "FuzzyRenterAliyunId"),
            text_filter(call.in, "join_eui", "FuzzyJoinEui"),
            flag_filter(call.in, "enabled", "Enabled"), name_filter(call)};
}

} // namespace joingate::permission
