#include "tests/support/fake_host.h"

#include <boost/test/unit_test.hpp>

#include <sys/stat.h>

namespace joingate::test {
namespace {

namespace fs = std::filesystem;

struct HostWithPassword : FakeHost {
    HostWithPassword() {
        ctl_here({"setup", "--yes"});
        fs::permissions(at("/worker.password"), fs::perms::group_read, fs::perm_options::add);
        write("/calls", "");
        first = password();
    }
    std::string password() const {
        const auto text = read("/worker.password");
        return text.substr(0, text.find('\n'));
    }
    bool takes(const std::string& secret) const {
        auto login = server.worker();
        login.user = worker_user;
        login.password = secret;
        try {
            db::Database{login}.check(soon());
            return true;
        } catch (const db::Unavailable&) {
            return false;
        }
    }
    std::string first;
};

} // namespace

BOOST_FIXTURE_TEST_SUITE(ctl_password, HostWithPassword)

BOOST_AUTO_TEST_CASE(gets_a_new_one_that_workers_learn_one_after_the_other) {
    const auto ran = ctl_here({"password", "rotate"});
    BOOST_TEST(ran.status == 0, ran.err);
    BOOST_TEST(password() != first);
    BOOST_TEST(password().size() == 32U);
    BOOST_TEST(takes(password()));
    BOOST_TEST(!takes(first));
    BOOST_TEST((ran.out + ran.err).find(password()) == std::string::npos);
    BOOST_TEST(calls() == "systemctl daemon-reload\n"
                          "systemctl restart joingated@1.service\n"
                          "systemctl restart joingated@2.service\n");
    BOOST_TEST(static_cast<unsigned>(fs::status(at("/worker.password")).permissions()) == 0640U);
}

BOOST_AUTO_TEST_CASE(holds_beside_the_old_one_until_the_end) {
    BOOST_TEST(ctl_here({"password", "rotate", "--keep-old"}).status == 0);
    const auto second = password();
    BOOST_TEST(second != first);
    BOOST_TEST(takes(first));
    BOOST_TEST(takes(second));
    BOOST_TEST(calls() == "");
    BOOST_TEST(ctl_here({"password", "finish"}).out == "login " + worker_user +
                                                           ": takes only the password in " +
                                                           at("/worker.password").string() + '\n');
    BOOST_TEST(!takes(first));
    BOOST_TEST(takes(second));
    BOOST_TEST(ctl_here({"--json", "password", "finish"}).out == "{\"Changed\": false}\n");
}

BOOST_AUTO_TEST_CASE(goes_on_where_it_was_interrupted) {
    fail("restart joingated@2.service", "Job failed.");
    const auto failed = ctl_here({"password", "rotate"});
    BOOST_TEST(failed.status == 1);
    BOOST_TEST(failed.err.find("goes on where this ended") != std::string::npos);
    const auto second = password();
    BOOST_TEST(takes(first));
    BOOST_TEST(takes(second));
    write("/failures", "");
    // Not a third one: a worker that still knows the first would be locked out.
    BOOST_TEST(ctl_here({"password", "rotate"}).status == 0);
    BOOST_TEST(password() == second);
    BOOST_TEST(!takes(first));
}

BOOST_AUTO_TEST_CASE(stays_where_it_is_not_the_right_one) {
    server.run("ALTER USER '" + worker_user + "'@localhost IDENTIFIED BY 'another'");
    const auto refused = ctl_here({"password", "rotate"});
    BOOST_TEST(refused.status == 1);
    BOOST_TEST(refused.err.find("so it is not changed") != std::string::npos);
    BOOST_TEST(password() == first);
    BOOST_TEST(takes("another"));
}

BOOST_AUTO_TEST_CASE(needs_systemd_to_restart_the_workers) {
    fs::remove_all(at("/run/systemd"));
    BOOST_TEST(ctl_here({"password", "rotate"}).status == 2);
    BOOST_TEST(password() == first);
}

BOOST_AUTO_TEST_SUITE_END()

} // namespace joingate::test
