// Writes signed request lines for the load driver, one path with its query per line:
//   signed_requests COUNT ACTION NAME=VALUE… < "KEY_ID SECRET"
// In a value, {n} stands for the line's number and {A..B} for the numbers from A to B in turn.
#include "tenancy/params.h"
#include "tenancy/signature.h"

#include <Poco/DateTimeFormatter.h>
#include <Poco/NumberParser.h>
#include <Poco/Timestamp.h>
#include <Poco/UUIDGenerator.h>

#include <cstdint>
#include <iostream>
#include <string>
#include <utility>
#include <vector>

namespace {

using joingate::signature::percent_encode;

std::string filled(std::string value, std::int64_t line) {
    const auto open = value.find('{');
    const auto close = value.find('}', open);
    if (close == std::string::npos) return value;
    const auto inside = value.substr(open + 1, close - open - 1);
    std::int64_t number = line;
    if (const auto dots = inside.find(".."); dots != std::string::npos) {
        const auto first = Poco::NumberParser::parse64(inside.substr(0, dots));
        const auto last = Poco::NumberParser::parse64(inside.substr(dots + 2));
        number = first + line % (last - first + 1);
    }
    return value.replace(open, close - open + 1, std::to_string(number));
}

std::string query_of(const std::vector<std::pair<std::string, std::string>>& parameters) {
    std::string query;
    for (const auto& [name, value] : parameters) {
        if (!query.empty()) query += '&';
        query += percent_encode(name) + '=' + percent_encode(value);
    }
    return query;
}

} // namespace

int main(int argc, char** argv) try {
    const std::vector<std::string> arguments(argv + 1, argv + argc);
    std::string key_id;
    std::string secret;
    if (arguments.size() < 2 || !(std::cin >> key_id >> secret)) {
        std::cerr << "usage: signed_requests COUNT ACTION NAME=VALUE... < \"KEY_ID SECRET\"\n";
        return 2;
    }
    const auto count = Poco::NumberParser::parse64(arguments[0]);
    const joingate::SigningKey key{secret};
    const auto stamp = Poco::DateTimeFormatter::format(Poco::Timestamp{}, "%Y-%m-%dT%H:%M:%SZ");
    const auto run = Poco::UUIDGenerator::defaultGenerator().createRandom().toString();

    for (std::int64_t line = 0; line < count; ++line) {
        std::vector<std::pair<std::string, std::string>> parameters{
            {"AccessKeyId", key_id},
            {"Action", arguments[1]},
            {"Format", "JSON"},
            {"RegionId", "cn-shanghai"},
            {"SignatureMethod", "HMAC-SHA1"},
            {"SignatureNonce", run + '-' + std::to_string(line)},
            {"SignatureType", ""},
            {"SignatureVersion", "1.0"},
            {"Timestamp", stamp},
            {"Version", "2019-03-01"}};
        for (std::size_t i = 2; i < arguments.size(); ++i) {
            const auto equals = arguments[i].find('=');
            parameters.emplace_back(arguments[i].substr(0, equals),
                                    filled(arguments[i].substr(equals + 1), line));
        }
        auto query = query_of(parameters);
        const auto parsed = joingate::Params::parse(query, {});
        const auto text = joingate::signature::string_to_sign_v1("GET", parsed.params);
        query += "&Signature=" + percent_encode(joingate::signature::sign_v1(
                                     key, joingate::signature::MethodV1::HmacSha1, text));
        std::cout << "/?" << query << '\n';
    }
    return 0;
} catch (const std::exception& error) {
    std::cerr << "signed_requests: " << error.what() << '\n';
    return 1;
}
