// The worker as a CGI program: the same answer without a socket.
#include "tests/e2e/tenants.h"
#include "tests/support/places.h"

#include <boost/test/unit_test.hpp>

#include <Poco/Net/MessageHeader.h>

#include <regex>
#include <sstream>

namespace joingate::e2e {
namespace {

struct Cgi : Tenants {
    Answer run(const Client::Request& request) const {
        const auto question = request.target.find('?');
        std::vector<std::string> arguments{
            "-i",
            "REQUEST_METHOD=" + request.method,
            "SIGNED_HOST=" + site.host(),
            "REMOTE_ADDR=127.0.0.1",
            "QUERY_STRING=" +
                (question == std::string::npos ? "" : request.target.substr(question + 1)),
            "CONTENT_LENGTH=" + std::to_string(request.body.size())};
        if (!request.body.empty())
            arguments.emplace_back("CONTENT_TYPE=application/x-www-form-urlencoded");
        arguments.insert(arguments.end(),
                         {places::in_build("fcgi/joingated"), "--config=" + site.configuration()});
        return read(run_program("/usr/bin/env", arguments, request.body));
    }

    static Answer read(const std::string& output) {
        std::istringstream stream{output};
        Poco::Net::MessageHeader header;
        header.read(stream);
        stream.ignore(2); // the empty line
        Answer answer;
        answer.headers.assign(header.begin(), header.end());
        answer.status = std::stoi(header.get("Status", "200"));
        answer.body.assign(std::istreambuf_iterator<char>{stream}, {});
        return answer;
    }

    /// Without what differs from request to request.
    static std::string comparable(const std::string& body) {
        static const std::regex request_id{"[0-9A-F]{8}(-[0-9A-F]{4}){3}-[0-9A-F]{12}"};
        return std::regex_replace(body, request_id, "ID");
    }

    void compare(const std::string& method, const std::string& action, const Fields& fields) {
        manner.method = method;
        const auto owner = client(site.owner());
        const auto here = run(owner.sign(action, fields, Client::fresh_stamp()));
        const auto there = call(site.owner(), action, fields);
        BOOST_TEST(here.status == there.status);
        BOOST_TEST(comparable(here.body) == comparable(there.body));
        BOOST_TEST(here.header("content-type") == there.header("content-type"));
        BOOST_TEST(here.header("x-acs-request-id") == here.value("RequestId"));
    }
};

} // namespace

BOOST_FIXTURE_TEST_SUITE(cgi, Cgi)

BOOST_AUTO_TEST_CASE(answers_as_the_workers_do) {
    const auto permission = create(fresh_name());
    for (const auto* const method : {"GET", "POST"}) {
        compare(method, "GetOwnedJoinPermission", {{"JoinPermissionId", permission}});
        compare(method, "GetOwnedJoinPermission", {});
        compare(method, "UpdateOwnedLocalJoinPermission",
                {{"JoinPermissionId", permission}, {"RxDelay", "7"}});
    }
    BOOST_TEST(seen(permission, "RxDelay") == "7");
}

BOOST_AUTO_TEST_SUITE_END()

} // namespace joingate::e2e
