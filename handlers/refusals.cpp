#include "handlers/refusals.h"

namespace joingate {

Error foreign_or_none(Call& call, const db::Statement& of_others, const db::Binds& resource) {
    return Error{call.db.row(of_others, resource) ? Code::NotResourceOwner : Code::NonExistent};
}

} // namespace joingate
