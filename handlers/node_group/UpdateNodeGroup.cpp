#include "handlers/expect_one.h"
#include "handlers/node_group/binding.h"
#include "handlers/node_group/group.h"

#include "sql/statements.h"

namespace joingate {
namespace {

/// The lease of a bound group is locked before the group, as by bindings (spec "robustness",
/// section 6, rule 5).
void lock_with_lease(Call& call, std::int64_t group) {
    const auto lease = call.db.row(statement::lease_of_group, {{"group", group}});
    // The lock of a lease that is not there would be one on the gap.
    if (lease && !node_group::lease_to_bind(call, lease->number("permission_id")))
        throw db::Conflict{0, "a lease ended while its group was to be renamed"};
    node_group::lock(call, group);
}

Data update(Call& call) {
    const auto id = call.in.number("NodeGroupId");
    lock_with_lease(call, id);
    const auto name = call.in.optional_unit_name("NodeGroupName");
    if (!name) return {}; // domain Q-27

    const db::Binds named{{"group", id}, {"name", *name}};
    node_group::naming([&] {
        expect_one(call.db.change(statement::rename_group, named), "node group that is locked");
    });
    // Also a lease that was bound since it was looked for. Last: where there is none it locks the
    // gap, in which other accounts bind theirs.
    call.db.change(statement::rename_bound_group, named);
    return {};
}

} // namespace

Action UpdateNodeGroup() {
    return Action::write("Renames a node group; without a name nothing changes.")
        .on("node-group", "NodeGroupId")
        .at(Place::OfId)
        .needs("NODE")
        .takes({node_group::id_field(),
                unit_name("NodeGroupName").like("group1").means("Its new name.")})
        .refuses({Code::NonExistent, Code::NotResourceOwner, Code::ResourceLocked,
                  Code::InvalidName, Code::NodeGroupNameDuplicated})
        .handled_by(update);
}

} // namespace joingate
