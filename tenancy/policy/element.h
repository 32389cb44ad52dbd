#pragma once

#include "tenancy/policy/strict_json.h"

#include <stdexcept>
#include <string>
#include <string_view>
#include <vector>

namespace joingate::policy {

/// What is wrong with a document, in words for its author.
class Flaw : public std::runtime_error {
public:
    /// `where` names the element, like "Statement 2, Action".
    Flaw(const std::string& where, const std::string& reason)
        : std::runtime_error{where + ": " + reason} {}
};

/// The text in quotes, cut to what may stand in a message.
std::string shown(std::string_view text);

// These throw Flaw where the element has another form.
const Json& object_in(const Json& element, const std::string& where);
const std::string& text_in(const Json& element, const std::string& where);
/// One string equals an array of one (G18).
std::vector<std::string> texts_in(const Json& element, const std::string& where);
/// Refuses a list whose `count` is none. How many there are at most is a matter of the document's
/// size (G1).
void check_count(std::size_t count, const std::string& where);

/// Null where the object has no such member.
const Json* member(const Json& object, const char* name);

} // namespace joingate::policy
