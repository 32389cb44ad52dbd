#include "handlers/rented_join_permission/roaming.h"

#include "sql/statements.h"

namespace joingate::permission {

bool lock_roaming(Call& call, std::int64_t id) {
    return call.db.row(statement::roaming_permission_to_change, {{"permission", id}}).has_value();
}

} // namespace joingate::permission
