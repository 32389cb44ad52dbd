#include "fcgi/cgi_variables.h"

#include <boost/test/unit_test.hpp>

#include <vector>

using namespace std::chrono_literals;
using joingate::CgiVariables;

namespace {

constexpr std::chrono::system_clock::time_point kNow{1700000002500ms};

std::optional<CgiVariables> read(std::vector<const char*> entries) {
    entries.push_back(nullptr);
    return joingate::read_cgi_variables(entries.data(), kNow);
}

std::int64_t age(const char* msec) {
    return read({"REQUEST_METHOD=GET", msec})->request.age.count();
}

} // namespace

BOOST_AUTO_TEST_SUITE(cgi_variables)

BOOST_AUTO_TEST_CASE(become_a_request) {
    const auto read_in = read({"REQUEST_METHOD=POST", "QUERY_STRING=a=b&c=%3D", "CONTENT_LENGTH=12",
                               "CONTENT_TYPE=application/x-www-form-urlencoded", "HTTPS=on",
                               "REMOTE_ADDR=192.0.2.1", "SIGNED_HOST=api.example:8080",
                               "HTTP_X_ACS_ACTION=GetNodeGroup", "LNW_END=1", "NO_EQUALS"});
    BOOST_REQUIRE(read_in);
    const auto& request = read_in->request;
    BOOST_TEST(read_in->marked);
    BOOST_TEST(read_in->content_length == 12U);
    BOOST_TEST(request.method == "POST");
    BOOST_TEST(request.query == "a=b&c=%3D");
    BOOST_TEST(request.content_type == "application/x-www-form-urlencoded");
    BOOST_TEST(request.header("content-type").value() == request.content_type);
    BOOST_TEST(request.tls);
    BOOST_TEST(request.peer_address == "192.0.2.1");
    BOOST_TEST(request.header("host").value() == "api.example:8080");
    BOOST_TEST(request.header("x-acs-action").value() == "GetNodeGroup");
    BOOST_TEST(request.request_id.size() == 36U);
}

BOOST_AUTO_TEST_CASE(take_the_host_from_the_front_alone) {
    const auto without = read({"REQUEST_METHOD=GET", "HTTP_HOST=forged"});
    BOOST_TEST(!without->request.header("host"));
    const auto with = read({"REQUEST_METHOD=GET", "HTTP_HOST=forged", "SIGNED_HOST=true"});
    BOOST_TEST(with->request.header("host").value() == "true");
    BOOST_TEST(!read({"REQUEST_METHOD=GET", "SIGNED_HOST="})->request.header("host"));
}

BOOST_AUTO_TEST_CASE(need_a_method_and_a_length_that_is_a_number) {
    BOOST_TEST(!read({"QUERY_STRING=a"}));
    BOOST_TEST(!read({"REQUEST_METHOD="}));
    for (const char* length : {"CONTENT_LENGTH=-1", "CONTENT_LENGTH=1x", "CONTENT_LENGTH= 1",
                               "CONTENT_LENGTH=99999999999999999999"})
        BOOST_TEST(!read({"REQUEST_METHOD=GET", length}));
    BOOST_TEST(read({"REQUEST_METHOD=GET", "CONTENT_LENGTH="})->content_length == 0U);
}

BOOST_AUTO_TEST_CASE(tell_the_age_within_five_seconds) {
    BOOST_TEST(age("JOINGATE_MSEC=1700000002.123") == 377);
    BOOST_TEST(age("JOINGATE_MSEC=1700000002.600") == 0);
    BOOST_TEST(age("JOINGATE_MSEC=1600000000.000") == 5000);
    BOOST_TEST(age("JOINGATE_MSEC=99999999999999999.000") == 0);
    for (const char* odd : {"JOINGATE_MSEC=", "JOINGATE_MSEC=1700000001", "JOINGATE_MSEC=1.2",
                            "JOINGATE_MSEC=-1.000", "JOINGATE_MSEC=1e9.000", "X=1"})
        BOOST_TEST(age(odd) == 0);
}

BOOST_AUTO_TEST_CASE(are_unmarked_without_the_last_one) {
    BOOST_TEST(!read({"REQUEST_METHOD=GET"})->marked);
    BOOST_TEST(!read({"REQUEST_METHOD=GET", "LNW_END=2"})->marked);
    BOOST_TEST(!read({"REQUEST_METHOD=GET", "HTTP_LNW_END=1"})->marked);
}

BOOST_AUTO_TEST_SUITE_END()
