#include "fcgi/cgi.h"

#include <sys/wait.h>
#include <sysexits.h>
#include <unistd.h>

#include <boost/test/unit_test.hpp>

#include <array>
#include <string>
#include <vector>

using joingate::Reply;
using joingate::Request;

namespace {

struct Result {
    int status = 0;
    std::string output;
};

Reply echo(const Request& request) {
    Reply reply;
    reply.content_type = "text/plain";
    reply.request_id = "ID";
    reply.body = request.method + ' ' + request.query + " [" + request.body + "]";
    return reply;
}

/// In a process of its own, as a CGI server would start it.
Result run(std::vector<const char*> environment, const std::string& body) {
    environment.push_back(nullptr);
    std::array<int, 2> in{};
    std::array<int, 2> out{};
    BOOST_REQUIRE(::pipe(in.data()) == 0);
    BOOST_REQUIRE(::pipe(out.data()) == 0);
    // Before anybody reads: a program that needs no body may have ended by then.
    BOOST_REQUIRE(::write(in[1], body.data(), body.size()) == static_cast<ssize_t>(body.size()));
    const auto child = ::fork();
    if (child == 0) {
        ::close(in[1]);
        ::close(out[0]);
        ::_exit(joingate::answer_cgi(echo, environment.data(), in[0], out[1]));
    }
    ::close(in[0]);
    ::close(out[1]);
    ::close(in[1]);
    Result result;
    std::array<char, 4096> part{};
    for (ssize_t got = 0; (got = ::read(out[0], part.data(), part.size())) > 0;)
        result.output.append(part.data(), static_cast<std::size_t>(got));
    ::close(out[0]);
    int status = 0;
    ::waitpid(child, &status, 0);
    result.status = WEXITSTATUS(status);
    return result;
}

} // namespace

BOOST_AUTO_TEST_SUITE(cgi)

BOOST_AUTO_TEST_CASE(answers_one_request) {
    const auto result =
        run({"REQUEST_METHOD=POST", "QUERY_STRING=a=b", "CONTENT_LENGTH=4"}, "body");
    BOOST_TEST(result.status == EX_OK);
    BOOST_TEST(result.output == "Status: 200 OK\r\nContent-Type: text/plain\r\n"
                                "x-acs-request-id: ID\r\n\r\nPOST a=b [body]");
}

BOOST_AUTO_TEST_CASE(reads_no_more_than_the_body) {
    BOOST_TEST(run({"REQUEST_METHOD=GET", "QUERY_STRING="}, "rest").output.find("GET  []") !=
               std::string::npos);
}

BOOST_AUTO_TEST_CASE(refuses_a_body_that_is_cut_or_too_large) {
    const auto cut = run({"REQUEST_METHOD=POST", "CONTENT_LENGTH=5"}, "body");
    BOOST_TEST(cut.output.find("Status: 400 Bad Request\r\n") == 0U);
    BOOST_TEST(cut.output.find("<Code>InvalidParameter</Code>") != std::string::npos);
    const auto large = run({"REQUEST_METHOD=POST", "CONTENT_LENGTH=1048577"}, "");
    BOOST_TEST(large.output.find("Status: 413 ") == 0U);
}

BOOST_AUTO_TEST_CASE(says_that_there_is_no_request) {
    const auto result = run({"PATH=/bin"}, "");
    BOOST_TEST(result.status == EX_USAGE);
    BOOST_TEST(result.output.empty());
}

BOOST_AUTO_TEST_SUITE_END()
