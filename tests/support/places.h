#pragma once

#include <string>

/// The absolute paths of what lies in this checkout and its build. Functions, so that a source
/// which needs one compiles to the same wherever the checkout lies, and a compiler cache serves the
/// next.
namespace joingate::places {

/// `path` is relative to the top of the checkout.
std::string in_source(const std::string& path);

/// `path` is relative to the build folder, which itself is "".
std::string in_build(const std::string& path);

} // namespace joingate::places
