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
    /// Rotate and finish are refused with these words, and nothing is changed.
    void expect_refusal(const std::string& words) const {
        for (const auto* const verb : {"rotate", "finish"}) {
            const auto ran = ctl_here({"password", verb});
            BOOST_TEST(ran.status == 1);
            BOOST_TEST(ran.err.find(words) != std::string::npos, ran.err);
        }
        BOOST_TEST(password() == first);
        BOOST_TEST(takes(first));
        BOOST_TEST(calls() == "");
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

BOOST_AUTO_TEST_CASE(stays_where_it_is_there_plain_and_encrypted) {
    write("/worker.password.cred", "");
    expect_refusal(at("/worker.password").string() + " is there plain and encrypted (" +
                   at("/worker.password.cred").string() +
                   "); remove the one that the workers do not load");
}

BOOST_AUTO_TEST_CASE(stays_where_a_worker_loads_another_file) {
    const std::string shipped{"[Service]\nLoadCredential=master.key:/elsewhere\n"
                              "LoadCredential=database.password:"};
    const auto file = at("/worker.password").string();
    unit_file("joingated@2.service", shipped + "/elsewhere\n");
    expect_refusal("joingated@2.service loads the credential database.password from /elsewhere, "
                   "and the password is in " +
                   file + ": ");
    // As encrypted-credentials.conf has it, while only the plain file is there.
    const auto drop_in = "[Service]\nLoadCredential=\n LoadCredentialEncrypted = "
                         "database.password:" +
                         file + ".cred\n";
    unit_file("joingated@2.service", shipped + file + '\n' + drop_in);
    expect_refusal(" from " + file + ".cred, and the password is in " + file + ": ");
    unit_file("joingated@2.service", shipped + "/elsewhere\n" + shipped + file + '\n');
    BOOST_TEST(ctl_here({"password", "rotate"}).status == 0);
    BOOST_TEST(password() != first);
}

BOOST_AUTO_TEST_CASE(keeps_the_old_one_where_systemd_runs_no_worker) {
    for (const auto* const name : {"joingated@1.service", "joingated@2.service"})
        unit(name, "ActiveState", "inactive");
    const auto ran = ctl_here({"password", "rotate"});
    BOOST_TEST(ran.status == 1);
    BOOST_TEST(ran.err.find("restart the workers, then run `joingatectl password finish`") !=
                   std::string::npos,
               ran.err);
    BOOST_TEST(password() != first);
    BOOST_TEST(takes(first));
    BOOST_TEST(takes(password()));
    BOOST_TEST(ctl_here({"password", "finish"}).status == 0);
    BOOST_TEST(!takes(first));
}

BOOST_AUTO_TEST_CASE(is_changed_by_one_program_at_a_time) {
    db::SchemaAdmin another{server.admin()};
    BOOST_TEST(another.lock_passwords());
    expect_refusal("another joingatectl changes the password of the workers' login");
    server.run("ALTER USER '" + worker_user + "'@localhost IDENTIFIED BY 'another'");
    const auto setup = ctl_here({"setup", "--yes"});
    BOOST_TEST(setup.status == 1);
    BOOST_TEST((setup.out + setup.err).find("another joingatectl changes the password") !=
                   std::string::npos,
               setup.out + setup.err);
    BOOST_TEST(takes("another"));
}

BOOST_AUTO_TEST_CASE(needs_systemd_to_restart_the_workers) {
    fs::remove_all(at("/run/systemd"));
    BOOST_TEST(ctl_here({"password", "rotate"}).status == 2);
    BOOST_TEST(password() == first);
}

BOOST_AUTO_TEST_SUITE_END()

} // namespace joingate::test
