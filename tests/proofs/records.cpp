// Mutated FastCGI inputs straight to the workers' socket, past nginx; at full size to workers with
// AddressSanitizer and UndefinedBehaviorSanitizer.
#include "fcgi/record_stream.h"
#include "tests/fcgi/fastcgi_bytes.h"
#include "tests/fcgi/front.h"
#include "tests/proofs/support/mutations.h"
#include "tests/proofs/support/party.h"
#include "tests/proofs/support/proof.h"
#include "tests/proofs/support/sanitized.h"

#include <algorithm>
#include <atomic>
#include <thread>

namespace joingate::proofs {
namespace {

using std::chrono::seconds;

constexpr unsigned kClients = 2;
constexpr std::uint64_t kBatch = 1000;
constexpr seconds kLongest{1};

const std::string kNoneDies = "no input ends a worker or brings out a sanitizer's report";
const std::string kNoneHangs = "no input keeps a worker for more than 1 s";
const std::string kOnlyRequests = "only a well-formed request is answered, and in whole";
const std::string kStillServes = "between the inputs proper requests are answered";

/// As nginx connects. A send or receive that takes longer than any input may ends short.
Front::Connection connect(const std::string& socket) {
    Descriptor fd{::socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0)};
    const timeval patience{2 * kLongest.count(), 0};
    ::setsockopt(fd.get(), SOL_SOCKET, SO_RCVTIMEO, &patience, sizeof patience);
    ::setsockopt(fd.get(), SOL_SOCKET, SO_SNDTIMEO, &patience, sizeof patience);
    sockaddr_un address{};
    address.sun_family = AF_UNIX;
    socket.copy(address.sun_path, sizeof address.sun_path - 1);
    // NOLINTNEXTLINE(cppcoreguidelines-pro-type-reinterpret-cast): sockaddr is many types
    if (::connect(fd.get(), reinterpret_cast<const sockaddr*>(&address), sizeof address) != 0)
        throw std::runtime_error{"the workers' socket takes no connection"};
    return Front::Connection{fd.release()};
}

/// Whether the bytes begin with exactly one request; the worker need not see what follows.
bool begins_with_request(std::string_view bytes) {
    RecordStream guard;
    for (const char& c : bytes) {
        if (!guard.feed({&c, 1})) return false;
        if (guard.complete()) return true;
    }
    return false;
}

bool is_whole(std::string_view reply) {
    constexpr std::size_t kEnd = FCGI_HEADER_LEN + sizeof(FCGI_EndRequestBody);
    return reply.size() > kEnd && reply[reply.size() - kEnd + 1] == FCGI_END_REQUEST &&
           fastcgi_bytes::output(reply).rfind("Status: ", 0) == 0;
}

class Inputs {
public:
    Inputs(Run& run, const Site& site)
        : run_{run}, site_{site}, party_{site, site.owner()}, workers_{site.pids("workers")} {}

    /// Until something is broken at the latest: what hangs once would hang again and again.
    void send(std::uint64_t count) {
        std::vector<Mutations> makers;
        for (unsigned i = 0; i < kClients; ++i)
            makers.emplace_back(run_.random(i), params());
        while (inputs_ < count && !broken_) {
            std::vector<std::thread> clients;
            for (auto& maker : makers)
                clients.emplace_back([this, &maker] { send_batch(maker); });
            for (auto& client : clients)
                client.join();
            check_workers();
        }
        run_.figure("inputs", inputs_);
        run_.figure("of them answered", answered_);
        run_.figure("slowest end of an input", Clock::duration{slowest_});
    }

    bool broken() const { return broken_; }

    void check_reports() {
        const auto report = sanitizer_report_in_file(site_.folder() + "/log/workers.log");
        tell(kNoneDies, report.empty(), report);
    }

private:
    Mutations::Params params() const {
        const auto request =
            party_.client.sign("CountOwnedJoinPermissions", {}, Client::fresh_stamp());
        return {{"REQUEST_METHOD", request.method},
                {"QUERY_STRING", request.target.substr(request.target.find('?') + 1)},
                {"CONTENT_TYPE", "application/x-www-form-urlencoded"},
                {"SIGNED_HOST", site_.host()},
                {"HTTP_USER_AGENT", "proof"},
                {"REMOTE_ADDR", "127.0.0.1"},
                {"LNW_END", "1"}};
    }

    void send_batch(Mutations& maker) try {
        for (std::uint64_t i = 0; i < kBatch / kClients && !broken_; ++i)
            send_one(maker.next());
    } catch (const std::exception& e) {
        tell(kNoneDies, false, e.what());
    }

    void send_one(const std::string& bytes) {
        const auto connection = connect(site_.folder() + "/joingated.sock");
        const auto start = Clock::now();
        connection.send(bytes);
        connection.end();
        const auto reply = connection.receive();
        const auto took = (Clock::now() - start).count();
        for (auto known = slowest_.load(); took > known;)
            if (slowest_.compare_exchange_weak(known, took)) break;
        ++inputs_;
        if (!reply.empty()) ++answered_;
        tell(kNoneHangs, Clock::duration{took} <= kLongest, in_hex(bytes));
        tell(kOnlyRequests, reply.empty() || (begins_with_request(bytes) && is_whole(reply)),
             in_hex(bytes));
    }

    void check_workers() {
        const auto answer = party_.call("CountOwnedJoinPermissions");
        tell(kStillServes, answer.succeeded(), answer.body);
        tell(kNoneDies, site_.pids("workers") == workers_, "a worker is another one");
        check_reports();
    }

    void tell(const std::string& rule, bool holds, const std::string& found) {
        run_.must(rule, holds, found);
        if (!holds) broken_ = true;
    }

    static std::string in_hex(std::string_view bytes) {
        constexpr std::size_t kShown = 200;
        constexpr std::string_view kHex{"0123456789abcdef"};
        std::string text;
        for (const char c : bytes.substr(0, kShown)) {
            const auto byte = static_cast<unsigned char>(c);
            text += kHex[byte >> 4U];
            text += kHex[byte & 15U];
        }
        return text;
    }

    Run& run_;
    const Site& site_;
    const Party party_;
    const std::vector<pid_t> workers_;
    std::atomic<std::uint64_t> inputs_{0};
    std::atomic<std::uint64_t> answered_{0};
    std::atomic<Clock::rep> slowest_{0};
    std::atomic<bool> broken_{false};
};

void prove(Run& run) {
    // The quick run has the worker as it is built anyway; its guard is fuzzed under the sanitizers
    // by `parsers`.
    const auto worker =
        run.full() ? build_sanitized("asan", {"joingated"}) + "/fcgi/joingated" : run.worker();
    Site site{run.folder() + "/site",
              {"--workers", "2", "--threads", "4", "--worker", worker, "--set",
               "rate.callsPerSecond=60000"}};
    Inputs inputs{run, site};
    inputs.send(run.size<std::uint64_t>(4'000, 1'000'000));
    // A worker that hangs would not end either; one that ends tells what it did not free.
    if (inputs.broken())
        site.kill("workers");
    else
        site.stop("workers");
    inputs.check_reports();
}

const Registered kRecords{
    {"records", prove, {{"body_of_any_length", kNoneDies}, {"reads_on_at_the_end", kNoneHangs}}}};

} // namespace
} // namespace joingate::proofs
