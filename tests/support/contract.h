#pragma once

#include "handlers/action.h"

#include <Poco/JSON/Object.h>

#include <string>

namespace joingate::test {

/// The vendor's published contract, tests/published_api.json.
const Poco::JSON::Object& published_api();

/// Its description of one action; null where it has none.
Poco::JSON::Object::Ptr published_action(const std::string& name);

/// What was decided beyond it, with reasons: tests/decided.json.
const Poco::JSON::Object& decided();

/// Whether a decision adds this code to the action's table.
bool is_decided_code(const std::string& action, const std::string& code);

/// Where an action differs from its published description: parameters, reply, codes, write flag,
/// policy action and resources, feature, versions. Empty where it does not. Texts meant for people
/// may differ.
std::string first_difference(const Action& action, const Poco::JSON::Object& published);

} // namespace joingate::test
