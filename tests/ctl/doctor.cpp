#include "tests/support/fake_host.h"
#include "tests/support/only_as_root.h"
#include "tests/support/only_on_mariadb.h"

#include <Poco/JSON/Array.h>
#include <Poco/JSON/Object.h>
#include <Poco/JSON/Parser.h>
#include <Poco/Net/HTTPRequestHandler.h>
#include <Poco/Net/HTTPRequestHandlerFactory.h>
#include <Poco/Net/HTTPServer.h>
#include <Poco/Net/HTTPServerParams.h>
#include <Poco/Net/HTTPServerRequest.h>
#include <Poco/Net/HTTPServerResponse.h>
#include <Poco/Net/ServerSocket.h>
#include <boost/test/unit_test.hpp>

#include <unistd.h>

namespace joingate::test {
namespace {

namespace fs = std::filesystem;

bool has(const std::string& text, const std::string& part) {
    return text.find(part) != std::string::npos;
}

/// Answers every request with one error code, as nginx or a worker would.
class Front {
public:
    Front(int status, const std::string& code)
        : server_{new Factory{status, R"({"Code":")" + code + R"("})"},
                  Poco::Net::ServerSocket{Poco::Net::SocketAddress{"127.0.0.1", 0}},
                  new Poco::Net::HTTPServerParams} {
        server_.start();
    }
    ~Front() { server_.stopAll(true); }
    Front(const Front&) = delete;
    Front& operator=(const Front&) = delete;

    std::string endpoint() const { return "127.0.0.1:" + std::to_string(server_.port()); }

private:
    struct Handler : Poco::Net::HTTPRequestHandler {
        Handler(int code, std::string text) : status{code}, body{std::move(text)} {}
        void handleRequest(Poco::Net::HTTPServerRequest& /*request*/,
                           Poco::Net::HTTPServerResponse& response) override {
            response.setStatus(static_cast<Poco::Net::HTTPResponse::HTTPStatus>(status));
            response.send() << body;
        }
        int status;
        std::string body;
    };
    struct Factory : Poco::Net::HTTPRequestHandlerFactory {
        Factory(int code, std::string text) : status{code}, body{std::move(text)} {}
        Poco::Net::HTTPRequestHandler*
        createRequestHandler(const Poco::Net::HTTPServerRequest& /*request*/) override {
            return new Handler{status, body};
        }
        int status;
        std::string body;
    };

    Poco::Net::HTTPServer server_;
};

/// A host that is set up, with a front.
struct SetUpHost : FakeHost {
    Front front{400, "MissingAccessKeyId"};
    const std::string version = version_of_ctl();

    SetUpHost() {
        write("/bin/nginx", "#!/bin/sh\necho 'fastcgi_pass unix:/run/joingate/fcgi.sock;'\n");
        write("/bin/joingated", "#!/bin/sh\necho joingated " + version + '\n');
        ctl_here({"setup", "--yes"});
        unit("joingated.socket", "ActiveState", "active");
        server.run("SET GLOBAL innodb_flush_log_at_trx_commit = 1");
    }

    /// As of this program and of all that is installed.
    std::string version_of_ctl() const {
        const auto said = ctl_here({"--version"}).out;
        const auto begin = said.find(' ') + 1;
        return said.substr(begin, said.find('\n') - begin);
    }
    /// Has the worker run this file; `script` is written into it where it is not there.
    void runs(const std::string& worker, const std::string& file,
              const std::string& script = {}) const {
        const std::string pid{"4711"};
        if (!script.empty()) {
            write(file, script);
            fs::permissions(at(file), fs::perms::owner_all);
        }
        unit(worker, "MainPID", pid);
        fs::create_directories(at("/proc/" + pid));
        fs::remove(at("/proc/" + pid + "/exe"));
        fs::create_symlink(at(file), at("/proc/" + pid + "/exe"));
    }

    /// All findings that are not OK: "LEVEL about: seen".
    std::string complaints(const std::string& endpoint = {}) const {
        const auto json = findings(endpoint);
        std::string text;
        for (const auto& item : *json->getArray("Findings")) {
            const auto one = item.extract<Poco::JSON::Object::Ptr>();
            const auto level = one->getValue<std::string>("Level");
            // What the machine of the test is like, and what its server always is.
            const auto about = one->getValue<std::string>("About");
            const auto seen = one->getValue<std::string>("Seen");
            if (level == "OK" || about == "clock" || about == "disk" || has(seen, "log_bin is OFF"))
                continue;
            text += level + ' ' + about + ": " + seen + '\n';
            BOOST_TEST(!one->getValue<std::string>("Advice").empty());
        }
        return text;
    }
    Poco::JSON::Object::Ptr findings(const std::string& endpoint = {}) const {
        const auto ran = ctl_here(
            {"doctor", "--json", "--endpoint", endpoint.empty() ? front.endpoint() : endpoint});
        return Poco::JSON::Parser{}.parse(ran.out).extract<Poco::JSON::Object::Ptr>();
    }
    int status(const std::string& endpoint = {}) const {
        return ctl_here({"doctor", "--endpoint", endpoint.empty() ? front.endpoint() : endpoint})
            .status;
    }
};

/// Runs a statement, and another one at its end.
class Meanwhile {
public:
    Meanwhile(const TestDatabase& server, const std::string& now, std::string then)
        : server_{server}, then_{std::move(then)} {
        server_.run(now);
    }
    ~Meanwhile() { server_.run(then_); }
    Meanwhile(const Meanwhile&) = delete;
    Meanwhile& operator=(const Meanwhile&) = delete;

private:
    const TestDatabase& server_;
    std::string then_;
};

} // namespace

BOOST_FIXTURE_TEST_SUITE(ctl_doctor, SetUpHost)

BOOST_AUTO_TEST_CASE(finds_nothing_where_all_is_well) {
    BOOST_TEST(complaints() == "");
    BOOST_TEST(status() == 0);
    BOOST_TEST(findings()->getArray("Findings")->size() >= 15U);
    BOOST_TEST(findings()->getValue<bool>("Well"));
    const auto words = ctl_here({"doctor", "--endpoint", front.endpoint()}).out;
    BOOST_TEST(has(words, "OK    joingated@1.service: it is active (running), it says: Answering "
                          "requests.\n"),
               words);
    BOOST_TEST(has(words, "OK    versions: joingated " + version +
                              " is installed, and joingatectl " + version + '\n'),
               words);
    BOOST_TEST(has(words, "OK    boot: mariadb.service is enabled, nginx.service is enabled\n"),
               words);
}

BOOST_AUTO_TEST_CASE(sees_a_server_that_is_not_durable) {
    const Meanwhile meanwhile{server, "SET GLOBAL innodb_flush_log_at_trx_commit = 2",
                              "SET GLOBAL innodb_flush_log_at_trx_commit = 1"};
    const auto found = complaints();
    BOOST_TEST(has(found, "FAIL database settings: the database server can lose acknowledged "
                          "writes: innodb_flush_log_at_trx_commit is 2; "),
               found);
    BOOST_TEST(has(found, "FAIL workers' login: "), found);
    BOOST_TEST(status() == 1);
}

BOOST_AUTO_TEST_CASE(sees_a_server_that_lets_clients_load_files) {
    const Meanwhile meanwhile{server, "SET GLOBAL local_infile = ON",
                              "SET GLOBAL local_infile = OFF"};
    BOOST_TEST(
        has(complaints(),
            "FAIL database settings: the database server lets clients load files: local_infile "));
}

BOOST_AUTO_TEST_CASE(sees_a_schema_that_lacks_a_migration) {
    const Meanwhile meanwhile{
        server,
        "UPDATE joingateexchange.schema_migration SET applied_millis = NULL ORDER BY number DESC "
        "LIMIT 1",
        "UPDATE joingateexchange.schema_migration SET applied_millis = 1 WHERE applied_millis IS "
        "NULL"};
    const auto found = complaints();
    BOOST_TEST(has(found, "FAIL migrations: joingateexchange is at migration "), found);
}

BOOST_AUTO_TEST_CASE(goes_on_where_the_database_is_away) {
    set("database.socket = " + at("/none").string());
    const auto found = complaints();
    BOOST_TEST(has(found, "FAIL administrator's login: root cannot use "), found);
    BOOST_TEST(has(found, "FAIL migrations: "), found);
    BOOST_TEST(findings()->getArray("Findings")->size() >= 14U);
}

BOOST_AUTO_TEST_CASE(says_why_a_worker_does_not_answer) {
    unit("joingated@2.service", "StatusText", "Waiting for the database: 2002 Can't connect");
    unit("joingated@2.service", "NRestarts", "4");
    write("/journal", "the database server can lose acknowledged writes\n");
    const auto found = complaints();
    BOOST_TEST(found ==
               "FAIL joingated@2.service: it is active (running), it says: Waiting for the "
               "database: 2002 Can't connect; the database server can lose acknowledged "
               "writes\n"
               "WARN joingated@2.service: systemd has had to start it again 4 times since "
               "its last start by hand\n");
}

BOOST_AUTO_TEST_CASE(tells_which_version_each_worker_runs) {
    const std::string worker{"joingated@1.service"};
    runs(worker, "/bin/joingated");
    BOOST_TEST(complaints() == "");
    BOOST_TEST(has(ctl_here({"doctor"}).out,
                   "OK    " + worker + ": it runs joingated " + version + ", as installed\n"));

    runs(worker, "/old", "#!/bin/sh\necho joingated 0.0.1\n");
    BOOST_TEST(complaints() == "WARN " + worker + ": it runs joingated 0.0.1 from " +
                                   at("/old").string() + ", but joingated " + version +
                                   " is installed\n");
    BOOST_TEST(status() == 0);

    runs(worker, "/same", "#!/bin/sh\necho joingated " + version + '\n');
    BOOST_TEST(complaints() == "WARN " + worker + ": it runs joingated " + version + " from " +
                                   at("/same").string() + "; the same version is installed anew\n");
}

BOOST_AUTO_TEST_CASE(runs_no_program_that_others_can_write) {
    const std::string worker{"joingated@1.service"};
    runs(worker, "/theirs", "#!/bin/sh\ntouch " + at("/was-run").string() + '\n');
    fs::permissions(at("/theirs"), fs::perms::others_write, fs::perm_options::add);
    BOOST_TEST(complaints() == "WARN " + worker +
                                   ": its version cannot be seen: " + at("/theirs").string() +
                                   " may be written by others than root\n");
    BOOST_TEST(!fs::exists(at("/was-run")));
}

BOOST_AUTO_TEST_CASE(sees_programs_of_two_packages) {
    write("/bin/joingated", "#!/bin/sh\necho joingated 0.0.1\n");
    BOOST_TEST(complaints() == "WARN versions: joingated 0.0.1 is installed, but this is "
                               "joingatectl " +
                                   version + '\n');
}

BOOST_AUTO_TEST_CASE(sees_what_a_reboot_does_not_start) {
    for (const auto* const name : {"joingated@2.service", "mariadb.service", "nginx.service"})
        unit(name, "UnitFileState", "disabled");
    std::string wanted;
    for (const auto* const name : {"joingated@2.service", "mariadb.service", "nginx.service"})
        wanted += std::string{"WARN "} + name +
                  ": it is active, but disabled: a reboot does not start it\n";
    BOOST_TEST(complaints() == wanted);
    BOOST_TEST(has(ctl_here({"doctor"}).out, "\n      -> systemctl enable joingated@2.service\n"));
    unit("nginx.service", "ActiveState", "inactive");
    unit("mariadb.service", "UnitFileState", "generated");
    BOOST_TEST(!has(complaints(), "mariadb"));
    BOOST_TEST(!has(complaints(), "nginx"));
}

BOOST_AUTO_TEST_CASE(sees_workers_that_have_an_old_secret) {
    unit("joingated@1.service", "ExecMainStartTimestamp", "@1000");
    BOOST_TEST(complaints() == "WARN joingated@1.service: it was started before " +
                                   at("/worker.password").string() + " was written\n");
}

BOOST_AUTO_TEST_CASE(takes_a_login_that_the_server_knows_by_its_user,
                     *only_as_root() * only_on_mariadb("MySQL needs a plugin for this")) {
    const std::string login{'\'' + worker_user + "'@'localhost'"};
    server.run("DROP USER " + login);
    set("database.passwordFile =");
    BOOST_TEST(complaints() == "FAIL workers' login: the server knows no login " + login + '\n');
    ctl_here({"setup", "--yes"});
    BOOST_TEST(complaints() == "");
    BOOST_TEST(
        has(ctl_here({"doctor"}).out, "OK    workers' login: " + worker_user +
                                          " is known by its user of the operating system\n"));
}

BOOST_AUTO_TEST_CASE(sees_secrets_that_others_can_read) {
    fs::permissions(at("/master.key"), fs::perms::others_read, fs::perm_options::add);
    const auto found = complaints();
    BOOST_TEST(has(found, "FAIL " + at("/master.key").string() + ": "), found);
    fs::remove(at("/worker.password"));
    BOOST_TEST(has(complaints(), "FAIL " + at("/worker.password").string() + ": it is not there"));
}

BOOST_AUTO_TEST_CASE(sees_whose_the_secrets_are) {
    if (::geteuid() != 0) return; // nobody else can give a file away
    constexpr unsigned kOther = 1;
    const auto key = at("/master.key");
    BOOST_REQUIRE(::chown(key.c_str(), kOther, 0) == 0);
    auto found = complaints();
    BOOST_TEST(has(found, "FAIL " + key.string() + ": "), found);
    BOOST_TEST(has(found, ": it belongs to "), found);
    BOOST_REQUIRE(::chown(key.c_str(), 0, kOther) == 0);
    BOOST_TEST(complaints() == "");
    fs::permissions(key, fs::perms::group_read, fs::perm_options::add);
    found = complaints();
    BOOST_TEST(has(found, "WARN " + key.string() + ": root:"), found);
    BOOST_TEST(has(found, " can read it\n"), found);
}

BOOST_AUTO_TEST_CASE(sees_a_secret_that_is_there_twice) {
    write("/worker.password.cred", "");
    BOOST_TEST(complaints() ==
               "WARN " + at("/worker.password").string() + ": it is there plain and encrypted\n");
}

BOOST_AUTO_TEST_CASE(sees_an_old_password_that_still_holds) {
    ctl_here({"password", "rotate", "--keep-old"});
    // A worker that was started before is told of as well, from the next second on.
    const auto line = "WARN old password: " + worker_user +
                      " has two passwords: an earlier change has not ended\n";
    auto found = complaints();
    BOOST_TEST(has(found, line), found);
    ctl_here({"password", "finish"});
    found = complaints();
    BOOST_TEST(!has(found, line), found);
}

BOOST_AUTO_TEST_CASE(shows_no_byte_that_a_terminal_obeys) {
    unit("joingated@2.service", "StatusText",
         "a\x1b[31mb\xc2\x9b"
         "c\x7f\xc3\xa9");
    write("/journal", "d\x1b]0;e\a\r\n");
    BOOST_TEST(complaints() == "FAIL joingated@2.service: it is active (running), it says: "
                               "a?[31mb??c?\xc3\xa9; d?]0;e??\n");
}

BOOST_AUTO_TEST_CASE(sees_a_server_that_is_being_rescued) {
    const TestDatabase rescued{"rescued", {"--innodb-force-recovery=1"}};
    set("database.socket = " + rescued.admin().socket);
    const auto found = complaints();
    BOOST_TEST(has(found, "WARN database settings: innodb_force_recovery is 1, "), found);
}

BOOST_AUTO_TEST_CASE(sees_a_memory_file_of_another_layout) {
    set("gate.rateCapacity = 2048");
    BOOST_TEST(has(complaints(), "FAIL memory file: shared memory "));
}

BOOST_AUTO_TEST_CASE(tells_who_answers_in_front) {
    const Front nobody{503, "ServiceUnavailable"};
    BOOST_TEST(complaints(nobody.endpoint()) ==
               "FAIL a call: " + nobody.endpoint() + " answers 503 ServiceUnavailable\n");
    const Front stranger{200, ""};
    BOOST_TEST(has(complaints(stranger.endpoint()), "no worker of ours has refused"));
    BOOST_TEST(has(complaints("127.0.0.1:1"), "FAIL a call: no reply from 127.0.0.1:1"));
}

BOOST_AUTO_TEST_CASE(sees_an_nginx_that_does_not_lead_to_the_workers) {
    write("/bin/nginx", "#!/bin/sh\necho 'server {}'\n");
    BOOST_TEST(has(complaints(), "FAIL nginx: its configuration is good, but nothing in it"));
    write("/bin/nginx", "#!/bin/sh\necho 'unknown directive' >&2; exit 1\n");
    BOOST_TEST(has(complaints(), "FAIL nginx: unknown directive"));
}

BOOST_AUTO_TEST_SUITE_END()

} // namespace joingate::test
