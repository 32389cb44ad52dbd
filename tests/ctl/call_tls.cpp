#include "tests/tenancy/scratch_folder.h"

#include "tenancy/client.h"
#include "tenancy/ctl/program.h"

#include <Poco/Net/ServerSocket.h>
#include <Poco/Net/StreamSocket.h>
#include <boost/test/unit_test.hpp>

#include <csignal>
#include <cstdio>
#include <cstdlib>
#include <fstream>
#include <map>
#include <sstream>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

namespace joingate::test {
namespace {

/// A throw-away CA, certificates of it and of nobody, and an nginx that shows them and says which
/// Host it was asked for.
class Site {
public:
    static const Site& instance() {
        static const Site site;
        return site;
    }
    Site() {
        certificates();
        configure();
        start();
    }
    ~Site() {
        ::kill(nginx_, SIGTERM);
        ::waitpid(nginx_, nullptr, 0);
    }
    Site(const Site&) = delete;
    Site& operator=(const Site&) = delete;

    std::string ca() const { return folder_.file("ca.pem"); }
    std::string file(const std::string& name) const { return folder_.file(name); }
    std::string port(const std::string& name) const { return std::to_string(ports_.at(name)); }

private:
    void run(const std::string& command) const {
        const auto all = "cd '" + folder_.path() + "' && ( " + command + " ) > log 2>&1";
        // NOLINTNEXTLINE(cert-env33-c,concurrency-mt-unsafe): a fixed command of the test's own
        BOOST_TEST_REQUIRE(std::system(all.c_str()) == 0, command);
    }
    void certify(const std::string& name, const std::string& names) const {
        std::ofstream{file(name + ".ext")} << "subjectAltName=" << names << '\n';
        run("openssl req -newkey rsa:2048 -nodes -subj /CN=" + name + " -keyout " + name +
            ".key -out " + name + ".csr && openssl x509 -req -in " + name +
            ".csr -CA ca.pem -CAkey ca.key -CAcreateserial -days 2 -extfile " + name +
            ".ext -out " + name + ".pem");
    }
    void certificates() const {
        run("openssl req -x509 -newkey rsa:2048 -nodes -days 2 -subj '/CN=throw-away CA' -keyout "
            "ca.key -out ca.pem");
        certify("good", "DNS:localhost,IP:127.0.0.1");
        certify("other", "DNS:gate.example,DNS:*.gate.example");
    }
    void configure() {
        for (const auto* const name : {"good", "other", "plain"}) {
            // Free a moment ago.
            const Poco::Net::ServerSocket socket{Poco::Net::SocketAddress{"127.0.0.1", 0}};
            ports_[name] = socket.address().port();
        }
        std::ofstream config{file("nginx.conf")};
        config << "daemon off; master_process off; pid nginx.pid; error_log stderr;\n"
                  "events { }\nhttp {\n access_log off; default_type application/json;\n"
                  " client_body_temp_path t1; proxy_temp_path t2; fastcgi_temp_path t3;\n"
                  " uwsgi_temp_path t4; scgi_temp_path t5;\n";
        for (const auto& [name, port] : ports_) {
            config << " server { listen 127.0.0.1:" << port;
            if (name != "plain")
                config << " ssl; ssl_certificate " << name << ".pem; ssl_certificate_key " << name
                       << ".key";
            config
                << R"(; location / { return 200 '{"Host":"$http_host","Sni":"$ssl_server_name"}'; } })"
                << '\n';
        }
        config << "}\n";
    }
    void start() {
        nginx_ = ::fork();
        if (nginx_ == 0) {
            ::prctl(PR_SET_PDEATHSIG, SIGKILL);
            const auto log = file("nginx.log");
            if (std::freopen(log.c_str(), "w", stderr) == nullptr) ::_exit(1);
            ::execlp("nginx", "nginx", "-p", folder_.path().c_str(), "-c",
                     file("nginx.conf").c_str(), nullptr);
            ::_exit(1);
        }
        const Poco::Net::SocketAddress address{"127.0.0.1", ports_.at("good")};
        for (int tries = 0; tries < 500; ++tries) {
            try {
                const Poco::Net::StreamSocket socket{address};
                return;
            } catch (const Poco::Exception&) {
                ::usleep(10'000);
            }
        }
        BOOST_FAIL("nginx does not answer; see nginx.log in " + folder_.path());
    }

    ScratchFolder folder_;
    std::map<std::string, std::uint16_t> ports_;
    pid_t nginx_ = -1;
};

struct Caller {
    const Site& site = Site::instance();
    int status = -1;
    std::string out;
    std::string err;

    void call(const std::string& endpoint, const std::vector<std::string>& more = {}) {
        std::vector<std::string> arguments{"call",        "GetNodeGroup", "NodeGroupId=17",
                                           "--key-stdin", "--endpoint",   endpoint};
        arguments.insert(arguments.end(), more.begin(), more.end());
        std::istringstream in{"testid testsecret\n"};
        std::ostringstream out_stream;
        std::ostringstream err_stream;
        status = ctl::run(arguments, {in, out_stream, err_stream});
        out = out_stream.str();
        err = err_stream.str();
    }
    bool says(const std::string& part) const { return (out + err).find(part) != std::string::npos; }
};

} // namespace

BOOST_FIXTURE_TEST_SUITE(ctl_call_tls, Caller)

BOOST_AUTO_TEST_CASE(calls_a_server_that_a_given_ca_vouches_for) {
    for (const std::string host : {"localhost", "127.0.0.1"}) {
        const auto endpoint = host + ":" + site.port("good");
        for (const auto& form : {"https://" + endpoint, "https://" + endpoint + "/"}) {
            for (const auto& options : std::vector<std::vector<std::string>>{{}, {"--v3"}}) {
                auto arguments = options;
                arguments.insert(arguments.end(), {"--ca", site.ca(), "--verbose"});
                call(form, arguments);
                BOOST_TEST(status == 0);
                BOOST_TEST(says("\"Host\": \"" + endpoint + "\""), err);
            }
            // What is signed is what is sent.
            BOOST_TEST(says("host:" + endpoint + "\n"));
        }
    }
    call("https://localhost:" + site.port("good"), {"--ca", site.ca()});
    BOOST_TEST(says("\"Sni\": \"localhost\""));
}

BOOST_AUTO_TEST_CASE(trusts_nobody_but_that_ca_or_those_of_the_system) {
    call("https://localhost:" + site.port("good"));
    BOOST_TEST(status == 1);
    BOOST_TEST(says("the certificate of good, localhost is not trusted: unable to get local issuer "
                    "certificate"),
               err);
    // Whatever the system trusts: here this CA alone.
    // NOLINTNEXTLINE(concurrency-mt-unsafe): no other thread runs
    ::setenv("SSL_CERT_FILE", site.ca().c_str(), 1);
    call("https://localhost:" + site.port("good"));
    // NOLINTNEXTLINE(concurrency-mt-unsafe)
    ::unsetenv("SSL_CERT_FILE");
    BOOST_TEST(status == 0, err);
}

BOOST_AUTO_TEST_CASE(refuses_a_certificate_of_another_host) {
    for (const std::string host : {"localhost", "127.0.0.1"}) {
        call("https://" + host + ":" + site.port("other"), {"--ca", site.ca()});
        BOOST_TEST(status == 1);
        BOOST_TEST(says("no reply from " + host + ":" + site.port("other") +
                        ": the certificate is of *.gate.example, gate.example, other, not of " +
                        host),
                   err);
    }
}

BOOST_AUTO_TEST_CASE(tells_plain_http_from_tls) {
    call("https://localhost:" + site.port("plain"), {"--ca", site.ca()});
    BOOST_TEST(status == 1);
    BOOST_TEST(says("the server does not speak TLS there; for plain HTTP write http://"), err);
    call("http://localhost:" + site.port("good"));
    BOOST_TEST(status == 1);
    BOOST_TEST(says("speaks TLS there: write --endpoint https://localhost:" + site.port("good")),
               err);
    call("localhost:" + site.port("plain"));
    BOOST_TEST(status == 0, err);
}

BOOST_AUTO_TEST_CASE(needs_a_file_of_cas_that_is_one) {
    const auto endpoint = "https://localhost:" + site.port("good");
    call(endpoint, {"--ca", site.file("none.pem")});
    BOOST_TEST(status == 1);
    BOOST_TEST(says("none.pem: is no file"), err);
    call(endpoint, {"--ca", site.file("nginx.conf")});
    BOOST_TEST(status == 1);
    BOOST_TEST(says("nginx.conf cannot be used: "), err);
    call("localhost:80", {"--ca", site.ca()});
    BOOST_TEST(status == 2);
    BOOST_TEST(says("--ca is for TLS"), err);
    for (const std::string wrong : {"ftp://localhost", "https://", "https://a/b", "a@b"}) {
        call(wrong);
        BOOST_TEST(status == 2, wrong);
    }
}

// As clients do: the host is signed with its port only if that is not the usual one.
BOOST_AUTO_TEST_CASE(leaves_out_a_port_that_goes_without_saying) {
    call("https://host.invalid:443", {"--ca", site.ca()});
    BOOST_TEST(says("no reply from host.invalid: "), err);
    call("http://host.invalid:80");
    BOOST_TEST(says("no reply from host.invalid: "), err);
    call("https://host.invalid:80", {"--ca", site.ca()});
    BOOST_TEST(says("no reply from host.invalid:80: "), err);
    call("host.invalid:443");
    BOOST_TEST(says("no reply from host.invalid:443: "), err);
}

BOOST_AUTO_TEST_CASE(uses_no_proxy) {
    // NOLINTBEGIN(concurrency-mt-unsafe): no other thread runs
    for (const auto* const name : {"http_proxy", "https_proxy", "HTTPS_PROXY", "ALL_PROXY"})
        ::setenv(name, "http://127.0.0.1:1", 1);
    call("https://localhost:" + site.port("good"), {"--ca", site.ca()});
    for (const auto* const name : {"http_proxy", "https_proxy", "HTTPS_PROXY", "ALL_PROXY"})
        ::unsetenv(name);
    // NOLINTEND(concurrency-mt-unsafe)
    BOOST_TEST(status == 0, err);
}

BOOST_AUTO_TEST_SUITE_END()

} // namespace joingate::test
