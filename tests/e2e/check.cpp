// joingatectl check beside workers that serve and an operator who works.
#include "tests/e2e/load.h"

#include <boost/test/unit_test.hpp>

#include <functional>

namespace joingate::e2e {
namespace {

/// Does something over and over until it is stopped, at least once.
class Repeated {
public:
    explicit Repeated(std::function<void()> work)
        : thread_{[this, work = std::move(work)] {
              try {
                  do
                      work();
                  while (!stop_);
              } catch (const std::exception& e) {
                  failure_ = e.what();
              }
          }} {}
    ~Repeated() { stop(); }
    Repeated(const Repeated&) = delete;
    Repeated& operator=(const Repeated&) = delete;

    /// What ended it before, if anything did.
    std::string stop() {
        stop_ = true;
        if (thread_.joinable()) thread_.join();
        return failure_;
    }

private:
    std::atomic<bool> stop_{false};
    std::string failure_;
    std::thread thread_;
};

} // namespace

BOOST_FIXTURE_TEST_SUITE(check, Tenants)

BOOST_AUTO_TEST_CASE(finds_nothing_while_callers_write_and_instances_come_and_go) {
    Load load{*this, 4};
    Repeated orders{[&] {
        for (const auto* const answer :
             {"AcceptJoinPermissionAuthOrder", "RejectJoinPermissionAuthOrder"})
            renter_calls(answer, {{"OrderId", offer(create(fresh_name()))}});
    }};
    Repeated instances{[&] {
        site.ctl({"instance", "create", site.renter_name(), "--id", "iot-comesgoes"});
        site.ctl({"instance", "delete", "iot-comesgoes", "--yes"});
    }};
    Repeated migrations{[&] { site.ctl({"schema", "migrate"}); }};
    load.await(20);
    for (int i = 0; i < 8; ++i) {
        const auto told = site.ctl({"check"});
        BOOST_TEST(
            (told == "instances: 2, differences: 0\n" || told == "instances: 3, differences: 0\n"),
            told);
    }
    load.await(20);
    BOOST_TEST(instances.stop() == "");
    BOOST_TEST(migrations.stop() == "");
    BOOST_TEST(orders.stop() == "");
    BOOST_TEST(load.stop().surprise.size() == 0U);
}

BOOST_AUTO_TEST_SUITE_END()

} // namespace joingate::e2e
