#include "handlers/node/node.h"

#include "handlers/paging.h"
#include "handlers/refusals.h"
#include "handlers/rows.h"
#include "sql/statements.h"

namespace joingate::node {

Field dev_eui_field() {
    return eui("DevEui").required().like("d896e0ff00000001").means("The node.");
}

Field part_field() {
    return eui_part("FuzzyDevEui").like("d896e0").means("Part of the DevEUI.");
}

db::Row own(Call& call) {
    const db::Binds node{{"dev_eui", call.in.text("DevEui")}};
    auto row = call.db.row(statement::own_node, node);
    if (!row) throw foreign_or_none(call, statement::node_of_another_account, node);
    return std::move(*row);
}

Data shown(const db::Row& row) {
    return Data::fields()
        .add("DevEui", row.text("dev_eui"))
        .add("ClassMode", optional_text(row, "class_mode"))
        .add("BoundMillis", row.number("bound_millis"));
}

std::vector<ReplyField> replies_shown() {
    return {replies("DevEui", Type::String), replies("DevAddr", Type::String),
            replies("ClassMode", Type::String), replies("LastJoinMillis", Type::Long),
            replies("BoundMillis", Type::Long)};
}

std::vector<std::string_view> sorting_fields() {
    return {"CREATED_MILLIS", "LAST_JOIN_MILLIS"};
}

db::Binds in_group(const Inputs& in) {
    return {{"group", in.number("NodeGroupId")}, text_filter(in, "dev_eui", "FuzzyDevEui")};
}

db::Binds by_owned_permission(const Inputs& in) {
    return {{"permission", in.number("JoinPermissionId")},
            text_filter(in, "dev_eui", "FuzzyDevEui")};
}

} // namespace joingate::node
