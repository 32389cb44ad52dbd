// What is refused, by the workers and by nginx, as clients see it.
#include "tests/e2e/tenants.h"

#include <boost/test/data/monomorphic.hpp>
#include <boost/test/data/test_case.hpp>
#include <boost/test/unit_test.hpp>

namespace joingate::e2e {
namespace {

namespace data = boost::unit_test::data;

const std::vector<std::string> kFormats{"JSON", "XML"};

struct Refusals : Tenants {
    /// Status, code and everything that clients read from an error (spec "gateway", section 6.2).
    void check(const Answer& answer, int status, const std::string& code) const {
        BOOST_TEST_CONTEXT(answer.body) {
            BOOST_TEST(answer.status == status);
            BOOST_TEST(answer.code() == code);
            BOOST_TEST(answer.value("RequestId").size() == 36U);
            BOOST_TEST(!answer.value("Message").empty());
            BOOST_TEST(!answer.value("HostId").empty());
            BOOST_TEST(!answer.value("Recommend").empty());
            if (manner.format == Client::Format::Xml) {
                BOOST_TEST(answer.header("content-type") == "text/xml;charset=utf-8");
                BOOST_TEST(answer.body.find("<Error>") != std::string::npos);
            } else {
                BOOST_TEST(answer.header("content-type") == "application/json;charset=utf-8");
                BOOST_TEST(answer.value("Success") == "false");
            }
        }
    }

    void answer_in(const std::string& format) {
        manner.format = format == "XML" ? Client::Format::Xml : Client::Format::Json;
    }

    /// In the query: nginx does not look into a body.
    Answer get() {
        manner.method = "GET";
        return owner_calls("ListOwnedJoinPermissions", {{"Limit", "1"}, {"Offset", "0"}});
    }

    /// Starts again what a case stopped, whatever became of the case.
    struct Pause {
        Site& site;
        std::string part;
        Pause(Site& which, std::string what) : site{which}, part{std::move(what)} {
            site.stop(part);
        }
        ~Pause() { site.start(part); }
    };
};

} // namespace

BOOST_FIXTURE_TEST_SUITE(refusals, Refusals)

BOOST_DATA_TEST_CASE(name_their_reason, data::make(kFormats), told) {
    answer_in(told);
    const auto permission = create(fresh_name());
    const Fields by_id{{"JoinPermissionId", permission}};
    check(call({site.owner().id, "not the secret"}, "GetOwnedJoinPermission", by_id), 400,
          "SignatureDoesNotMatch");
    check(call({"LTAInobody", "secret"}, "GetOwnedJoinPermission", by_id), 404,
          "InvalidAccessKeyId.NotFound");
    check(owner_calls("GetOwnedJoinPermission"), 400, "MissingParameter");
    check(owner_calls("NoSuchAction"), 404, "InvalidAction.NotFound");
    check(renter_calls("GetOwnedJoinPermission", by_id), 400, "NotResourceOwner");
    check(renter_calls("DeleteLocalJoinPermission", by_id), 400, "NonExistent");
    check(owner_calls("CreateLocalJoinPermission", creation("abc")), 400, "InvalidName");
    check(call(site.reader(), "CreateLocalJoinPermission", creation(fresh_name())), 400,
          "ForbiddenByRam");
    BOOST_TEST(call(site.reader(), "GetOwnedJoinPermission", by_id).succeeded());
}

BOOST_DATA_TEST_CASE(of_nginx_look_like_ours, data::make(kFormats), told) {
    answer_in(told);
    const auto query = "/?Format=" + told;
    const std::string rest = " HTTP/1.1\r\nHost: " + site.host() + "\r\nConnection: close\r\n";
    check(send_raw("POST " + query + rest + "Content-Length: 2000000\r\n\r\n", site.port()), 413,
          "InvalidParameter");
    check(send_raw("GET " + query + rest + "X-Long: " + std::string(20000, 'x') + "\r\n\r\n",
                   site.port()),
          400, "InvalidParameter");
}

BOOST_DATA_TEST_CASE(of_nginx_stay_ours_when_the_body_is_bad_too, data::make(kFormats), told) {
    answer_in(told);
    const auto rest = "/?Format=" + told + " HTTP/1.1\r\nHost: " + site.host() + "\r\n";
    const std::string chunked{"Transfer-Encoding: chunked\r\n"};
    check(send_raw("POST " + rest + "Content-Length: 2000000\r\n" + chunked + "\r\n", site.port()),
          400, "InvalidParameter");
    check(send_raw("TRACE " + rest + chunked + "\r\n2\r\nno chunk\r\n", site.port()), 400,
          "InvalidParameter");
    check(send_raw("POST /elsewhere" + rest + chunked + "\r\n2\r\nno chunk\r\n", site.port()), 400,
          "InvalidParameter");
}

BOOST_AUTO_TEST_CASE(of_a_line_too_long_to_be_read_are_json) {
    const auto answer =
        send_raw("GET /?Name=" + std::string(20000, 'x') + " HTTP/1.1\r\n\r\n", site.port());
    BOOST_TEST(answer.status == 400);
    BOOST_TEST(answer.code() == "InvalidParameter");
    BOOST_TEST(answer.header("content-type") == "application/json;charset=utf-8");
    BOOST_TEST(answer.header("x-acs-request-id") == answer.value("RequestId"));
}

BOOST_DATA_TEST_CASE(without_workers_are_temporary, data::make(kFormats), told) {
    answer_in(told);
    const Pause pause{site, "workers"};
    check(get(), 503, "ServiceUnavailable");
}

BOOST_DATA_TEST_CASE(without_database_are_temporary, data::make(kFormats), told) {
    answer_in(told);
    const Pause pause{site, "database"};
    check(get(), 503, "ServiceUnavailable");
}

BOOST_AUTO_TEST_SUITE_END()

} // namespace joingate::e2e
