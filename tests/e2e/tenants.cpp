#include "tests/e2e/tenants.h"

#include "tests/support/reply_contract.h"

#include <algorithm>
#include <stdexcept>

namespace joingate::e2e {
namespace {

/// The action that a signed request names, in its header, its query or its body.
std::string action_of(const Client::Request& request) {
    for (const auto& [name, value] : request.headers)
        if (name == "x-acs-action") return value;
    const std::string member{"&Action="};
    const auto pairs = "&" +
                       request.target.substr(std::min<std::size_t>(2, request.target.size())) +
                       "&" + request.body + "&";
    const auto from = pairs.find(member) + member.size();
    return pairs.substr(from, pairs.find('&', from) - from);
}

std::string value_of(const Answer& answer, const std::string& member) {
    if (!answer.succeeded()) throw std::runtime_error{answer.body};
    return answer.value(member);
}

} // namespace

Client Tenants::client(const Key& key) const {
    auto client = manner;
    client.endpoint = site.host();
    client.access_key_id = key.id;
    client.access_key_secret = key.secret;
    return client;
}

Answer Tenants::send(const Client& client, const Client::Request& request) {
    const Answer answer{client.send(request)};
    const bool is_v3 = client.signature == Client::Signature::V3;
    const bool by_cpp_sdk =
        std::any_of(client.headers.begin(), client.headers.end(), [](const auto& header) {
            return header.first == "x-sdk-client" && header.second.rfind("CPP/", 0) == 0;
        });
    test::check_reply({action_of(request), client.version,
                       is_v3 ? Client::Format::Json : client.format, by_cpp_sdk, answer.status,
                       answer.body});
    return answer;
}

Answer Tenants::call(const Key& key, const std::string& action, const Fields& fields) const {
    const auto caller = client(key);
    return send(caller, caller.sign(action, fields, Client::fresh_stamp()));
}

std::string Tenants::create(const std::string& name) const {
    const auto answer = owner_calls("CreateLocalJoinPermission", creation(name));
    return value_of(answer, "Data");
}

std::string Tenants::offer(const std::string& permission) const {
    const auto answer =
        owner_calls("SubmitJoinPermissionAuthOrder",
                    {{"JoinPermissionId", permission}, {"RenterAliyunId", site.renter_name()}});
    return value_of(answer, "Data");
}

std::string Tenants::seen(const std::string& permission, const std::string& member) const {
    const auto answer = owner_calls("GetOwnedJoinPermission", {{"JoinPermissionId", permission}});
    return value_of(answer, member);
}

} // namespace joingate::e2e
