#pragma once

#include "tenancy/policy/document.h"
#include "tenancy/policy/element.h"
#include "tenancy/policy/statement.h"

#include <string>
#include <vector>

namespace joingate::policy {

// From an element of a document to what is evaluated. All throw Flaw; `where` names the element in
// its message.
Statement compile_statement(const Json& element, Kind kind, const std::string& where);
std::vector<Condition> compile_conditions(const Json& element, const std::string& where);
std::vector<TrustedPrincipal> compile_principals(const Json& element, const std::string& where);

} // namespace joingate::policy
