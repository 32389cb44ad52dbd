#pragma once

#include "fcgi/request.h"
#include "handlers/action.h"
#include "handlers/data.h"
#include "handlers/error.h"
#include "sql/database.h"
#include "tenancy/caller.h"

#include <string>

namespace joingate {

/// The row that makes this write happen at most once. Views point into the arguments.
db::LedgerEntry ledger_entry(const Request& request, const Caller& caller, const Action& action);

/// The answer of a write as the ledger keeps it, so that an unknown COMMIT is answered as the first
/// try would have been: nothing, a number, a short text, or a refusal that was counted.
std::string to_ledger(const Data& data);
std::string to_ledger(const Error& refusal);

/// Throws the refusal, if it was one.
Data from_ledger(const std::string& kept);

} // namespace joingate
