#include "handlers/expect_one.h"
#include "handlers/join_permission/permission.h"
#include "sql/statements.h"

namespace joingate {
namespace {

/// The owner may switch a permission off at any time, rented or not: that is all it can do about a
/// grant it regrets (domain section 3).
Data enable(Call& call) {
    const auto id = call.in.number("JoinPermissionId");
    const auto grant = permission::lock_owned(call, id);
    if (!grant) throw permission::foreign_or_none(call, id);

    const std::int64_t enabled = call.in.flag("Enabled") ? 1 : 0;
    expect_one(
        call.db.change(statement::enable_permission, {{"permission", id}, {"enabled", enabled}}),
        "join permission that is locked");
    if (*grant != permission::Grant::None)
        call.db.change(statement::copy_terms_to_lease, {{"permission", id}});
    return {};
}

} // namespace

Action UpdateOwnedLocalJoinPermissionEnablingState() {
    return Action::write("Switches an owned dedicated join permission on or off.")
        .on("owned-join-permission", "JoinPermissionId")
        .at(Place::Named)
        .needs("LOCAL_JOIN_PERMISSION")
        .takes({permission::id_field(),
                boolean("Enabled").required().like("true").means("Whether nodes may join."),
                instance_id()})
        .refuses({Code::NonExistent, Code::NotResourceOwner})
        .handled_by(enable);
}

} // namespace joingate
