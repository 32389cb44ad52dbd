#include "fcgi/self_test.h"

#include "fcgi/fcgi_connection.h"
#include "fcgi/record_guard.h"

#include <sys/socket.h>
#include <unistd.h>

#include <array>
#include <chrono>
#include <string_view>

namespace joingate {
namespace {

using namespace std::string_view_literals;

constexpr std::chrono::milliseconds kSelfTestPatience{1000};
// FCGI_GET_VALUES asking for FCGI_MPXS_CONNS, twice: the library answers the first once it has seen
// the second begin.
constexpr auto kGetValues = "\1\x09\0\0\0\x11\0\0\x0f\0FCGI_MPXS_CONNS"
                            "\1\x09\0\0\0\x11\0\0\x0f\0FCGI_MPXS_CONNS"sv;
// A request with the parameter A=b and no body.
constexpr auto kGoodRequest = "\1\1\0\1\0\x08\0\0\0\1\0\0\0\0\0\0"
                              "\1\4\0\1\0\4\0\0\1\1Ab"
                              "\1\4\0\1\0\0\0\0"
                              "\1\5\0\1\0\0\0\0"sv;

struct Outcome {
    bool accepted = false;
    bool guarded_reads = false;
    bool guarded_writes = false;
    bool answered = false;
};

/// What the library makes of these bytes.
Outcome trial(std::string_view bytes) {
    Outcome outcome;
    std::array<int, 2> ends{};
    if (::socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, ends.data()) != 0) return outcome;
    const auto [near, far] = ends;
    const auto sent = ::send(far, bytes.data(), bytes.size(), MSG_NOSIGNAL);
    ::shutdown(far, SHUT_WR);
    if (sent == static_cast<ssize_t>(bytes.size())) {
        RecordGuard guard{near, kSelfTestPatience};
        FcgiConnection connection{near};
        outcome.accepted = connection.accept() && connection.read_body(0) != std::nullopt;
        if (outcome.accepted) connection.finish("Status: 200 OK\r\n\r\n");
        outcome.guarded_reads = guard.complete();
        outcome.guarded_writes = guard.written() > 0;
    } else {
        ::close(near);
    }
    char answer = 0;
    outcome.answered = ::recv(far, &answer, 1, MSG_DONTWAIT) > 0;
    ::close(far);
    return outcome;
}

} // namespace

bool record_guard_is_effective() {
    const auto bad = trial(kGetValues);
    const auto good = trial(kGoodRequest);
    return !bad.accepted && !bad.answered && good.accepted && good.answered && good.guarded_reads &&
           good.guarded_writes;
}

} // namespace joingate
