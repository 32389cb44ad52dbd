#include "tenancy/signature.h"

#include "tests/fuzz/target.h"

#include <set>

namespace joingate::fuzz {
namespace {

using signature::AuthorizationV3;
using signature::parse_authorization_v3;

constexpr std::size_t kMostSignedHeaders = 100;

bool equal(const AuthorizationV3& one, const AuthorizationV3& other) {
    return one.credential == other.credential && one.signature == other.signature &&
           one.signed_headers_text == other.signed_headers_text &&
           one.signed_headers == other.signed_headers;
}

std::string joined(const std::vector<std::string>& names) {
    std::string text;
    for (const auto& name : names)
        text += name + ';';
    text.pop_back();
    return text;
}

void check_taken(const AuthorizationV3& taken) {
    must(!taken.credential.empty() && !taken.signature.empty() &&
             !taken.signed_headers_text.empty(),
         "all three fields are there");
    for (const auto* field : {&taken.credential, &taken.signature, &taken.signed_headers_text})
        must(field->find(',') == std::string::npos, "a field ends at its comma");

    const auto& names = taken.signed_headers;
    must(names.size() <= kMostSignedHeaders, "at most a hundred headers are signed");
    must(std::set<std::string>(names.begin(), names.end()).size() == names.size(),
         "no header is signed twice");
    const auto text = joined(names);
    must(text == taken.signed_headers_text || text + ';' == taken.signed_headers_text,
         "the list of signed headers is its text");

    for (const char* separator : {",", ", "}) {
        const auto again =
            parse_authorization_v3("ACS3-HMAC-SHA256 Signature=" + taken.signature + separator +
                                   "SignedHeaders=" + taken.signed_headers_text + separator +
                                   "Credential=" + taken.credential);
        must(again && equal(*again, taken), "the order of the fields does not matter");
    }
}

} // namespace

void check(std::string_view header) {
    // Half of the inputs need not find the name of the algorithm first.
    for (const auto& text : {std::string{header}, "ACS3-HMAC-SHA256 " + std::string{header}}) {
        const auto taken = parse_authorization_v3(text);
        if (!taken) continue;
        must(text.rfind("ACS3-HMAC-SHA256 ", 0) == 0, "no other algorithm is taken");
        check_taken(*taken);
        must(!parse_authorization_v3(text + ",Signature=0"), "no field is taken twice");
        must(!parse_authorization_v3(text + ",Other=0"), "no other field is taken");
    }
}

} // namespace joingate::fuzz
