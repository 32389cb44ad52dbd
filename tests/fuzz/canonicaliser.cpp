// The first line is a query, the rest a form body.
#include "tenancy/signature.h"

#include "tests/fuzz/target.h"

#include <Poco/URI.h>

#include <algorithm>
#include <vector>

namespace joingate::fuzz {
namespace {

using Pairs = std::vector<Params::Pair>;

std::string decoded(const std::string& text) {
    std::string out;
    Poco::URI::decode(text, out);
    return out;
}

/// "a=1&b=2" decoded by another decoder.
Pairs read(std::string_view text) {
    Pairs pairs;
    while (!text.empty()) {
        const auto end = std::min(text.find('&'), text.size());
        const auto pair = text.substr(0, end);
        const auto equals = pair.find('=');
        must(equals != std::string_view::npos, "every parameter has its equals sign");
        pairs.emplace_back(decoded(std::string{pair.substr(0, equals)}),
                           decoded(std::string{pair.substr(equals + 1)}));
        text.remove_prefix(std::min(end + 1, text.size()));
    }
    return pairs;
}

std::string written(const Pairs& pairs, bool is_reversed) {
    std::string text;
    const auto add = [&](const Params::Pair& pair) {
        text += '&' + signature::percent_encode(pair.first) + '=' +
                signature::percent_encode(pair.second);
    };
    if (is_reversed)
        std::for_each(pairs.rbegin(), pairs.rend(), add);
    else
        std::for_each(pairs.begin(), pairs.end(), add);
    return text;
}

void check_v1(const Params& params) {
    const auto text = signature::string_to_sign_v1("GET", params);
    constexpr std::string_view kBegin{"GET&%2F&"};
    must(text.substr(0, kBegin.size()) == kBegin, "method and path come first");

    Pairs expected;
    for (const auto& pair : params.all())
        if (pair.first != "Signature") expected.push_back(pair);
    // Nothing is lost or added: two requests that differ do not sign the same text.
    const auto signed_pairs = read(decoded(text.substr(kBegin.size())));
    must(signed_pairs == expected, "exactly the parameters but Signature are signed, sorted");

    const auto all = params.all();
    for (const bool is_reversed : {false, true}) {
        const auto again = Params::parse(written(all, is_reversed), {});
        must(signature::string_to_sign_v1("GET", again.params) == text,
             "neither order nor spelling changes what is signed");
        const auto in_body = Params::parse({}, written(all, is_reversed));
        must(signature::string_to_sign_v1("GET", in_body.params) == text,
             "query and body sign alike");
    }
}

void check_v3(const Params& params, std::string_view body) {
    signature::AuthorizationV3 authorization;
    authorization.signed_headers = {"host", "x-acs-date", "absent"};
    authorization.signed_headers_text = "host;x-acs-date;absent";
    const signature::Headers headers{{"host", " h \t"}, {"x-acs-date", "d"}, {"host", "second"}};
    const auto canonical =
        signature::canonical_v3("POST", "/", params, headers, authorization, body);

    const std::string_view text{canonical.canonical_request};
    constexpr std::string_view kBegin{"POST\n/\n"};
    must(text.substr(0, kBegin.size()) == kBegin, "method and path come first");
    const auto query = text.substr(kBegin.size(), text.find('\n', kBegin.size()) - kBegin.size());
    must(read(query) == params.query(), "exactly the parameters of the query are signed, sorted");
    must(text.substr(kBegin.size() + query.size()) ==
             "\nhost:h\nx-acs-date:d\nabsent:\n\nhost;x-acs-date;absent\n" + canonical.body_sha256,
         "headers and body follow");

    const auto again = Params::parse(query, {});
    const auto repeated =
        signature::canonical_v3("POST", "/", again.params, headers, authorization, body);
    must(repeated.string_to_sign == canonical.string_to_sign, "what is canonical stays as it is");
}

} // namespace

void check(std::string_view input) {
    const auto [query, body] = cut(input);
    const auto parsed = Params::parse(query, body);
    if (parsed.problem != Params::Problem::None) return;
    check_v1(parsed.params);
    check_v3(parsed.params, body);
}

} // namespace joingate::fuzz
