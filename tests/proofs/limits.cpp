// What is too much is refused for little: CPU and memory of each refusal, through nginx and, for
// what nginx would stop, straight at the workers' socket.
#include "fcgi/descriptor.h"
#include "tests/fcgi/fastcgi_bytes.h"
#include "tests/proofs/support/http_answer.h"
#include "tests/proofs/support/proof.h"
#include "tests/proofs/support/worker_cost.h"
#include "tests/support/places.h"

#include <Poco/Net/SocketAddress.h>
#include <Poco/Net/StreamSocket.h>
#include <Poco/Timespan.h>

#include <algorithm>
#include <array>
#include <fstream>

namespace joingate::proofs {
namespace {

using std::chrono::milliseconds;

constexpr std::size_t kKib = 1024;
constexpr std::size_t kMib = kKib * kKib;
constexpr milliseconds kMostCpu{20};
constexpr std::uint64_t kMostBytes = 4 * kMib;

const std::string kCode = "what is too much gets its documented code";
const std::string kCpu = "a refusal costs at most 20 ms of CPU";
const std::string kMemory = "a refusal costs at most 4 MiB of memory";

constexpr std::string_view kBlank{"\r\n\r\n"};

/// A request that is signed, and then not any more.
Client::Request request(const Site& site, const std::string& method, const std::string& more) {
    auto client = Party{site, site.owner()}.client;
    client.method = method;
    auto made = client.sign("CountOwnedJoinPermissions", {}, Client::fresh_stamp());
    auto& place = method == "POST" ? made.body : made.target;
    place += more;
    for (auto& [name, value] : made.headers)
        if (name == "Content-Length") value = std::to_string(made.body.size());
    return made;
}

std::string many_parameters(unsigned count) {
    std::string text;
    for (unsigned i = 0; i < count; ++i)
        text += "&p" + std::to_string(i) + "=";
    return text;
}

/// Each of its bytes takes five in the string to sign.
std::string reserved_body(std::size_t size) {
    constexpr std::size_t kLongestValue = 64 * kKib;
    std::string text;
    for (unsigned i = 0; text.size() < size; ++i) {
        const auto name = "&r" + std::to_string(i) + "=";
        text +=
            name + std::string(std::min(kLongestValue, size - std::min(size, text.size())), '/');
    }
    return text;
}

/// As nginx would hand it over.
std::string as_fastcgi(const Client::Request& request) {
    fastcgi_bytes::Pairs pairs{
        {"REQUEST_METHOD", request.method},
        {"QUERY_STRING", request.target.size() > 2 ? request.target.substr(2) : ""},
        {"CONTENT_LENGTH", request.body.empty() ? "" : std::to_string(request.body.size())}};
    for (const auto& [name, value] : request.headers) {
        std::string variable{name};
        std::transform(variable.begin(), variable.end(), variable.begin(), [](char c) {
            return c == '-' ? '_' : static_cast<char>(std::toupper(static_cast<unsigned char>(c)));
        });
        if (name == "Content-Type")
            pairs.emplace_back(variable, value);
        else
            pairs.emplace_back(name == "Host" ? "SIGNED_HOST" : "HTTP_" + variable, value);
    }
    pairs.emplace_back("LNW_END", "1");
    return fastcgi_bytes::request(pairs, request.body);
}

bool holds_answer(std::string bytes) {
    return take_answer(bytes, false).has_value();
}

/// Everything until the other side closes, or a whole HTTP answer; what is not wanted any more is
/// not sent.
std::string exchange(const Poco::Net::SocketAddress& address, const std::string& bytes) {
    Poco::Net::StreamSocket socket{address};
    constexpr int kPatienceSeconds = 10;
    socket.setReceiveTimeout(Poco::Timespan{kPatienceSeconds, 0});
    std::string all;
    try {
        for (std::size_t sent = 0; sent < bytes.size();)
            sent += static_cast<std::size_t>(
                socket.sendBytes(bytes.data() + sent, static_cast<int>(bytes.size() - sent)));
    } catch (const Poco::Exception&) { // NOLINT(bugprone-empty-catch): an answer may be there yet
    }
    try {
        std::array<char, 64 * kKib> part{};
        for (int count = 1; count > 0 && !holds_answer(all);) {
            count = socket.receiveBytes(part.data(), static_cast<int>(part.size()));
            all.append(part.data(), static_cast<std::size_t>(std::max(count, 0)));
        }
    } catch (const Poco::Exception&) { // NOLINT(bugprone-empty-catch): reset; what came stays
    }
    return all;
}

std::string code_of(const std::string& reply) {
    Answer answer;
    const auto head = reply.find(kBlank);
    if (head != std::string::npos) answer.body = reply.substr(head + kBlank.size());
    return reply.empty() ? "closed" : answer.code();
}

class Limits {
public:
    Limits(Run& run, Site& site) : run_{run}, site_{site} {}

    void through_nginx(const std::string& what, const Client::Request& request,
                       const std::string& code) {
        const Poco::Net::SocketAddress front{"127.0.0.1", site_.port()};
        measure(what, code, [bytes = request.bytes(), front] { return exchange(front, bytes); });
    }

    void at_the_worker(const std::string& what, const Client::Request& request,
                       const std::string& code) {
        const Poco::Net::SocketAddress worker{Poco::Net::SocketAddress::UNIX_LOCAL,
                                              site_.folder() + "/joingated.sock"};
        measure(what + ", at the worker", code, [bytes = as_fastcgi(request), worker] {
            return code_of_worker(exchange(worker, bytes));
        });
    }

    void judge(const std::string& what, const Cost& cost) {
        run_.must(kCpu, cost.cpu <= kMostCpu,
                  what + " took " + std::to_string(cost.cpu.count() / 1000) + " us");
        run_.must(kMemory, cost.bytes <= kMostBytes,
                  what + " took " + std::to_string(cost.bytes / kKib) + " KiB");
        run_.figure(what + ", KiB", cost.bytes / kKib);
        run_.figure(what + ", CPU", cost.cpu);
    }

private:
    static std::string code_of_worker(const std::string& reply) {
        return reply.empty() ? reply : fastcgi_bytes::output(reply);
    }

    template <class Send>
    void measure(const std::string& what, const std::string& code, const Send& send) {
        // Memory that an earlier case left behind would hide what this one takes.
        if (run_.full()) site_.restart_worker(1);
        Party{site_, site_.owner()}.call("CountOwnedJoinPermissions");
        std::string last;
        const auto call = [&] { last = code_of(send()); };
        Cost cost;
        cost.bytes = cost_of(site_, 1, call).bytes;
        // What else runs on the machine only adds to it: the least of three is the call's own.
        constexpr int kTimes = 3;
        for (int i = 0; i < kTimes; ++i) {
            const auto cpu = cost_of(site_, run_.size(5U, 100U), call).cpu;
            cost.cpu = i == 0 ? cpu : std::min(cost.cpu, cpu);
        }
        run_.must(kCode, last == code, what + " got " + last);
        judge(what, cost);
    }

    Run& run_;
    Site& site_;
};

/// What the deep one costs beyond a small one that is refused as well.
void deep_policy(Run& run, const Site& site, Limits& limits, std::size_t depth) {
    const auto policy = [&](const std::string& name, const std::string& document) {
        const auto path = run.folder() + "/" + name + ".json";
        std::ofstream{path} << document;
        const std::vector<std::string> words{"--config=" + site.configuration(),
                                             "policy",
                                             "create",
                                             "smart-meters",
                                             name,
                                             "--document",
                                             path};
        const auto cost = cost_of_program(places::in_build("tenancy/ctl/joingatectl"), words);
        run.must(kCode, cost.status != 0, "a policy that is " + name + " is stored");
        return cost;
    };
    const std::string head{R"({"Version":"1","Statement":)"};
    const auto flat = policy("flat", head + "1}");
    const auto deep =
        policy("deep", head + std::string(depth, '[') + std::string(depth, ']') + "}");
    limits.judge("policy of depth " + std::to_string(depth),
                 {std::max(deep.cpu - flat.cpu, std::chrono::nanoseconds{}),
                  deep.bytes - std::min(flat.bytes, deep.bytes)});
}

void prove(Run& run) {
    Site site{run.folder() + "/site",
              {"--workers", "1", "--threads", "1", "--worker", run.worker(), "--set",
               "rate.callsPerSecond=60000"}};
    Limits limits{run, site};
    // Room for the parameters that sign it.
    constexpr std::size_t kRest = 2 * kKib;
    const std::string value(kMib - kRest, 'v');

    limits.through_nginx("value of 1 MiB", request(site, "POST", "&Pad=" + value),
                         "InvalidParameter");
    limits.through_nginx("body beyond 1 MiB", request(site, "POST", "&Pad=" + value + value),
                         "InvalidParameter");
    limits.through_nginx("string to sign of 5 MiB",
                         request(site, "POST", reserved_body(kMib - kRest)),
                         "SignatureDoesNotMatch");
    limits.through_nginx("10,000 parameters", request(site, "POST", many_parameters(10000)),
                         "InvalidParameter");
    limits.through_nginx("URI of 64 KiB",
                         request(site, "GET", "&Pad=" + std::string(64 * kKib, 'v')),
                         "InvalidParameter");
    auto headers = request(site, "GET", "&Pad=v");
    for (unsigned i = 0; i < 200; ++i)
        headers.headers.emplace_back("X-Header-" + std::to_string(i), std::string(100, 'v'));
    limits.through_nginx("200 headers", headers, "SignatureDoesNotMatch");

    limits.at_the_worker("10,000 parameters in the query",
                         request(site, "GET", many_parameters(8000)), "InvalidParameter");
    limits.at_the_worker("URI of 64 KiB",
                         request(site, "GET", "&Pad=" + std::string(64 * kKib, 'v')), "closed");
    limits.at_the_worker("body beyond 1 MiB", request(site, "POST", "&Pad=" + value + value),
                         "closed");
    for (unsigned i = 200; i < 600; ++i)
        headers.headers.emplace_back("X-Header-" + std::to_string(i), "v");
    limits.at_the_worker("600 headers", headers, "closed");
    // The first is not even too long.
    for (const std::size_t depth : {3000U, 10000U})
        deep_policy(run, site, limits, depth);
}

const Registered kLimits{{"limits",
                          prove,
                          {{"parameters_without_limit", kCode},
                           {"quadratic_parameters", kCpu},
                           {"whole_string_to_sign", kMemory}}}};

} // namespace
} // namespace joingate::proofs
