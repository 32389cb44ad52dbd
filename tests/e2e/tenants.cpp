#include "tests/e2e/tenants.h"

#include <boost/test/unit_test.hpp>

#include <atomic>
#include <chrono>

namespace joingate::e2e {
namespace {

/// A site that does not start fails the program once instead of every case.
struct StartedSite {
    StartedSite() { Site::instance(); }
};

BOOST_TEST_GLOBAL_FIXTURE(StartedSite);

} // namespace

Client Tenants::client(const Key& key) const {
    auto client = manner;
    client.endpoint = site.host();
    client.access_key_id = key.id;
    client.access_key_secret = key.secret;
    return client;
}

Answer Tenants::call(const Key& key, const std::string& action, const Fields& fields) const {
    return {client(key).call(action, fields)};
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
