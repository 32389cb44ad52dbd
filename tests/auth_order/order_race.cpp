#include "tests/auth_order/orders.h"

#include <boost/test/unit_test.hpp>

#include <condition_variable>
#include <cstdlib>
#include <mutex>

using joingate::test::at_once;
using joingate::test::Orders;
using joingate::test::Tenant;

namespace {

/// Lets all threads go on once all have arrived; used again for each order.
class Barrier {
public:
    explicit Barrier(unsigned threads) : threads_{threads} {}

    void wait() {
        std::unique_lock lock{mutex_};
        const auto round = round_;
        if (++arrived_ == threads_) {
            arrived_ = 0;
            ++round_;
            all_arrived_.notify_all();
            return;
        }
        all_arrived_.wait(lock, [&] { return round_ != round; });
    }

private:
    const unsigned threads_;
    unsigned arrived_ = 0;
    unsigned round_ = 0;
    std::mutex mutex_;
    std::condition_variable all_arrived_;
};

/// 200 unless the environment asks for a longer run.
std::size_t order_count() {
    // NOLINTNEXTLINE(concurrency-mt-unsafe): nobody sets the environment
    const auto* wanted = std::getenv("JOINGATE_RACE_ORDERS");
    return wanted != nullptr ? std::strtoul(wanted, nullptr, 10) : 200;
}

/// One party's answers to all orders, one letter each: '+' for a success, '-' for a refusal by
/// state, '?' for anything else.
std::string answers(const Tenant& party, const std::string& action,
                    const std::vector<std::string>& orders, Barrier& barrier) {
    std::string all;
    for (const auto& order : orders) {
        barrier.wait();
        const auto code = party.outcome(action, {{"OrderId", order}}).code;
        all += code.empty() ? '+' : code == "IllegalOrderStateTransition" ? '-' : '?';
    }
    return all;
}

} // namespace

BOOST_FIXTURE_TEST_SUITE(order_race, Orders)

BOOST_AUTO_TEST_CASE(has_one_winner_of_each_order) {
    std::vector<std::string> orders(order_count());
    for (auto& order : orders)
        order = open_order();

    Barrier barrier{4};
    const auto answering = [&](const Tenant& party, const char* action) {
        return [&, action] { return answers(party, action, orders, barrier); };
    };
    const auto results = at_once({answering(renter, "AcceptJoinPermissionAuthOrder"),
                                  answering(renter, "RejectJoinPermissionAuthOrder"),
                                  answering(owner, "CancelJoinPermissionAuthOrder"),
                                  answering(renter, "AcceptJoinPermissionAuthOrder")});

    for (std::size_t i = 0; i < orders.size(); ++i) {
        std::string outcome;
        for (const auto& result : results)
            outcome += result[i];
        std::sort(outcome.begin(), outcome.end());
        BOOST_TEST(outcome == "+---", "order " << orders[i] << ": " << outcome);
    }
    BOOST_TEST(contradictions() == "0");
    BOOST_TEST(value_of("SELECT COUNT(*) FROM joingateexchange.auth_order"
                        " WHERE version = 2 AND order_state <> 'APPLYING'"
                        "   AND (accepted_millis IS NOT NULL) + (rejected_millis IS NOT NULL)"
                        "     + (canceled_millis IS NOT NULL) = 1") ==
               std::to_string(orders.size()));
}

BOOST_AUTO_TEST_SUITE_END()
