#pragma once

#include "fcgi/request.h"
#include "handlers/action.h"
#include "sql/statement.h"
#include "tenancy/account.h"

#include <optional>
#include <string_view>

namespace joingate {

/// The instance that the call names, or the public one where it could have named one and did not;
/// null where the place does not depend on IotInstanceId. For an unknown, foreign
/// or missing one throws GatewayInstanceInvalid where the action has it, else NonExistent (spec
/// "domain", Q-6).
const Instance* named_instance(const Action& action, const Account& account, const Inputs& inputs);

/// The parameter whose resource decides the instance (spec "domain", Q-5); none where the home
/// instance serves.
std::optional<std::string_view> placing_id(const Action& action, const Inputs& inputs);

/// Answers in which instance the caller's resource lives that this parameter names by `:id`.
const db::Statement& locator(std::string_view parameter);

/// The body where it holds parameters: a form; empty for anything else.
std::string_view form_body(const Request& request);

} // namespace joingate
