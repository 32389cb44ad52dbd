#include "handlers/join_permission/owned.h"

#include "handlers/paging.h"
#include "sql/statements.h"

namespace joingate::permission {
namespace {

// More of them are found sooner on the way through all permissions.
constexpr std::size_t kMostRare = 1000;

std::string json_array(const std::vector<db::Row>& ids) {
    std::string text{"["};
    for (const db::Row& row : ids)
        text.append(text.size() == 1 ? "" : ",").append(row.text("permission_id"));
    return text + ']';
}

} // namespace

std::vector<Field> owned_filter_fields() {
    return {text("FuzzyRenterAliyunId").like("some-user").means("Part of the renter."),
            eui_part("FuzzyJoinEui").like("d896e0").means("Part of the JoinEUI."),
            boolean("Enabled").like("false").means("Only those that are, or are not."),
            text("FuzzyJoinPermissionName").like("凭证1").means("Part of the name."),
            instance_id()};
}

OwnedFilters::OwnedFilters(Call& call)
    : binds_{text_filter(call.in, "renter", "FuzzyRenterAliyunId"),
             flag_filter(call.in, "enabled", "Enabled")} {
    add(call, statement::ids_with_name_part, "FuzzyJoinPermissionName", "name", "rare_names",
        name_ids_);
    add(call, statement::ids_with_join_eui_part, "FuzzyJoinEui", "join_eui", "rare_euis",
        join_eui_ids_);
}

void OwnedFilters::add(Call& call, const db::Statement& finder, std::string_view parameter,
                       std::string_view filter, std::string_view rare_filter, std::string& ids) {
    const auto part = call.in.optional_text(parameter);
    if (!part) return;
    const auto found = call.db.rows(finder, {{"part", *part}, {"most", std::int64_t{kMostRare}}});
    if (found.size() >= kMostRare) {
        binds_.push_back({filter, *part});
        return;
    }
    ids = json_array(found);
    binds_.push_back({rare_filter, std::string_view{ids}});
}

} // namespace joingate::permission
