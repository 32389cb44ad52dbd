// Lines of a server's configuration that others have met: what the client says about character sets
// is ignored, and names were stored doubly encoded in silence.
#include "tests/e2e/tenants.h"

#include <boost/test/unit_test.hpp>

#include <array>
#include <chrono>
#include <thread>

namespace joingate::e2e {
namespace {

using Lines = std::vector<std::string>;

/// The site's database server under other lines of my.cnf, and under its own again.
struct OddServer : Tenants {
    OddServer() = default;
    ~OddServer() {
        try {
            restart({"loose-skip-character-set-client-handshake=0", "character-set-server=utf8mb4",
                     "collation-server=utf8mb4_bin",
                     "init_connect=", "innodb_flush_method=O_DIRECT"});
        } catch (const std::exception& e) {
            BOOST_ERROR(e.what());
        }
    }
    OddServer(const OddServer&) = delete;
    OddServer& operator=(const OddServer&) = delete;

    void restart(const Lines& lines) {
        std::vector<std::string> options;
        for (const auto& line : lines)
            options.insert(options.end(), {"--database", line});
        site.stop("database");
        site.start("database", options);
    }

    std::string asked(const std::string& question) const {
        auto cell =
            run_program("mariadb", {"--no-defaults", "--socket=" + site.folder() + "/mysql.sock",
                                    "--batch", "--skip-column-names", "--execute", question});
        if (!cell.empty()) cell.pop_back();
        return cell;
    }

    std::string stored_in_hex(const std::string& permission) const {
        return asked("SELECT HEX(permission_name) FROM " +
                     asked("SELECT schema_name FROM joingate.instance WHERE iot_instance_id = '" +
                           site.iot_instance() + '\'') +
                     ".join_permission WHERE permission_id = " + permission);
    }
};

} // namespace

BOOST_FIXTURE_TEST_SUITE(odd_server, OddServer)

BOOST_AUTO_TEST_CASE(stores_and_finds_names_as_any_other) {
    const std::array<Lines, 3> configurations{
        Lines{"loose-skip-character-set-client-handshake=1",
              "init_connect=SET collation_connection = utf8mb4_unicode_ci",
              "character-set-server=utf8mb3", "collation-server=utf8mb3_unicode_ci"},
        Lines{"loose-skip-character-set-client-handshake=1", "init_connect=",
              "character-set-server=utf8mb4", "collation-server=utf8mb4_unicode_ci"},
        Lines{"loose-skip-character-set-client-handshake=1", "init_connect=",
              "character-set-server=latin1", "collation-server=latin1_swedish_ci"}};
    const std::array<std::pair<const char*, const char*>, 3> names{
        std::pair{"门禁网关一", "E997A8E7A681E7BD91E585B3E4B880"},
        std::pair{"门禁网关二", "E997A8E7A681E7BD91E585B3E4BA8C"},
        std::pair{"门禁网关三", "E997A8E7A681E7BD91E585B3E4B889"}};
    for (std::size_t i = 0; i < configurations.size(); ++i) {
        const auto& [name, hex] = names[i];
        BOOST_TEST_CONTEXT(configurations[i].back()) {
            restart(configurations[i]);
            const auto permission = create(name);
            BOOST_TEST(stored_in_hex(permission) == hex);
            BOOST_TEST(owner_calls("CreateLocalJoinPermission", creation(name)).code() ==
                       "JoinPermissionNameDuplicated");
            const auto found =
                owner_calls("ListOwnedJoinPermissions",
                            {{"Offset", "0"}, {"Limit", "10"}, {"FuzzyJoinPermissionName", name}});
            BOOST_TEST(found.succeeded());
            BOOST_TEST(found.value("JoinPermissionId") == permission);
            BOOST_TEST(found.value("JoinPermissionName") == name);
        }
    }
}

BOOST_AUTO_TEST_CASE(gets_no_answer_where_what_is_acknowledged_can_be_lost) {
    const auto list = [&] {
        return owner_calls("ListOwnedJoinPermissions", {{"Offset", "0"}, {"Limit", "10"}});
    };
    BOOST_TEST(list().succeeded());
    restart({"innodb_flush_method=nosync"});
    BOOST_TEST(list().code() == "ServiceUnavailable");
    restart({"innodb_flush_method=fsync"});
    // A worker says for ten seconds what is wrong, before another one tries.
    constexpr int kMostTries = 150;
    int tries = 0;
    while (!list().succeeded() && ++tries < kMostTries)
        std::this_thread::sleep_for(std::chrono::milliseconds{100});
    BOOST_TEST(tries < kMostTries);
}

BOOST_AUTO_TEST_SUITE_END()

} // namespace joingate::e2e
