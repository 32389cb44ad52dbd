#include "tests/sql/cutting_proxy.h"
#include "tests/sql/one_tenant.h"

namespace joingate::test {
namespace {

using Cut = CuttingProxy::Cut;

struct CutOff : OneTenant {
    CuttingProxy proxy{server.admin().socket, server.admin().socket + "p"};
    db::Database cut_database{through_proxy()};
    int runs = 0;

    db::Settings through_proxy() const {
        auto settings = server.worker();
        settings.socket = proxy.socket();
        return settings;
    }

    std::string write(std::chrono::milliseconds budget = std::chrono::seconds{5}) {
        return cut_database.write(scope, entry("nonce", "request"), db::Deadline::after(budget),
                                  [this](db::Session& session) {
                                      session.change(kCount);
                                      return "result of run " + std::to_string(++runs);
                                  });
    }
};

} // namespace

BOOST_FIXTURE_TEST_SUITE(unknown_commit, CutOff)

BOOST_AUTO_TEST_CASE(is_answered_from_the_ledger_when_it_happened) {
    proxy.cut(Cut::AfterServer, 1);
    BOOST_TEST(write() == "result of run 1");
    BOOST_TEST(runs == 1);
    BOOST_TEST(counter() == "1");
    BOOST_TEST(cut_database.commit_unknown() == 0U);
}

BOOST_AUTO_TEST_CASE(is_done_again_when_it_did_not_happen) {
    proxy.cut(Cut::BeforeServer, 2);
    BOOST_TEST(write() == "result of run 3");
    BOOST_TEST(proxy.commits_seen() == 3);
    BOOST_TEST(counter() == "1");
    BOOST_TEST(ledger() == "1");
}

BOOST_AUTO_TEST_CASE(is_waited_for_while_it_may_still_happen) {
    proxy.cut(Cut::LateServer, 1);
    BOOST_TEST(write() == "result of run 1");
    BOOST_TEST(runs == 1);
    BOOST_TEST(counter() == "1");
}

BOOST_AUTO_TEST_CASE(lets_a_refusal_through_once_it_is_certain_that_it_did_not_happen) {
    struct Refusal : std::exception {};
    proxy.cut(Cut::BeforeServer, 1);
    BOOST_CHECK_THROW(cut_database.write(scope, entry("nonce", "request"), deadline,
                                         [this](db::Session&) -> std::string {
                                             if (++runs == 2) throw Refusal{};
                                             return {};
                                         }),
                      Refusal);
    BOOST_TEST(ledger() == "0");
    BOOST_TEST(cut_database.commit_unknown() == 0U);
}

BOOST_AUTO_TEST_CASE(is_unavailable_when_nobody_can_tell) {
    proxy.cut(Cut::BeforeServer, 1000);
    BOOST_CHECK_THROW(write(std::chrono::milliseconds{700}), db::Unavailable);
    BOOST_TEST(runs > 1);
    BOOST_TEST(counter() == "0");
    BOOST_TEST(cut_database.commit_unknown() == 1U);
}

BOOST_AUTO_TEST_CASE(is_never_called_a_success_or_a_refusal) {
    proxy.cut(Cut::AfterServer, 1);
    BOOST_CHECK_THROW(cut_database.write(scope, entry("nonce", "request"),
                                         db::Deadline::after(std::chrono::milliseconds{300}),
                                         [this](db::Session& session) {
                                             session.change(kCount);
                                             // Those that are open go on; the next finds nobody.
                                             server.run("RENAME USER joingate@localhost TO "
                                                        "renamed@localhost");
                                             return std::string{};
                                         }),
                      db::Unavailable);
    server.run("RENAME USER renamed@localhost TO joingate@localhost");
    BOOST_TEST(counter() == "1");
    BOOST_TEST(cut_database.commit_unknown() == 1U);
}

BOOST_AUTO_TEST_CASE(is_unavailable_without_a_ledger) {
    proxy.cut(Cut::AfterServer, 1);
    BOOST_CHECK_THROW(
        cut_database.change(scope, deadline, [](db::Session& session) { session.change(kCount); }),
        db::Unavailable);
    BOOST_TEST(counter() == "1");
    BOOST_TEST(cut_database.commit_unknown() == 1U);
}

BOOST_AUTO_TEST_SUITE_END()

} // namespace joingate::test
