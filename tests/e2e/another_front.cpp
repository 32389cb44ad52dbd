// Behind a load balancer: who calls, and whether by TLS, is what the balancer says, and nobody
// else.
#include "tests/e2e/balancer.h"
#include "tests/e2e/tenants.h"

#include "tests/support/places.h"

#include <Poco/Net/HTTPClientSession.h>
#include <Poco/Net/HTTPRequest.h>
#include <Poco/Net/HTTPResponse.h>
#include <Poco/Net/SocketAddress.h>
#include <Poco/Net/SocketImpl.h>
#include <Poco/Net/StreamSocket.h>
#include <Poco/StreamCopier.h>
#include <Poco/Timespan.h>
#include <boost/test/unit_test.hpp>

#include <sstream>

namespace joingate::e2e {
namespace {

// Of TEST-NET-2: nobody here has it.
const std::string kElsewhere{"198.51.100.7"};

/// A RAM user of the renter who may do everything, on one condition.
Key user_with(const Site& site, const std::string& name, const std::string& condition) {
    const auto& account = site.renter_name();
    site.ctl({"user", "create", account, name});
    run_program(
        places::in_build("tenancy/ctl/joingatectl"),
        {"--config=" + site.configuration(), "policy", "create", account, name, "--document", "-"},
        R"({"Version":"1","Statement":[{"Effect":"Allow","Action":"linkwan:*",)"
        R"("Resource":"*","Condition":)" +
            condition + "}]}");
    site.ctl({"policy", "attach", account, name, "--user", name});
    std::istringstream lines{site.ctl({"key", "create", account, "--user", name})};
    Key key;
    for (std::string line; std::getline(lines, line);) {
        const auto value = line.substr(line.find('=') + 1);
        if (line.rfind("ACCESS_KEY_ID=", 0) == 0) key.id = value;
        if (line.rfind("ACCESS_KEY_SECRET=", 0) == 0) key.secret = value;
    }
    return key;
}

struct Users {
    Key at_home;   ///< from the address of the test
    Key elsewhere; ///< from an address that only a header can claim
    Key by_tls;
};

const Users& users(const Site& site) {
    static const Users all{
        user_with(site, "at-home", R"({"IpAddress":{"acs:SourceIp":"127.0.0.1"}})"),
        user_with(site, "elsewhere", R"({"IpAddress":{"acs:SourceIp":")" + kElsewhere + R"("}})"),
        user_with(site, "by-tls", R"({"Bool":{"acs:SecureTransport":"true"}})")};
    return all;
}

/// nginx anew, with another balancer that it believes, while a case runs.
struct Front {
    Site& site;
    Front(Site& which, const std::string& behind) : site{which} { use(behind); }
    ~Front() { use("none"); }
    void use(const std::string& behind) const {
        site.stop("front");
        site.start("front", {"--behind", behind});
    }
};

Poco::Net::StreamSocket connect_from(const std::string& address, std::uint16_t port) {
    Poco::Net::StreamSocket socket;
    socket.impl()->bind(Poco::Net::SocketAddress{address, 0});
    socket.connect(Poco::Net::SocketAddress{"127.0.0.1", port});
    constexpr int kPatienceSeconds = 10;
    socket.setReceiveTimeout(Poco::Timespan{kPatienceSeconds, 0});
    return socket;
}

struct AnotherFront : Tenants {
    std::string folder = places::in_build("e2e/balancer");
    const Users& user = users(site);

    Client::Request request(const Key& key, const Client::Pairs& headers = {}) const {
        auto caller = client(key);
        caller.headers = headers;
        return caller.sign("ListOwnedJoinPermissions", {{"Limit", "1"}, {"Offset", "0"}},
                           Client::fresh_stamp());
    }

    static std::string code(const Answer& answer) {
        return answer.value("Success") == "true" ? "OK" : answer.code();
    }

    std::string through(const std::string& host, const Key& key,
                        const Client::Pairs& headers = {}) const {
        auto caller = client(key);
        caller.endpoint = host;
        return code(Answer{caller.send(request(key, headers))});
    }
    std::string directly(const Key& key, const Client::Pairs& headers = {}) const {
        return through(site.host(), key, headers);
    }

    std::string by_tls(const std::string& host, const Key& key) const {
        const auto asked = request(key);
        Answer answer;
        answer.body = run_program(
            "curl", {"--silent", "--insecure", "--noproxy", "*", "https://" + host + asked.target});
        return code(answer);
    }

    /// Past the balancer: what `peer` sends behind a line of the PROXY protocol, or without.
    std::string from(const std::string& peer, const std::string& line, const Key& key,
                     const Client::Pairs& headers = {}) const {
        auto socket = connect_from(peer, site.port());
        socket.sendBytes(line.data(), static_cast<int>(line.size()));
        Poco::Net::HTTPClientSession session{socket};
        const auto signed_request = request(key, headers);
        Poco::Net::HTTPRequest http{signed_request.method, signed_request.target, "HTTP/1.1"};
        for (const auto& [name, value] : signed_request.headers)
            http.add(name, value);
        session.sendRequest(http);
        Poco::Net::HTTPResponse response;
        Answer answer;
        Poco::StreamCopier::copyToString(session.receiveResponse(response), answer.body);
        return code(answer);
    }

    static std::string proxy_line(const std::string& source, const std::string& port) {
        return "PROXY TCP4 " + source + " 127.0.0.1 40000 " + port + "\r\n";
    }
};

const std::string kRefused{"ForbiddenByRam"};

} // namespace

BOOST_FIXTURE_TEST_SUITE(another_front, AnotherFront)

BOOST_AUTO_TEST_CASE(tells_nothing_unless_it_is_named) {
    const Balancer balancer{folder, site.port(), Balancer::Speaks::Http};
    BOOST_TEST(directly(user.at_home) == "OK");
    BOOST_TEST(through(balancer.host(), user.at_home) == kRefused);
    BOOST_TEST(by_tls(balancer.tls_host(), user.by_tls) == kRefused);
}

BOOST_AUTO_TEST_CASE(tells_who_calls) {
    const Front front{site, Balancer::kAddress};
    const Balancer balancer{folder, site.port(), Balancer::Speaks::Http};
    BOOST_TEST(through(balancer.host(), user.at_home) == "OK");
    BOOST_TEST(from(Balancer::kAddress, "", user.elsewhere, {{"X-Forwarded-For", kElsewhere}}) ==
               "OK");
    // A caller may have sent the header to the balancer, which writes its own word behind it.
    const Client::Pairs forged{{"X-Forwarded-For", kElsewhere}};
    BOOST_TEST(through(balancer.host(), user.elsewhere, forged) == kRefused);
    BOOST_TEST(directly(user.elsewhere, forged) == kRefused);
    BOOST_TEST(directly(user.at_home, forged) == "OK");
}

BOOST_AUTO_TEST_CASE(tells_whether_tls_was_spoken) {
    const Front front{site, Balancer::kAddress};
    const Balancer balancer{folder, site.port(), Balancer::Speaks::Http};
    BOOST_TEST(by_tls(balancer.tls_host(), user.by_tls) == "OK");
    BOOST_TEST(through(balancer.host(), user.by_tls) == kRefused);
    const Client::Pairs forged{{"X-Forwarded-Proto", "https"}};
    BOOST_TEST(through(balancer.host(), user.by_tls, forged) == kRefused);
    BOOST_TEST(directly(user.by_tls, forged) == kRefused);
    BOOST_TEST(directly(user.by_tls, {{"X-Forwarded-Proto", "https"},
                                      {"X-Forwarded-For", kElsewhere}}) == kRefused);
}

BOOST_AUTO_TEST_CASE(tells_it_by_the_proxy_protocol) {
    const std::string believed{Balancer::kAddress};
    const std::string stranger{"127.0.0.1"};
    const Front front{site, believed + "=proxy"};
    const Balancer balancer{folder, site.port(), Balancer::Speaks::Proxy};
    BOOST_TEST(through(balancer.host(), user.at_home) == "OK");
    BOOST_TEST(through(balancer.host(), user.elsewhere, {{"X-Forwarded-For", kElsewhere}}) ==
               kRefused);
    BOOST_TEST(through(balancer.host(), user.by_tls, {{"X-Forwarded-Proto", "https"}}) == kRefused);

    const auto tls = proxy_line(kElsewhere, "443");
    BOOST_TEST(from(believed, tls, user.elsewhere) == "OK");
    BOOST_TEST(from(believed, tls, user.by_tls) == "OK");
    BOOST_TEST(from(believed, proxy_line(kElsewhere, "80"), user.by_tls) == kRefused);
    BOOST_TEST(from(stranger, tls, user.elsewhere) == kRefused);
    BOOST_TEST(from(stranger, tls, user.by_tls) == kRefused);
}

BOOST_AUTO_TEST_CASE(is_not_itself_counted_for_its_callers) {
    const Front front{site, Balancer::kAddress};
    // More than the 256 that an address may have, each with a body that does not come.
    constexpr unsigned kMore = 300;
    const std::string unfinished{"POST / HTTP/1.1\r\nHost: x\r\nX-Forwarded-For: 192.0.2.1\r\n"
                                 "Content-Length: 1\r\n\r\n"};
    std::vector<Poco::Net::StreamSocket> open;
    for (unsigned i = 0; i < kMore; ++i) {
        open.push_back(connect_from(Balancer::kAddress, site.port()));
        open.back().sendBytes(unfinished.data(), static_cast<int>(unfinished.size()));
    }
    const auto answer_to = [&](const std::string& caller) {
        return from(Balancer::kAddress, "", site.owner(), {{"X-Forwarded-For", caller}});
    };
    // nginx has to read them first.
    constexpr int kTries = 50;
    std::string same_caller;
    for (int i = 0; i < kTries && same_caller != "ServiceUnavailable"; ++i)
        same_caller = answer_to("192.0.2.1");
    BOOST_TEST(same_caller == "ServiceUnavailable");
    BOOST_TEST(answer_to("192.0.2.2") == "OK");
}

BOOST_AUTO_TEST_SUITE_END()

} // namespace joingate::e2e
