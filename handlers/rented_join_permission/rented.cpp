#include "handlers/rented_join_permission/rented.h"

#include "handlers/join_permission/permission.h"
#include "handlers/paging.h"

namespace joingate::permission {

std::vector<Field> rented_filter_fields() {
    return {text("FuzzyOwnerAliyunId").like("some-user").means("Part of the owner."),
            eui_part("FuzzyJoinEui").like("d896e0").means("Part of the JoinEUI."),
            boolean("Enabled").like("false").means("Only those that are, or are not."),
            boolean("BoundNodeGroup")
                .like("false")
                .means("Only those that are, or are not, bound to a node group."),
            choice("Type", {kLocal, kRoaming}).like("LOCAL").means("Only this type."),
            text("FuzzyJoinPermissionName").like("凭证1").means("Part of the name."),
            instance_id()};
}

db::Binds rented_filters(const Inputs& in) {
    return {text_filter(in, "owner", "FuzzyOwnerAliyunId"),
            text_filter(in, "join_eui", "FuzzyJoinEui"),
            flag_filter(in, "enabled", "Enabled"),
            flag_filter(in, "bound", "BoundNodeGroup"),
            text_filter(in, "type", "Type"),
            text_filter(in, "name", "FuzzyJoinPermissionName")};
}

} // namespace joingate::permission
