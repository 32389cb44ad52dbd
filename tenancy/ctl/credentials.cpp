#include "tenancy/ctl/credentials.h"

#include "tenancy/admin/key_file.h"
#include "tenancy/wiped.h"

#include <Poco/Environment.h>

namespace joingate::ctl {
namespace {

/// The lines of a file that hold the variable `name`; "" if it is not set.
std::string line_of(const std::string& name) {
    const auto value = Poco::Environment::get(name, "");
    return value.empty() ? "" : name + "=" + value + '\n';
}

} // namespace

admin::KeyPair read_credentials(const Context& context, const std::string& key_file,
                                bool from_stdin) {
    const auto path = from_stdin ? std::string{"-"} : key_file;
    try {
        if (!path.empty()) {
            Wiped text{context.read(path)};
            return admin::read_key_file(*text, Context::name_of(path));
        }
        Wiped text{line_of("ACCESS_KEY_ID") + line_of("ACCESS_KEY_SECRET")};
        if ((*text).empty())
            throw WrongUse{
                "no access key: give --key-file or --key-stdin, or set ACCESS_KEY_ID and "
                "ACCESS_KEY_SECRET in the environment"};
        return admin::read_key_file(*text, "the environment");
    } catch (const admin::Refused& e) {
        throw WrongUse{e.what()};
    }
}

} // namespace joingate::ctl
