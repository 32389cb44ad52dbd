#include "tests/support/hostile_texts.h"

#include <algorithm>
#include <set>

namespace joingate::test {
namespace {

/// What any action may answer to a value that it cannot use, beside the codes of its own table.
const std::set<std::string> kCommon{"MissingParameter", "InvalidParameter", "NonExistent",
                                    "InvalidIotInstanceId", "TooManyPinCodeVerificationFailures"};

} // namespace

const std::vector<std::string>& hostile_texts() {
    static const std::vector<std::string> all{
        std::string{"\xC0\xAF"},          // overlong
        std::string{"\xED\xA0\x80"},      // a surrogate
        std::string{"\xF4\x90\x80\x80"},  // beyond U+10FFFF
        std::string{"abc\xFF"},           // no UTF-8 at all
        std::string{"abcd\0efg", 8},      // NUL
        "abcd\x01\x1F\x7F",               // controls
        "abc\r\nSet-Cookie: a=b",         // header injection
        "\u202Eabcd\u202C",               // bidi override
        "\U0001F600\U0001F600\U0001F600", // beyond the BMP
        "e\u0301ab",                      // combining
        std::string(65536, 'a'),          // as long as a value may be
        "' OR '1'='1",
        "1; DROP TABLE join_permission; -- ",
        "\\' UNION SELECT secret FROM joingate.access_key -- ",
        "%",
        "_",
        ":caller",
        "?",
        "${nopad_bin}",
        "-1",
        "+1",
        " 1",
        "1 ",
        "1e3",
        "0x10",
        "1,000",
        "9223372036854775808",
        "99999999999999999999",
        "../../etc/passwd",
        "<script>alert(1)</script>",
        "]]>",
    };
    return all;
}

bool is_documented(const Action& action, const std::string& code) {
    const auto& codes = action.codes();
    return kCommon.count(code) == 1 ||
           (code != "InternalError" && std::any_of(codes.begin(), codes.end(), [&](Code listed) {
                return wire_code(listed) == code;
            }));
}

} // namespace joingate::test
