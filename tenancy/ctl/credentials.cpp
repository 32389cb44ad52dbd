#include "tenancy/ctl/credentials.h"

#include <Poco/Environment.h>
#include <Poco/String.h>
#include <openssl/crypto.h>

#include <sstream>

namespace joingate::ctl {
namespace {

constexpr const char* kId = "ACCESS_KEY_ID";
constexpr const char* kSecret = "ACCESS_KEY_SECRET";

admin::KeyPair parse(std::string text) {
    admin::KeyPair key;
    std::istringstream lines{text};
    for (std::string line; std::getline(lines, line);) {
        const auto at = line.find('=');
        if (at == std::string::npos) continue;
        const auto name = Poco::trim(line.substr(0, at));
        if (name == kId) key.id = Poco::trim(line.substr(at + 1));
        if (name == kSecret) key.secret = Poco::trim(line.substr(at + 1));
        OPENSSL_cleanse(line.data(), line.size());
    }
    OPENSSL_cleanse(text.data(), text.size());
    return key;
}

} // namespace

admin::KeyPair read_credentials(const Context& context, const std::string& key_file,
                                bool from_stdin) {
    admin::KeyPair key;
    if (from_stdin)
        key = parse(context.read("-"));
    else if (!key_file.empty())
        key = parse(context.read(key_file));
    else
        key = {Poco::Environment::get(kId, ""), Poco::Environment::get(kSecret, "")};
    if (key.id.empty() || key.secret.empty())
        throw WrongUse{"no access key: give --key-file or --key-stdin with lines ACCESS_KEY_ID=... "
                       "and ACCESS_KEY_SECRET=..., or set both in the environment"};
    return key;
}

} // namespace joingate::ctl
