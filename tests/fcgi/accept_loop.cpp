#include "fcgi/accept_loop.h"

#include "fcgi/self_test.h"
#include "tests/fcgi/fastcgi_bytes.h"
#include "tests/fcgi/front.h"

#include <fcgiapp.h>
#include <fcntl.h>
#include <sys/wait.h>
#include <unistd.h>

#include <boost/test/unit_test.hpp>

#include <atomic>
#include <future>
#include <mutex>
#include <optional>
#include <set>
#include <thread>

using namespace std::chrono_literals;
using namespace fastcgi_bytes;
using joingate::AcceptLoop;
using joingate::Reply;
using joingate::Request;

namespace {

constexpr auto kPatience = 300ms;

/// A loop that answers with the request's body, and remembers the last request.
struct Loop {
    Loop() : Loop{kPatience, 4} {}

    Loop(std::chrono::milliseconds patience, unsigned threads) {
        FCGX_Init();
        loop.emplace(AcceptLoop::Settings{front.listener(), threads, {}, patience},
                     [this](const Request& request) { return answer(request); });
        loop->start();
    }

    Reply answer(const Request& request) {
        if (delay.count() > 0) std::this_thread::sleep_for(delay);
        const std::lock_guard lock{mutex};
        ++answered;
        last = request;
        ids.insert(request.request_id);
        if (fails) throw std::runtime_error{"no answer"};
        Reply reply;
        reply.content_type = "text/plain";
        reply.request_id = request.request_id;
        reply.body = "[" + request.body + "]";
        return reply;
    }

    static Pairs params(std::size_t length = 0) {
        return {{"REQUEST_METHOD", "POST"},
                {"QUERY_STRING", "Action=A&B=%20"},
                {"CONTENT_LENGTH", length == 0 ? "" : std::to_string(length)},
                {"LNW_END", "1"}};
    }

    bool drops(std::string_view bytes) {
        const auto reply = front.exchange(bytes);
        const std::lock_guard lock{mutex};
        return reply.empty() && answered == 0;
    }

    Front front;
    std::mutex mutex;
    std::optional<Request> last;
    std::set<std::string> ids;
    int answered = 0;
    std::atomic<bool> fails{false};
    std::chrono::milliseconds delay{0};
    std::optional<AcceptLoop> loop;
};

boost::test_tools::assertion_result is_root(boost::unit_test::test_unit_id) {
    return ::geteuid() == 0;
}

template <class Work> std::chrono::milliseconds duration(Work work) {
    const auto begin = std::chrono::steady_clock::now();
    work();
    return std::chrono::duration_cast<std::chrono::milliseconds>(std::chrono::steady_clock::now() -
                                                                 begin);
}

} // namespace

BOOST_FIXTURE_TEST_SUITE(accept_loop, Loop)

BOOST_AUTO_TEST_CASE(proves_that_libfcgi_reads_through_the_guard) {
    BOOST_TEST(joingate::record_guard_is_effective());
}

BOOST_AUTO_TEST_CASE(answers_a_request) {
    const auto reply = front.exchange(request(params(4), "body"));
    BOOST_TEST(output(reply) == "Status: 200 OK\r\nContent-Type: text/plain\r\nx-acs-request-id: " +
                                    last->request_id + "\r\n\r\n[body]");
    BOOST_TEST(last->method == "POST");
    BOOST_TEST(last->query == "Action=A&B=%20");
}

BOOST_AUTO_TEST_CASE(closes_even_if_the_front_wants_to_keep_the_connection) {
    constexpr int kKeep = 1;
    BOOST_TEST(output(front.exchange(begin(1, FCGI_RESPONDER, kKeep) +
                                     stream(FCGI_PARAMS, pairs(params())) + stream(FCGI_STDIN, {})))
                   .find("[]") != std::string::npos);
}

BOOST_AUTO_TEST_CASE(puts_a_body_together_that_comes_in_pieces) {
    const std::string body(30000, 'b');
    const auto bytes = begin() + stream(FCGI_PARAMS, pairs(params(body.size())), 7, 1) +
                       stream(FCGI_STDIN, body, 999, 5);
    const auto connection = front.connect();
    for (std::size_t at = 0; at < bytes.size(); at += 1500) {
        connection.send(std::string_view{bytes}.substr(at, 1500));
        std::this_thread::sleep_for(1ms);
    }
    BOOST_TEST(output(connection.receive()).find("[" + body + "]") != std::string::npos);
}

BOOST_AUTO_TEST_CASE(writes_a_large_reply_to_its_end) {
    const std::string body(1024 * 1024, 'b');
    BOOST_TEST(output(front.exchange(request(params(body.size()), body))).size() > body.size());
}

BOOST_AUTO_TEST_CASE(drops_a_body_of_another_length) {
    BOOST_TEST(drops(request(params(3), "body")));
    BOOST_TEST(drops(request(params(5), "body")));
    BOOST_TEST(drops(request(params(), "body")));
    auto no_number = params();
    no_number[2].second = "4x";
    BOOST_TEST(drops(request(no_number, "body")));
}

BOOST_AUTO_TEST_CASE(drops_parameters_that_are_not_from_our_front) {
    BOOST_TEST(drops(request({{"REQUEST_METHOD", "GET"}})));
    BOOST_TEST(drops(request({{"REQUEST_METHOD", "GET"}, {"LNW_END", "0"}})));
    BOOST_TEST(drops(request({{"LNW_END", "1"}})));
}

BOOST_AUTO_TEST_CASE(drops_a_request_that_is_cut_anywhere) {
    const auto bytes = request(params(4), "body");
    for (std::size_t size = 0; size < bytes.size(); ++size) {
        const auto connection = front.connect();
        connection.send(std::string_view{bytes}.substr(0, size));
        connection.end();
        BOOST_TEST_REQUIRE(connection.receive().empty());
    }
    BOOST_TEST(answered == 0);
}

BOOST_AUTO_TEST_CASE(drops_a_management_record_unanswered) {
    // Twice: unguarded, the library answers the first once it has seen the second begin.
    const auto ask = record(FCGI_GET_VALUES, 0, pair("FCGI_MPXS_CONNS", ""));
    BOOST_TEST(drops(ask + ask));
    BOOST_TEST(front.exchange(request(params())).size() > 0U);
}

BOOST_AUTO_TEST_CASE(drops_the_connection_of_a_foreign_user,
                     *boost::unit_test::precondition(is_root)) {
    constexpr uid_t kNobody = 65534;
    const auto answered_for_nobody = [&] {
        const auto child = ::fork();
        if (child == 0) {
            const bool became = ::setresuid(kNobody, kNobody, kNobody) == 0;
            ::_exit(became && !front.exchange(request(params())).empty() ? 1 : 0);
        }
        int status = -1;
        ::waitpid(child, &status, 0);
        return status != 0;
    };
    BOOST_TEST(!answered_for_nobody());
    loop->stop();
    loop->join();
    AcceptLoop open{{front.listener(), 1, {kNobody}, kPatience},
                    [this](const Request& request) { return answer(request); }};
    open.start();
    BOOST_TEST(answered_for_nobody());
}

BOOST_AUTO_TEST_CASE(drops_the_connection_if_the_answer_throws) {
    fails = true;
    BOOST_TEST(front.exchange(request(params())).empty());
    fails = false;
    BOOST_TEST(!front.exchange(request(params())).empty());
}

BOOST_AUTO_TEST_CASE(gives_a_silent_peer_its_time_and_no_more) {
    const auto connection = front.connect();
    connection.send(begin());
    const auto passed = duration([&] { connection.receive(); });
    BOOST_TEST(passed.count() >= 250);
    BOOST_TEST(passed.count() < 2000);
}

BOOST_AUTO_TEST_CASE(gives_a_trickling_peer_no_longer_than_a_silent_one) {
    const auto connection = front.connect();
    const auto bytes = request(params());
    std::atomic<bool> over{false};
    std::thread trickle{[&] {
        for (const char c : bytes) {
            if (over) return;
            connection.send({&c, 1});
            std::this_thread::sleep_for(20ms);
        }
    }};
    const auto passed = duration([&] { connection.receive(); });
    over = true;
    trickle.join();
    BOOST_TEST(passed.count() < 2000);
    BOOST_TEST(answered == 0);
}

BOOST_AUTO_TEST_CASE(gives_up_on_a_peer_that_does_not_read_its_reply) {
    const std::string body(1024 * 1024, 'b');
    const auto connection = front.connect();
    connection.send(request(params(body.size()), body));
    std::this_thread::sleep_for(2 * kPatience);
    BOOST_TEST(loop->longest_request().count() == 0);
    BOOST_TEST(output(connection.receive()).size() < body.size());
}

BOOST_AUTO_TEST_CASE(knows_how_long_a_request_runs) {
    BOOST_TEST(loop->longest_request().count() == 0);
    delay = 200ms;
    const auto connection = front.connect();
    connection.send(request(params()));
    std::this_thread::sleep_for(100ms);
    BOOST_TEST(loop->longest_request().count() >= 50);
    connection.receive();
}

BOOST_AUTO_TEST_CASE(stops_at_once_when_idle) {
    const auto passed = duration([&] {
        loop->stop();
        loop->join();
    });
    BOOST_TEST(passed.count() < 100);
}

// The flag belongs to the socket, not to the process: whoever shares the socket can clear it, and
// systemd does so.
BOOST_AUTO_TEST_CASE(stops_at_once_although_somebody_made_the_socket_blocking) {
    constexpr unsigned kThreads = 4;
    std::atomic<int> by_other{0};
    AcceptLoop other{{front.listener(), kThreads, {}, kPatience}, [&](const Request& request) {
                         ++by_other;
                         return answer(request);
                     }};
    other.start();
    const int flags = ::fcntl(front.listener(), F_GETFL);
    BOOST_TEST_REQUIRE(::fcntl(front.listener(), F_SETFL, flags & ~O_NONBLOCK) == 0);
    // Whoever has served one now waits in accept for the next.
    for (int i = 0; i < 100; ++i)
        BOOST_TEST_REQUIRE(!front.exchange(request(params())).empty());
    BOOST_TEST(answered == 100);

    for (auto* const stopping : {&*loop, &other}) {
        auto stopped = std::async(std::launch::async, [&] {
            stopping->stop();
            stopping->join();
        });
        const bool in_time = stopped.wait_for(500ms) == std::future_status::ready;
        BOOST_TEST(in_time);
        // So that a thread that is deaf ends all the same.
        while (stopped.wait_for(10ms) != std::future_status::ready)
            front.connect().end();
        if (stopping != &*loop) break;
        const auto before = by_other.load();
        BOOST_TEST(!front.exchange(request(params())).empty());
        BOOST_TEST(by_other == before + 1);
    }
}

BOOST_AUTO_TEST_CASE(finishes_what_runs_when_stopped) {
    delay = 200ms;
    const auto connection = front.connect();
    connection.send(request(params(4), "body"));
    std::this_thread::sleep_for(50ms);
    loop->stop();
    loop->join();
    BOOST_TEST(output(connection.receive()).find("[body]") != std::string::npos);
}

BOOST_AUTO_TEST_CASE(leaves_what_it_did_not_take_to_the_next_worker) {
    loop->stop();
    loop->join();
    const auto connection = front.connect();
    connection.send(request(params(4), "body"));
    AcceptLoop next{{front.listener(), 1, {}, kPatience},
                    [this](const Request& request) { return answer(request); }};
    next.start();
    BOOST_TEST(output(connection.receive()).find("[body]") != std::string::npos);
}

BOOST_AUTO_TEST_CASE(refuses_a_descriptor_that_does_not_listen) {
    const joingate::Descriptor plain{::socket(AF_UNIX, SOCK_STREAM, 0)};
    BOOST_CHECK_THROW((AcceptLoop{{plain.get(), 1, {}, kPatience}, {}}), std::system_error);
}

BOOST_AUTO_TEST_CASE(answers_a_thousand_requests_by_eight_threads) {
    constexpr int kThreads = 8;
    constexpr int kEach = 125;
    AcceptLoop more{{front.listener(), kThreads, {}, 5s},
                    [this](const Request& request) { return answer(request); }};
    more.start();
    std::atomic<int> good{0};
    std::vector<std::thread> clients;
    for (int client = 0; client < kThreads; ++client)
        clients.emplace_back([&, client] {
            for (int i = 0; i < kEach; ++i) {
                const auto body = std::to_string(client) + '-' + std::to_string(i);
                const auto reply = output(front.exchange(request(params(body.size()), body)));
                if (reply.find("[" + body + "]") != std::string::npos) ++good;
            }
        });
    for (auto& client : clients)
        client.join();
    BOOST_TEST(good == kThreads * kEach);
    BOOST_TEST(ids.size() == static_cast<std::size_t>(kThreads * kEach));
}

BOOST_AUTO_TEST_SUITE_END()
