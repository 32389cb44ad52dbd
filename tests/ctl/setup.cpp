#include "tests/support/fake_host.h"
#include "tests/support/only_as_root.h"
#include "tests/support/only_on_mariadb.h"

#include <boost/test/unit_test.hpp>

#include <array>
#include <chrono>
#include <ctime>

namespace joingate::test {
namespace {

namespace fs = std::filesystem;

struct NewHost : FakeHost {
    static bool has(const std::string& text, const std::string& part) {
        return text.find(part) != std::string::npos;
    }
    unsigned mode(const std::string& path) const {
        return static_cast<unsigned>(fs::status(at(path)).permissions());
    }
    fs::path site() const { return at("/etc/nginx/sites-enabled/joingate"); }
    fs::path example() const { return at("/etc/nginx/sites-enabled/default"); }
};

/// Nothing is stored under a master key, until its end.
class NoSecrets {
public:
    explicit NoSecrets(TestDatabase& server) : server_{server} {
        for (const auto* const table : kTables) {
            server_.run("RENAME TABLE " + std::string{table} + " TO " + table + "_kept");
            server_.run("CREATE TABLE " + std::string{table} + " LIKE " + table + "_kept");
        }
    }
    ~NoSecrets() {
        for (const auto* const table : kTables) {
            server_.run("DROP TABLE " + std::string{table});
            server_.run("RENAME TABLE " + std::string{table} + "_kept TO " + table);
        }
    }
    NoSecrets(const NoSecrets&) = delete;
    NoSecrets& operator=(const NoSecrets&) = delete;

private:
    static constexpr std::array kTables{"joingate.access_key", "joingateexchange.node_tuple",
                                        "joingateexchange.gateway_tuple"};
    TestDatabase& server_;
};

} // namespace

BOOST_FIXTURE_TEST_SUITE(ctl_setup, NewHost)

BOOST_AUTO_TEST_CASE(shows_what_it_would_do_and_changes_nothing) {
    const auto shown = ctl_here({"setup", "--dry-run"});
    BOOST_TEST(shown.status == 0);
    BOOST_TEST(has(shown.out, "is so:  database server: mariadb.service is active and enabled\n"),
               shown.out);
    BOOST_TEST(has(shown.out, "to do:  password of the workers' login: "), shown.out);
    BOOST_TEST(has(shown.out, "Nothing was changed.\n"));
    BOOST_TEST(calls() == "");
    BOOST_TEST(!fs::exists(at("/worker.password")));
    BOOST_TEST(!fs::exists(site()));
    BOOST_TEST(!fs::exists(at("/etc/mysql/mariadb.conf.d/60-joingate.cnf")));
}

BOOST_AUTO_TEST_CASE(does_all_of_it_and_nothing_a_second_time) {
    const NoSecrets none{server};
    fs::remove(at("/master.key"));
    const auto done = ctl_here({"setup", "--yes"});
    BOOST_TEST(done.status == 0, done.out << done.err);
    BOOST_TEST(done.err == "");
    BOOST_TEST(has(done.out, "joingatectl account create NAME --activate"));
    BOOST_TEST(calls() == "systemctl restart mariadb.service\n"
                          "nginx -t\n"
                          "systemctl reload nginx.service\n"
                          "systemctl enable joingated.target joingated@1.service "
                          "joingated@2.service\n"
                          "systemctl start joingated.target\n"
                          "systemctl start joingated@1.service\n"
                          "systemctl start joingated@2.service\n");
    BOOST_TEST(read("/etc/mysql/mariadb.conf.d/60-joingate.cnf") ==
               read("/usr/share/joingate/mysql/60-joingate.cnf"));
    BOOST_TEST(mode("/worker.password") == 0600U);
    BOOST_TEST(mode("/master.key") == 0600U);
    BOOST_TEST(fs::read_symlink(site()) == "../sites-available/joingate");
    BOOST_TEST(!fs::is_symlink(example()));
    BOOST_TEST(!has(done.out + done.err, read("/worker.password").substr(0, 32)));
    auto login = server.worker();
    login.user = worker_user;
    login.password = read("/worker.password").substr(0, 32);
    db::Database{login}.check(soon());

    write("/calls", "");
    const auto again = ctl_here({"setup", "--yes"});
    BOOST_TEST(again.status == 0);
    BOOST_TEST(has(again.out, "Nothing is to be done.\n"), again.out);
    BOOST_TEST(calls() == "");
}

BOOST_AUTO_TEST_CASE(asks_first) {
    const auto unasked = ctl_here({"setup"});
    BOOST_TEST(unasked.status == 2);
    BOOST_TEST(has(unasked.err, "give --yes, or --dry-run"));
    const auto no = ctl_here({"setup"}, "n\n");
    BOOST_TEST(no.status == 1);
    BOOST_TEST(has(no.out, "Do what is to be done? [y/N] Nothing was changed.\n"), no.out);
    BOOST_TEST(calls() == "");
    BOOST_TEST(!fs::exists(at("/worker.password")));

    const auto yes = ctl_here({"setup"}, "y\nn\n");
    BOOST_TEST(yes.status == 0, yes.err);
    BOOST_TEST(has(yes.out, "Debian's example site?"));
    BOOST_TEST(fs::is_symlink(example()));
    BOOST_TEST(fs::exists(at("/worker.password")));
}

BOOST_AUTO_TEST_CASE(leaves_nginx_as_it_was_where_its_test_fails) {
    fail("nginx -t", "duplicate default server for 0.0.0.0:80");
    const auto failed = ctl_here({"setup", "--yes"});
    BOOST_TEST(failed.status == 1);
    BOOST_TEST(has(failed.err, "setup stopped at the step \"site of nginx\": `nginx -t` ended with "
                               "status 1:\nduplicate default server for 0.0.0.0:80\n"),
               failed.err);
    BOOST_TEST(has(failed.err, "what is done stays so:\n  durable settings of the server\n"));
    BOOST_TEST(!fs::is_symlink(site()));
    BOOST_TEST(fs::is_symlink(example()));
    BOOST_TEST(!has(calls(), "reload"));
    BOOST_TEST(!has(calls(), "joingated@1"));
    write("/failures", "");
    BOOST_TEST(ctl_here({"setup", "--yes"}).status == 0);
}

BOOST_AUTO_TEST_CASE(leaves_settings_alone_that_somebody_wrote) {
    write("/etc/mysql/mariadb.conf.d/60-joingate.cnf", "[mysqld]\nsync_binlog = 7\n");
    const auto failed = ctl_here({"setup", "--yes"});
    BOOST_TEST(failed.status == 1);
    BOOST_TEST(has(failed.err, "60-joingate.cnf is there and differs from "), failed.err);
    BOOST_TEST(has(failed.err, "nothing was changed before.\n"));
    BOOST_TEST(calls() == "");
}

BOOST_AUTO_TEST_CASE(says_which_settings_another_file_overrides) {
    server.run("SET GLOBAL innodb_flush_log_at_trx_commit = 2");
    const auto failed = ctl_here({"setup", "--yes"});
    server.run("SET GLOBAL innodb_flush_log_at_trx_commit = 1");
    BOOST_TEST(failed.status == 1);
    BOOST_TEST(has(failed.err,
                   "innodb_flush_log_at_trx_commit is 2; set innodb_flush_log_at_trx_commit = 1"),
               failed.err);
    BOOST_TEST(has(failed.err, "a file that is read later"));
}

BOOST_AUTO_TEST_CASE(makes_no_master_key_that_could_not_open_what_is_stored) {
    fresh_key(fresh_account());
    fs::remove(at("/master.key"));
    const auto failed = ctl_here({"setup", "--yes"});
    BOOST_TEST(failed.status == 1);
    BOOST_TEST(has(failed.err, "put your copy back"), failed.err);
    BOOST_TEST(!fs::exists(at("/master.key")));
}

BOOST_AUTO_TEST_CASE(gives_the_login_the_password_that_is_in_the_file) {
    BOOST_TEST(ctl_here({"setup", "--yes"}).status == 0);
    fs::remove(at("/worker.password"));
    unit("joingated@1.service", "StatusText", "Waiting for the database: access denied");
    const auto mended = ctl_here({"setup", "--yes"});
    BOOST_TEST(mended.status == 0, mended.err);
    BOOST_TEST(has(calls(), "systemctl restart joingated@1.service\n"), calls());
    auto login = server.worker();
    login.user = worker_user;
    login.password = read("/worker.password").substr(0, 32);
    db::Database{login}.check(soon());
}

BOOST_AUTO_TEST_CASE(leaves_a_site_alone_that_somebody_wrote) {
    write("/etc/nginx/sites-enabled/joingate", "server { listen 8080; }\n");
    fail("nginx -t", "unknown directive");
    BOOST_TEST(ctl_here({"setup", "--yes"}).status == 1);
    BOOST_TEST(read("/etc/nginx/sites-enabled/joingate") == "server { listen 8080; }\n");
    BOOST_TEST(fs::is_symlink(example()));
    write("/failures", "");
    const auto done = ctl_here({"setup", "--yes"});
    BOOST_TEST(done.status == 0, done.err);
    BOOST_TEST(read("/etc/nginx/sites-enabled/joingate") == "server { listen 8080; }\n");
    BOOST_TEST(!fs::is_symlink(example()));

    fs::remove(site());
    fs::create_symlink("/etc/nginx/sites-available/default", site());
    BOOST_TEST(ctl_here({"setup", "--yes"}).status == 0);
    BOOST_TEST(fs::read_symlink(site()) == "/etc/nginx/sites-available/default");
}

BOOST_AUTO_TEST_CASE(names_a_site_that_leads_nowhere) {
    fs::create_symlink("/none", site());
    const auto failed = ctl_here({"setup", "--yes"});
    BOOST_TEST(failed.status == 1);
    BOOST_TEST(has(failed.err, "sites-enabled/joingate leads to /none, which is not there; it is "
                               "left alone: mend or remove it"),
               failed.err);
    BOOST_TEST(fs::read_symlink(site()) == "/none");
}

BOOST_AUTO_TEST_CASE(finishes_a_step_of_nginx_that_was_interrupted) {
    fs::remove(example());
    fs::create_symlink(at("/etc/nginx/sites-available/joingate"), site());
    unit("nginx.service", "StateChangeTimestamp", "@1000");
    const auto shown = ctl_here({"setup", "--dry-run"});
    BOOST_TEST(has(shown.out, "sites-enabled has changed since nginx read it\n"
                              "        -> test the configuration of nginx, reload nginx.service\n"),
               shown.out);
    BOOST_TEST(ctl_here({"setup", "--yes"}).status == 0);
    BOOST_TEST(has(calls(), "nginx -t\nsystemctl reload nginx.service\n"), calls());
}

BOOST_AUTO_TEST_CASE(enables_what_only_runs) {
    unit("mariadb.service", "UnitFileState", "disabled");
    const auto done = ctl_here({"setup", "--yes", "--no-nginx"});
    BOOST_TEST(done.status == 0, done.err);
    BOOST_TEST(has(done.out, "to do:  database server: mariadb.service is active"), done.out);
    BOOST_TEST(has(calls(), "systemctl enable --now mariadb.service\n"), calls());
    for (const auto* const state : {"static", "alias", "generated", "indirect"}) {
        unit("mariadb.service", "UnitFileState", state);
        BOOST_TEST(
            has(ctl_here({"setup", "--dry-run", "--no-nginx"}).out, "Nothing is to be done.\n"),
            state);
    }
}

BOOST_AUTO_TEST_CASE(restarts_workers_that_have_an_old_secret) {
    BOOST_TEST(ctl_here({"setup", "--yes"}).status == 0);
    for (const auto* const file : {"/worker.password", "/master.key"}) {
        const auto now = fs::file_time_type::clock::now();
        for (const auto* const other : {"/worker.password", "/master.key"})
            fs::last_write_time(at(other), now - std::chrono::hours{2});
        fs::last_write_time(at(file), now);
        const auto an_hour_ago = '@' + std::to_string(std::time(nullptr) - 3600);
        unit("joingated@1.service", "ExecMainStartTimestamp", an_hour_ago);
        unit("joingated@2.service", "ExecMainStartTimestamp", an_hour_ago);
        write("/calls", "");
        const auto mended = ctl_here({"setup", "--yes"});
        BOOST_TEST(mended.status == 0, mended.err);
        BOOST_TEST(has(mended.out, "joingated@1.service was started before " + at(file).string() +
                                       " was written; joingated@2.service was"),
                   mended.out);
        BOOST_TEST(has(calls(), "systemctl restart joingated@1.service\n"
                                "systemctl restart joingated@2.service\n"),
                   calls());
        BOOST_TEST(has(ctl_here({"setup", "--yes"}).out, "Nothing is to be done.\n"));
    }
}

BOOST_AUTO_TEST_CASE(takes_a_login_that_the_server_knows_by_its_user,
                     *only_as_root() * only_on_mariadb("MySQL needs a plugin for this")) {
    set("database.passwordFile =");
    const auto done = ctl_here({"setup", "--yes"});
    BOOST_TEST(done.status == 0, done.err);
    BOOST_TEST(has(done.out, "is so:  password of the workers' login: database.passwordFile is "
                             "empty: none is wanted\n"));
    BOOST_TEST(has(done.out, "to do:  schemas, roles and the workers' login: the server knows no "
                             "login '" +
                                 worker_user + "'@'localhost'\n"),
               done.out);
    BOOST_TEST(has(ctl_here({"setup", "--yes"}).out, "Nothing is to be done.\n"));
    server.run("REVOKE jgexchange FROM '" + worker_user + "'@'localhost'");
    BOOST_TEST(has(ctl_here({"setup", "--dry-run"}).out,
                   "the login '" + worker_user + "'@'localhost' lacks the role jgexchange\n"));
    BOOST_TEST(ctl_here({"setup", "--yes"}).status == 0);
}

BOOST_AUTO_TEST_CASE(starts_as_many_workers_as_are_wanted) {
    BOOST_TEST(ctl_here({"setup", "--yes", "--workers", "3", "--no-nginx"}).status == 0);
    BOOST_TEST(has(calls(), "systemctl start joingated@3.service\n"));
    BOOST_TEST(!has(calls(), "nginx"));
    BOOST_TEST(ctl_here({"setup", "--yes", "--workers", "0"}).status == 2);
}

BOOST_AUTO_TEST_CASE(says_that_there_is_no_systemd) {
    fs::remove_all(at("/run/systemd"));
    const auto refused = ctl_here({"setup", "--yes"});
    BOOST_TEST(refused.status == 1);
    BOOST_TEST(has(refused.err, "systemd is not process 1 of this host"));
}

BOOST_AUTO_TEST_SUITE_END()

} // namespace joingate::test
