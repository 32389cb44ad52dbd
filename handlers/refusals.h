#pragma once

#include "handlers/action.h"

#include <string_view>

namespace joingate {

/// For a resource that the caller does not have, in actions whose table tells a foreign one from
/// none (domain Q-3): NotResourceOwner where `of_others` answers a row, else NonExistent.
Error foreign_or_none(Call& call, const db::Statement& of_others, const db::Binds& resource);

/// Runs a statement that may meet this unique key; throws `code` where it does.
template <class Change> void refuse_duplicate(std::string_view key, Code code, Change&& change) {
    try {
        change();
    } catch (const db::Duplicate& duplicate) {
        if (duplicate.key() != key) throw;
        throw Error{code};
    }
}

} // namespace joingate
