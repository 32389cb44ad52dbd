#pragma once

#include <string>
#include <string_view>
#include <utility>

/// What the fuzz targets share. Each target is a file that defines check(); libFuzzer calls it with
/// bytes of its own making.
namespace joingate::fuzz {

/// Feeds the parser and says with must() what holds whatever the bytes are.
void check(std::string_view input);

/// Ends the program where it does not hold, as libFuzzer wants it, after "broken promise: PROMISE".
void must(bool holds, const char* promise);

/// Before and after the first line feed, so that inputs can be read.
std::pair<std::string_view, std::string_view> cut(std::string_view input);

/// The code points, by iconv; none where this is not UTF-8.
bool decode_utf8(std::string_view text, std::u32string& characters);
bool is_utf8(std::string_view text);

} // namespace joingate::fuzz
