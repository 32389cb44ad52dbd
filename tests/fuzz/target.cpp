#include "tests/fuzz/target.h"

#include <iconv.h>

#include <cstddef>
#include <cstdint>
#include <cstdio>
#include <cstdlib>

namespace joingate::fuzz {

void must(bool holds, const char* promise) {
    if (holds) return;
    std::fprintf(stderr, "broken promise: %s\n", promise);
    std::abort();
}

std::pair<std::string_view, std::string_view> cut(std::string_view input) {
    const auto line_feed = input.find('\n');
    if (line_feed == std::string_view::npos) return {input, {}};
    return {input.substr(0, line_feed), input.substr(line_feed + 1)};
}

bool decode_utf8(std::string_view text, std::u32string& characters) {
    static auto* const converter = ::iconv_open("UTF-32LE", "UTF-8");
    characters.assign(text.size(), U'\0');
    ::iconv(converter, nullptr, nullptr, nullptr, nullptr);
    auto* in = const_cast<char*>(text.data()); // NOLINT: iconv only reads it
    auto* out = reinterpret_cast<char*>(characters.data());
    auto in_left = text.size();
    auto out_left = characters.size() * sizeof(char32_t);
    if (::iconv(converter, &in, &in_left, &out, &out_left) != 0) return false;
    characters.resize(characters.size() - out_left / sizeof(char32_t));
    return in_left == 0;
}

bool is_utf8(std::string_view text) {
    std::u32string characters;
    return decode_utf8(text, characters);
}

} // namespace joingate::fuzz

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    joingate::fuzz::check({reinterpret_cast<const char*>(data), size});
    return 0;
}
