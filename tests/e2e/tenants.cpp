#include "tests/e2e/tenants.h"

#include "tests/support/reply_contract.h"

#include <boost/test/unit_test.hpp>

#include <algorithm>
#include <atomic>
#include <chrono>

namespace joingate::e2e {
namespace {

/// A site that does not start fails the program once instead of every case.
struct StartedSite {
    StartedSite() { Site::instance(); }
};

BOOST_TEST_GLOBAL_FIXTURE(StartedSite);

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
    BOOST_TEST_REQUIRE(answer.succeeded(), answer.body);
    return answer.value("Data");
}

std::string Tenants::offer(const std::string& permission) const {
    const auto answer =
        owner_calls("SubmitJoinPermissionAuthOrder",
                    {{"JoinPermissionId", permission}, {"RenterAliyunId", site.renter_name()}});
    BOOST_TEST_REQUIRE(answer.succeeded(), answer.body);
    return answer.value("Data");
}

std::string Tenants::seen(const std::string& permission, const std::string& member) const {
    const auto answer = owner_calls("GetOwnedJoinPermission", {{"JoinPermissionId", permission}});
    BOOST_TEST_REQUIRE(answer.succeeded(), answer.body);
    return answer.value(member);
}

std::string fresh_name() {
    static const auto start =
        std::chrono::system_clock::now().time_since_epoch() / std::chrono::milliseconds{1};
    static std::atomic<unsigned> serial{0};
    return "e2e_" + std::to_string(start) + "_" + std::to_string(++serial);
}

Fields creation(const std::string& name) {
    return {{"JoinPermissionName", name},
            {"FreqBandPlanGroupId", "101"},
            {"ClassMode", "A"},
            {"UseDefaultJoinEui", "true"}};
}

} // namespace joingate::e2e
