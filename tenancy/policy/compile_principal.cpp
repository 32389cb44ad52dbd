#include "tenancy/policy/arn.h"
#include "tenancy/policy/compiler.h"

namespace joingate::policy {
namespace {

TrustedPrincipal compile_ram(const std::string& text, const std::string& where) {
    using Kind = TrustedPrincipal::Kind;
    const auto arn = split_arn(text);
    if (arn && arn->service == "ram" && arn->region.empty() && is_account(arn->account)) {
        const std::string account{arn->account};
        if (arn->relative_id == "root") return {Kind::Account, account, {}};
        const auto user = name_after("user/", arn->relative_id);
        if (user && is_user_name(*user)) return {Kind::User, account, std::string{*user}};
        const auto role = name_after("role/", arn->relative_id);
        if (role && is_role_name(*role)) return {Kind::Role, account, std::string{*role}};
    }
    throw Flaw{where, "invalid principal " + shown(text) +
                          "; write acs:ram::<account>:root, acs:ram::<account>:user/<name> or "
                          "acs:ram::<account>:role/<name>, without wildcards"};
}

/// Such an entry matches no caller here, but `*` would read as everybody.
void check_other(const std::string& text, const std::string& where) {
    if (text.empty() || text.find_first_of("*?") != std::string::npos)
        throw Flaw{where, "invalid principal " + shown(text) + "; name one, without wildcards"};
}

} // namespace

std::vector<TrustedPrincipal> compile_principals(const Json& element, const std::string& where) {
    if (object_in(element, where).empty())
        throw Flaw{where, "name at least one of RAM, Service and Federated"};

    std::vector<TrustedPrincipal> principals;
    for (const auto& entry : element.items()) {
        const bool is_ram = entry.key() == "RAM";
        if (!is_ram && entry.key() != "Service" && entry.key() != "Federated")
            throw Flaw{where, "invalid policy element " + shown(entry.key()) +
                                  "; a principal is RAM, Service or Federated"};
        const auto place = where + ", " + entry.key();
        for (const auto& text : texts_in(entry.value(), place)) {
            if (is_ram)
                principals.push_back(compile_ram(text, place));
            else
                check_other(text, place);
        }
    }
    return principals;
}

} // namespace joingate::policy
