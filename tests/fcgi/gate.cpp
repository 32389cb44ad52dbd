#include "fcgi/gate.h"

#include "tenancy/admin/limits.h"
#include "tenancy/client.h"
#include "tests/support/catalog.h"

#include <boost/test/unit_test.hpp>

#include <map>
#include <string>

namespace joingate::test {
namespace {

/// Admits everything, and keeps under which limit.
class Recorder : public RateLimiter {
public:
    Verdict admit(std::string_view /*account*/, std::string_view action, unsigned limit) override {
        limits[std::string{action}] = limit;
        return {Verdict::Kind::Accepted, 0};
    }

    std::map<std::string, unsigned> limits;
};

struct Admission : WithCatalog {
    std::string account = fresh_account();
    admin::KeyPair pair = fresh_key(account);
    SharedNonceStore nonces{memory};
    Recorder rates;
    Gate gate{directory, nonces, rates, {}};

    void call() {
        Client client;
        client.access_key_id = pair.id;
        client.access_key_secret = pair.secret;
        const auto sent = client.sign("ListNodeGroups", {}, Client::fresh_stamp());
        Request request;
        request.method = sent.method;
        request.query = sent.target.substr(sent.target.find('?') + 1);
        request.body = sent.body;
        request.content_type = "application/x-www-form-urlencoded";
        const auto parsed = Params::parse(request.query, request.body);
        BOOST_REQUIRE((parsed.problem == Params::Problem::None));
        try {
            gate.authenticate(request, parsed.params, open_envelope(request, parsed.params),
                              soon());
        } catch (const Error& e) { // the memory is younger than the call
            BOOST_TEST((e.code() == Code::ServiceUnavailable));
        }
    }
};

} // namespace

BOOST_FIXTURE_TEST_SUITE(gate, Admission)

BOOST_AUTO_TEST_CASE(bounds_an_account_above_every_rate_that_it_has) {
    call();
    BOOST_TEST(rates.limits.at("") == 320U);
    admin::set_rate(catalog, account, "ListNodeGroups", 1000);
    admin::set_rate(catalog, account, "GetNode", 300);
    call();
    BOOST_TEST(rates.limits.at("") == 1620U);
}

BOOST_AUTO_TEST_SUITE_END()

} // namespace joingate::test
