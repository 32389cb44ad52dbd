#pragma once

#include "tests/support/two_tenants.h"

#include <optional>
#include <string>
#include <string_view>

namespace joingate::test {

/// A call that succeeds, once its stage is set: who makes it, with what, and the other party of
/// what it is about.
struct GoodCall {
    Tenant* caller = nullptr;
    Tenant* other = nullptr;
    Tenant::Pairs params;
};

/// Sets the stage for a good call of this action; none for an action that nobody wrote a recipe
/// for.
std::optional<GoodCall> good_call(TwoTenants& world, std::string_view action);

/// Whether the action is about a resource that has an owner, rather than about a list or something
/// new.
bool names_a_resource(std::string_view action);

/// Whether the action lists or counts what belongs to a resource: to anybody but its owner that is
/// nothing (spec "domain", Q-25).
bool lists_by_id(std::string_view action);

} // namespace joingate::test
