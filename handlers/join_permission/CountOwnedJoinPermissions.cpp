#include "handlers/join_permission/owned.h"
#include "handlers/paging.h"
#include "sql/statements.h"

namespace joingate {
namespace {

Data count_owned(Call& call) {
    return count(call, statement::owned_permissions, permission::OwnedFilters{call}.binds());
}

} // namespace

Action CountOwnedJoinPermissions() {
    return Action::read("Counts the join permissions that the caller owns.")
        .on("owned-join-permission", "*")
        .at(Place::Named)
        .needs("LOCAL_JOIN_PERMISSION")
        .takes(permission::owned_filter_fields())
        .answers(replies("Data", Type::Long))
        .handled_by(count_owned);
}

} // namespace joingate
