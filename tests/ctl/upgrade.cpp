#include "tests/support/fake_host.h"

#include <boost/test/unit_test.hpp>

namespace joingate::test {
namespace {

struct OldHost : FakeHost {
    OldHost() {
        for (const auto* const name :
             {"joingated@1.service", "joingated@2.service", "joingated@10.service"}) {
            unit(name, "LoadState", "loaded");
            unit(name, "ActiveState", "active");
            unit(name, "StatusText", "Answering requests.");
        }
    }
};

} // namespace

BOOST_FIXTURE_TEST_SUITE(ctl_upgrade, OldHost)

BOOST_AUTO_TEST_CASE(migrates_then_restarts_one_worker_after_the_other) {
    server.run("UPDATE joingate.schema_migration SET applied_millis = NULL ORDER BY number DESC "
               "LIMIT 1");
    const auto ran = ctl_here({"upgrade"});
    BOOST_TEST(ran.status == 0, ran.err);
    BOOST_TEST(ran.out == "1 migrations run\n"
                          "joingated@1.service: restarted, it answers requests\n"
                          "joingated@2.service: restarted, it answers requests\n"
                          "joingated@10.service: restarted, it answers requests\n");
    BOOST_TEST(calls() == "systemctl daemon-reload\n"
                          "systemctl restart joingated@1.service\n"
                          "systemctl restart joingated@2.service\n"
                          "systemctl restart joingated@10.service\n");
    BOOST_TEST(ctl_here({"upgrade", "--json"}).out == "{\"Migrations\": 0, \"Restarted\": 3}\n");
}

BOOST_AUTO_TEST_CASE(stops_at_the_first_worker_that_does_not_come_back) {
    fail("restart joingated@2.service", "Job for joingated@2.service failed.");
    write("/journal", "the exchange schema is at migration 7\nFailed to start it.\n");
    const auto ran = ctl_here({"upgrade", "--workers-only"});
    BOOST_TEST(ran.status == 1);
    BOOST_TEST(ran.out == "joingated@1.service: restarted, it answers requests\n");
    BOOST_TEST(ran.err.find("joingated@2.service does not come back: ") != std::string::npos);
    BOOST_TEST(ran.err.find("the exchange schema is at migration 7") != std::string::npos);
    BOOST_TEST(ran.err.find("1 of 3 workers are restarted") != std::string::npos);
    BOOST_TEST(calls().find("joingated@10") == std::string::npos);
}

BOOST_AUTO_TEST_CASE(leaves_workers_alone_that_are_stopped) {
    for (const auto* const name :
         {"joingated@1.service", "joingated@2.service", "joingated@10.service"})
        unit(name, "ActiveState", "inactive");
    const auto ran = ctl_here({"upgrade"});
    BOOST_TEST(ran.status == 0);
    BOOST_TEST(ran.out == "0 migrations run\nno worker runs, so none is restarted\n");
    BOOST_TEST(calls() == "");
}

BOOST_AUTO_TEST_SUITE_END()

} // namespace joingate::test
