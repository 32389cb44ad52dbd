#include "tests/support/fake_host.h"
#include "tests/support/places.h"
#include "tests/support/server.h"

#include <Poco/RegularExpression.h>
#include <Poco/String.h>
#include <Poco/StringTokenizer.h>
#include <boost/test/unit_test.hpp>

#include <fstream>
#include <iterator>

namespace joingate::test {
namespace {

namespace fs = std::filesystem;

constexpr const char* kPassword = "of-the-administrator";

/// The statements of joingatectl(8), ADMINISTRATOR'S LOGIN, that are for this server, a literal
/// block each.
std::vector<std::string> documented_blocks() {
    std::ifstream file{places::in_source("docs/man/joingatectl.8")};
    const std::string page{std::istreambuf_iterator<char>{file}, std::istreambuf_iterator<char>{}};
    const auto begin = page.find(".Sh ADMINISTRATOR'S LOGIN");
    const auto section = page.substr(begin, page.find("\n.Sh ", begin + 1) - begin);
    std::vector<std::string> blocks;
    for (std::size_t at = 0; (at = section.find(".Bd -literal\n", at)) != std::string::npos;) {
        at = section.find('\n', at) + 1;
        const auto block = section.substr(at, section.find(".Ed\n", at) - at);
        const auto* const of_the_other = on_mysql() ? "WITH ADMIN OPTION" : "ROLE_ADMIN";
        if (block.find(of_the_other) == std::string::npos) blocks.push_back(block);
    }
    return blocks;
}

/// A host whose administrator has exactly the documented rights.
struct OtherAdministrator : FakeHost {
    OtherAdministrator() {
        for (const auto& block : documented_blocks())
            for (auto statement : Poco::StringTokenizer{
                     block, ";",
                     Poco::StringTokenizer::TOK_TRIM | Poco::StringTokenizer::TOK_IGNORE_EMPTY}) {
                Poco::replaceInPlace(statement, "'...'",
                                     ("'" + std::string{kPassword} + "'").c_str());
                server.run(statement);
                ++statements;
            }
        write("/admin.password", std::string{kPassword} + '\n');
        fs::permissions(at("/admin.password"), fs::perms::owner_read);
        set("admin.user = joingateadmin");
        set("admin.passwordFile = " + at("/admin.password").string());
    }
    ~OtherAdministrator() { server.run("DROP USER joingateadmin@localhost"); }
    OtherAdministrator(const OtherAdministrator&) = delete;
    OtherAdministrator& operator=(const OtherAdministrator&) = delete;

    void succeeds(const std::vector<std::string>& command, const std::string& input = {}) const {
        const auto ran = ctl_here(command, input);
        BOOST_TEST(ran.status == 0, command.front() << ": " << ran.out << ran.err);
    }

    int statements = 0;
};

} // namespace

BOOST_FIXTURE_TEST_SUITE(ctl_administrator, OtherAdministrator)

BOOST_AUTO_TEST_CASE(does_everything_with_the_documented_rights_alone) {
    BOOST_REQUIRE(statements == (on_mysql() ? 7 : 8));
    const auto account = fresh_name("administered");
    succeeds({"setup", "--yes"});
    succeeds({"init"});
    succeeds({"upgrade"});
    succeeds({"account", "create", account, "--activate"});
    const auto id = fresh_name("iot-060a");
    succeeds({"instance", "create", account, "--public", "--id", id});
    succeeds({"key", "create", account});
    succeeds({"schema", "status"});
    succeeds({"schema", "migrate"});
    succeeds({"password", "rotate"});
    // It can look at everything; what other tests have left is none of its business.
    BOOST_TEST(ctl_here({"check"}).out.find("could not be looked at") == std::string::npos);
    const auto looked = ctl_here({"doctor", "--endpoint", "127.0.0.1:1"}).out;
    BOOST_TEST(looked.find("OK    administrator's login: joingateadmin reaches ") !=
                   std::string::npos,
               looked);
    BOOST_TEST(looked.find("OK    migrations: ") != std::string::npos, looked);
    succeeds({"instance", "delete", id, "--yes"});
}

BOOST_AUTO_TEST_CASE(is_told_which_login_is_refused) {
    server.run("ALTER USER joingateadmin@localhost IDENTIFIED BY 'another'");
    const auto looked = ctl_here({"doctor", "--endpoint", "127.0.0.1:1"});
    BOOST_TEST(looked.status == 1);
    BOOST_TEST(looked.out.find("FAIL  administrator's login: joingateadmin cannot use ") !=
                   std::string::npos,
               looked.out);
}

BOOST_AUTO_TEST_SUITE_END()

} // namespace joingate::test
