#include "handlers/paging.h"
#include "handlers/rented_join_permission/rented.h"
#include "sql/statements.h"

namespace joingate {
namespace {

Data count_rented(Call& call) {
    return count(call, statement::rented_permissions, permission::rented_filters(call.in));
}

} // namespace

Action CountRentedJoinPermissions() {
    return Action::read("Counts the join permissions that the caller rents.")
        .on("rented-join-permission", "*")
        .at(Place::Named)
        .needs("JOIN_PERMISSION_AUTHORIZATION")
        .takes(permission::rented_filter_fields())
        .answers(replies("Data", Type::Long))
        .handled_by(count_rented);
}

} // namespace joingate
