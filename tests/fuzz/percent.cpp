#include "tenancy/params.h"
#include "tenancy/signature.h"

#include "tests/fuzz/target.h"

#include <Poco/URI.h>

#include <algorithm>
#include <vector>

namespace joingate::fuzz {
namespace {

constexpr std::string_view kDigits{"0123456789ABCDEFabcdef"};
constexpr std::string_view kUnreserved{
    "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_.~"};
constexpr std::size_t kUpperDigits = 16;

bool is_escape(std::string_view text, std::string_view digits) {
    return text.size() == 3 && text.substr(1).find_first_not_of(digits) == std::string_view::npos;
}

bool is_encoded(std::string_view text) {
    for (std::size_t i = 0; i < text.size(); ++i) {
        if (text[i] != '%') continue;
        if (!is_escape(text.substr(i, 3), kDigits)) return false;
        i += 2;
    }
    return true;
}

std::string by_poco(const std::string& text) {
    std::string decoded;
    // It takes a plus for a space behind a question mark only.
    Poco::URI::decode('?' + text, decoded, true);
    return decoded.substr(1);
}

void check_encoding(std::string_view text) {
    const auto encoded = signature::percent_encode(text);
    for (std::size_t i = 0; i < encoded.size(); ++i) {
        if (encoded[i] != '%') {
            must(kUnreserved.find(encoded[i]) != std::string_view::npos,
                 "only unreserved characters stay as they are");
            continue;
        }
        must(is_escape(std::string_view{encoded}.substr(i, 3), kDigits.substr(0, kUpperDigits)),
             "an escape has two upper-case digits");
        i += 2;
    }
    must(by_poco(encoded) == text, "another decoder brings back what was encoded");
    const auto parsed = Params::parse("n=" + encoded, {});
    must(parsed.problem == Params::Problem::None && *parsed.params.sent("n") == text,
         "ours brings back what was encoded");
}

void check_decoding(std::string_view input) {
    std::string text{input};
    text.erase(std::remove(text.begin(), text.end(), '&'), text.end());
    // Without a NUL behind it, so that a byte read too far is seen.
    std::vector<char> query{'n', '='};
    query.insert(query.end(), text.begin(), text.end());
    const auto parsed = Params::parse({query.data(), query.size()}, {});
    must((parsed.problem == Params::Problem::None) == is_encoded(text),
         "a percent sign without two hex digits is refused, and nothing else");
    if (parsed.problem == Params::Problem::None)
        must(*parsed.params.sent("n") == by_poco(text), "two decoders agree");
}

} // namespace

void check(std::string_view input) {
    check_encoding(input);
    check_decoding(input);
}

} // namespace joingate::fuzz
