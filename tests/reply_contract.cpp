#include "tests/support/reply_contract.h"
#include "tests/support/places.h"

#include <Poco/JSON/Array.h>
#include <Poco/JSON/Object.h>
#include <Poco/JSON/Parser.h>
#include <Poco/String.h>

#include <boost/test/unit_test.hpp>

#include <fstream>

namespace {

using namespace joingate;

/// A case leaves out what is usual: JSON unless the body begins as XML, 2019-03-01, status 200.
test::Exchange exchange_of(const Poco::JSON::Object& one) {
    test::Exchange exchange;
    exchange.action = one.getValue<std::string>("action");
    exchange.version = one.optValue<std::string>("version", "2019-03-01");
    const auto body = one.get("body");
    exchange.body = Poco::replace(
        body.isString() ? body.convert<std::string>() : Poco::Dynamic::Var::toString(body),
        std::string{"@"}, std::string{"89EF6CAA-958F-F32C-BE45-FE003C6DE097"});
    const auto format =
        one.optValue<std::string>("format", exchange.body.front() == '<' ? "XML" : "JSON");
    exchange.format = format == "XML" ? Client::Format::Xml : Client::Format::Json;
    exchange.by_cpp_sdk = one.optValue("cpp", false);
    exchange.status = one.optValue("status", 200);
    return exchange;
}

} // namespace

BOOST_AUTO_TEST_SUITE(reply_contract)

BOOST_AUTO_TEST_CASE(tells_breaches_from_good_replies) {
    std::ifstream file{places::in_source("tests/reply_contract.json")};
    const auto cases = Poco::JSON::Parser{}.parse(file).extract<Poco::JSON::Array::Ptr>();
    BOOST_TEST(cases->size() > 50U);
    for (unsigned i = 0; i < cases->size(); ++i) {
        const auto one = cases->getObject(i);
        const auto expected = one->getValue<std::string>("breach");
        const auto breach = test::contract_breach(exchange_of(*one));
        BOOST_TEST_CONTEXT(one->getValue<std::string>("it")) {
            // Only the two parsers know what they say about what they cannot read.
            if (expected == "body: ")
                BOOST_TEST(breach.substr(0, expected.size()) == expected);
            else
                BOOST_TEST(breach == expected);
        }
    }
}

BOOST_AUTO_TEST_CASE(ends_the_call_that_breaks_it) {
    BOOST_CHECK_THROW(test::check_reply({"NoSuchAction", "2019-03-01", Client::Format::Json, false,
                                         200, R"({"Success":true})"}),
                      std::runtime_error);
}

BOOST_AUTO_TEST_SUITE_END()
