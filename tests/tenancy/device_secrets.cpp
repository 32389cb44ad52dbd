#include "tenancy/device_secrets.h"

#include <boost/test/unit_test.hpp>

#include <stdexcept>

namespace joingate {
namespace {

struct Fixture {
    SecretBox box{{{1, std::string(32, 'a')}, {2, std::string(32, 'b')}}};
    DeviceSecrets secrets{box};
    DeviceSecrets older{SecretBox{{{1, std::string(32, 'a')}}}};
};

constexpr auto kNode = DeviceKind::Node;
constexpr auto kGateway = DeviceKind::Gateway;
constexpr const char* kEui = "d896e0ff00000001";
constexpr const char* kOtherEui = "d896e0ff00000002";
const std::string kAppKey = "000102030405060708090a0b0c0d0e0f";

} // namespace

BOOST_FIXTURE_TEST_SUITE(device_secrets, Fixture)

BOOST_AUTO_TEST_CASE(know_the_right_pin_of_one_device_of_one_kind) {
    const auto hash = secrets.hash_pin(kNode, kEui, "123456");
    BOOST_TEST(hash.key_version == 2);
    BOOST_TEST(hash.bytes.size() == 32U);
    BOOST_TEST(secrets.pin_matches(kNode, kEui, "123456", hash));
    BOOST_TEST(secrets.pin_matches(kNode, "D896E0FF00000001", "123456", hash));
    BOOST_TEST(!secrets.pin_matches(kNode, kEui, "123457", hash));
    BOOST_TEST(!secrets.pin_matches(kNode, kEui, "", hash));
    BOOST_TEST(!secrets.pin_matches(kNode, kOtherEui, "123456", hash));
    BOOST_TEST(!secrets.pin_matches(kGateway, kEui, "123456", hash));
}

BOOST_AUTO_TEST_CASE(take_no_hash_that_was_changed_or_cut) {
    const auto hash = secrets.hash_pin(kNode, kEui, "123456");
    for (std::size_t i = 0; i < hash.bytes.size(); ++i) {
        auto changed = hash;
        changed.bytes[i] = static_cast<char>(changed.bytes[i] ^ 1);
        BOOST_TEST(!secrets.pin_matches(kNode, kEui, "123456", changed));
        changed.bytes = hash.bytes.substr(0, i);
        BOOST_TEST(!secrets.pin_matches(kNode, kEui, "123456", changed));
    }
}

BOOST_AUTO_TEST_CASE(hash_under_every_master_key_the_current_one_first) {
    const auto hashes = secrets.hash_pin_with_each(kNode, kEui, "123456");
    BOOST_REQUIRE(hashes.size() == 2U);
    BOOST_TEST(hashes[0].key_version == 2);
    BOOST_TEST(hashes[1].key_version == 1);
    BOOST_TEST(hashes[1].bytes == older.hash_pin(kNode, kEui, "123456").bytes);
    BOOST_TEST(secrets.pin_matches(kNode, kEui, "123456", hashes[0]));
}

// Without the master key a dump with all hashes does not tell which of 10^6 PINs it was.
BOOST_AUTO_TEST_CASE(hash_under_the_master_key) {
    const DeviceSecrets others{SecretBox{{{2, std::string(32, 'c')}}}};
    const auto hash = secrets.hash_pin(kNode, kEui, "123456");
    BOOST_TEST(!others.pin_matches(kNode, kEui, "123456", hash));
    BOOST_TEST(box.mac(2, "node d896e0ff00000001 123456") != hash.bytes);
}

BOOST_AUTO_TEST_CASE(still_know_what_an_older_key_hashed_and_sealed) {
    const auto hash = older.hash_pin(kGateway, kEui, "123456");
    BOOST_TEST(hash.key_version == 1);
    BOOST_TEST(secrets.pin_matches(kGateway, kEui, "123456", hash));
    BOOST_TEST(secrets.open_app_key(kEui, 1, older.seal_app_key(kEui, kAppKey)) == kAppKey);
}

BOOST_AUTO_TEST_CASE(refuse_a_version_whose_master_key_is_gone) {
    const auto hash = secrets.hash_pin(kNode, kEui, "123456");
    BOOST_CHECK_THROW(older.pin_matches(kNode, kEui, "123456", hash), std::runtime_error);
    const auto sealed = secrets.seal_app_key(kEui, kAppKey);
    BOOST_CHECK_THROW(older.open_app_key(kEui, 2, sealed), std::runtime_error);
}

BOOST_AUTO_TEST_CASE(seal_an_app_key_for_one_node) {
    const auto sealed = secrets.seal_app_key(kEui, kAppKey);
    BOOST_TEST(sealed.size() == 60U); // the column takes 64
    BOOST_TEST(sealed.find(kAppKey) == std::string::npos);
    BOOST_TEST(secrets.open_app_key("D896E0FF00000001", secrets.current_version(), sealed) ==
               kAppKey);
    BOOST_CHECK_THROW(secrets.open_app_key(kOtherEui, 2, sealed), std::runtime_error);
    BOOST_CHECK_THROW(box.open(kEui, 2, sealed), std::runtime_error);
}

BOOST_AUTO_TEST_SUITE_END()

} // namespace joingate
