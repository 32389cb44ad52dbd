// Limits that hold over all worker processes together.
#include "tests/e2e/tenants.h"

#include <boost/test/data/monomorphic.hpp>
#include <boost/test/data/test_case.hpp>
#include <boost/test/unit_test.hpp>

#include <algorithm>
#include <chrono>
#include <future>
#include <thread>

namespace joingate::e2e {
namespace {

namespace data = boost::unit_test::data;
using std::chrono::floor;
using std::chrono::seconds;
using std::chrono::steady_clock;

constexpr unsigned kPublished = 5;
constexpr unsigned kThreads = 8;

struct Crowd : Tenants {
    /// The requests sent from several threads at once; the answers in any order.
    static std::vector<Answer> send_at_once(const Client& client,
                                            const std::vector<Client::Request>& requests) {
        std::vector<Answer> answers(requests.size());
        std::vector<std::future<void>> senders;
        for (unsigned first = 0; first < kThreads; ++first)
            senders.push_back(std::async(std::launch::async, [&, first] {
                for (auto i = first; i < requests.size(); i += kThreads)
                    answers[i] = send(client, requests[i]);
            }));
        for (auto& sender : senders)
            sender.get();
        return answers;
    }

    static auto count(const std::vector<Answer>& answers, const std::string& code) {
        return std::count_if(answers.begin(), answers.end(), [&](const Answer& answer) {
            return code.empty() ? answer.succeeded() : answer.code() == code;
        });
    }

    /// Sent and answered within one second of the clock that the limiter uses.
    std::vector<Answer> within_one_second(const Client& client, const std::string& action,
                                          const Fields& fields) const {
        constexpr unsigned kCalls = 40;
        constexpr int kTries = 20;
        for (int i = 0; i < kTries; ++i) {
            std::vector<Client::Request> requests;
            for (unsigned call = 0; call < kCalls; ++call)
                requests.push_back(client.sign(action, fields, Client::fresh_stamp()));
            const auto begin = floor<seconds>(steady_clock::now()) + seconds{1};
            std::this_thread::sleep_until(begin + std::chrono::milliseconds{5});
            auto answers = send_at_once(client, requests);
            if (steady_clock::now() < begin + seconds{1}) return answers;
        }
        throw std::runtime_error{"this machine is too slow for 40 calls in a second"};
    }
};

/// The published rate, and as many workers as a case wants, while it runs.
struct PublishedRate {
    const Tenants& tenants;

    PublishedRate(const Tenants& which, unsigned workers) : tenants{which} {
        use(workers, kPublished);
    }
    ~PublishedRate() { use(2, 60000); }

    void use(unsigned workers, unsigned rate) const {
        tenants.site.stop("workers");
        tenants.site.start("workers", {"--workers", std::to_string(workers), "--set",
                                       "rate.callsPerSecond=" + std::to_string(rate)});
    }
};

} // namespace

BOOST_FIXTURE_TEST_SUITE(gate, Crowd)

BOOST_DATA_TEST_CASE(lets_five_calls_a_second_pass, data::make({1U, 2U, 4U}), workers) {
    const auto permission = create(fresh_name());
    const PublishedRate rate{*this, workers};
    const auto answers = within_one_second(client(site.owner()), "GetOwnedJoinPermission",
                                           {{"JoinPermissionId", permission}});
    BOOST_TEST(count(answers, "") == kPublished);
    BOOST_TEST(count(answers, "Throttling.User") == static_cast<long>(answers.size() - kPublished));
    for (const auto& answer : answers) {
        const auto wait = answer.header("x-acs-retry-after");
        if (answer.succeeded())
            BOOST_TEST(wait == "");
        else
            BOOST_TEST((std::stoi(wait) >= 1 && std::stoi(wait) <= 1000), wait);
    }
}

BOOST_AUTO_TEST_CASE(counts_a_ram_user_for_its_account) {
    const auto permission = create(fresh_name());
    const Fields by_id{{"JoinPermissionId", permission}};
    const PublishedRate rate{*this, 2};
    const auto used_up = within_one_second(client(site.owner()), "GetOwnedJoinPermission", by_id);
    BOOST_TEST(count(used_up, "") == kPublished);
    const auto others = within_one_second(client(site.reader()), "GetOwnedJoinPermission", by_id);
    BOOST_TEST(count(others, "") == kPublished);
}

BOOST_DATA_TEST_CASE(takes_a_signed_request_once, data::make({"GET", "POST"}), method) {
    manner.method = method;
    const auto owner = client(site.owner());
    constexpr int kRounds = 10;
    for (int i = 0; i < kRounds; ++i) {
        const auto request =
            owner.sign("CreateLocalJoinPermission", creation(fresh_name()), Client::fresh_stamp());
        const auto answers = send_at_once(owner, std::vector<Client::Request>(kThreads, request));
        BOOST_TEST(count(answers, "") == 1);
        BOOST_TEST(count(answers, "SignatureNonceUsed") == kThreads - 1);
    }
}

BOOST_AUTO_TEST_CASE(knows_a_nonce_after_the_workers_were_replaced) {
    const auto owner = client(site.owner());
    const auto request = owner.sign("ListOwnedJoinPermissions", {{"Limit", "1"}, {"Offset", "0"}},
                                    Client::fresh_stamp());
    BOOST_TEST(send(owner, request).succeeded());
    site.stop("workers");
    site.start("workers");
    BOOST_TEST(send(owner, request).code() == "SignatureNonceUsed");
}

BOOST_AUTO_TEST_SUITE_END()

} // namespace joingate::e2e
