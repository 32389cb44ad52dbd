#include "sql/pool.h"

#include "sql/failure.h"
#include "sql/wait_limit.h"

#include <algorithm>
#include <new>
#include <thread>
#include <utility>

namespace joingate::db {
namespace {

using std::chrono::milliseconds;

constexpr unsigned kTries = 4;
constexpr std::chrono::hours kReplaceAfter{1};
constexpr milliseconds kFirstWait{20};
constexpr milliseconds kLongestWait{320};

// Sleeps, or says that it is not worth it.
bool pause(milliseconds time, const Deadline& deadline) {
    if (time >= deadline.left()) return false;
    std::this_thread::sleep_for(time);
    return true;
}

milliseconds between(Lane& lane, milliseconds::rep least, milliseconds::rep most) {
    return milliseconds{std::uniform_int_distribution<milliseconds::rep>{least, most}(lane.random)};
}

// The lanes of a thread end with it, those of a Database with the Database.
using ThreadLanes = std::vector<std::pair<std::uint64_t, std::shared_ptr<Lane>>>;
thread_local ThreadLanes thread_lanes;

std::uint64_t next_id() {
    static std::atomic<std::uint64_t> last{0};
    return ++last;
}

// A server that has become a copy of another: what it says may be old.
bool says_read_only(int number) {
    constexpr int kReadOnlyOption = 1290;
    constexpr int kReadOnlyMode = 1836;
    return number == kReadOnlyOption || number == kReadOnlyMode;
}

class Occupied {
public:
    explicit Occupied(Lane& lane) : lane_{lane} { lane_.busy = true; }
    ~Occupied() { lane_.busy = false; }
    Occupied(const Occupied&) = delete;
    Occupied& operator=(const Occupied&) = delete;

private:
    Lane& lane_;
};

void roll_back(Lane& lane) noexcept {
    try {
        if (lane.connection) lane.connection->rollback();
    } catch (const std::exception&) {
        lane.connection.reset();
    }
}

} // namespace

Database::Pool::Pool(Settings settings) : settings_{std::move(settings)}, id_{next_id()} {}

Database::Pool::~Pool() {
    const std::lock_guard lock{mutex_};
    for (const auto& weak : lanes_)
        if (const auto lane = weak.lock()) lane->connection.reset();
}

Lane& Database::Pool::lane() {
    for (const auto& [id, lane] : thread_lanes)
        if (id == id_ && !lane->busy) return *lane;

    auto lane = std::make_shared<Lane>();
    const std::lock_guard lock{mutex_};
    lanes_.erase(std::remove_if(lanes_.begin(), lanes_.end(),
                                [](const auto& weak) { return weak.expired(); }),
                 lanes_.end());
    lanes_.push_back(lane);
    return *thread_lanes.emplace_back(id_, std::move(lane)).second;
}

void Database::Pool::connect(Lane& lane, const Deadline& deadline) {
    auto wait = kFirstWait;
    for (;;) {
        auto& oldest = lane.connects[lane.next_connect];
        const auto since = Connection::Clock::now() - oldest;
        if (since < std::chrono::seconds{1} &&
            !pause(std::chrono::ceil<milliseconds>(std::chrono::seconds{1} - since), deadline))
            throw Unavailable{0, "connect: too often"};
        if (deadline.passed()) throw Unavailable{0, "connect: out of time"};

        oldest = Connection::Clock::now();
        lane.next_connect = (lane.next_connect + 1) % lane.connects.size();
        try {
            lane.connection = std::make_unique<Connection>(settings_, Patience::Request);
            return;
        } catch (const Lost& e) {
            if (!pause(between(lane, wait.count() / 2, wait.count() * 3 / 2), deadline))
                throw Unavailable{e.number(), e.what()};
            wait = std::min(wait * 2, kLongestWait);
        }
    }
}

Connection& Database::Pool::connected(Lane& lane, const Deadline& deadline) {
    const auto now = Connection::Clock::now();
    if (lane.connection && (now - lane.connection->opened() > kReplaceAfter ||
                            lane.connection->opened() <= trusted_since_.load()))
        lane.connection.reset();
    if (lane.connection && now - lane.connection->used() > settings_.ping_after) {
        try {
            lane.connection->run("DO 1");
        } catch (const Failure&) {
            lane.connection.reset();
        }
    }
    if (!lane.connection) connect(lane, deadline);
    lane.connection->touch(now);
    return *lane.connection;
}

void Database::Pool::run(std::string_view role, const Deadline& deadline, const Try& once) {
    auto& lane = this->lane();
    const Occupied occupied{lane};
    const WaitLimit limit{deadline};
    for (unsigned conflicts = 0;;) {
        try {
            auto& connection = connected(lane, deadline);
            connection.take_role(role);
            once(connection);
            return;
        } catch (const Conflict& e) {
            roll_back(lane);
            const auto wait = between(lane, 5, 20) * (1U << conflicts);
            if (++conflicts == kTries || !pause(wait, deadline))
                throw Unavailable{e.number(), e.what()};
        } catch (const Lost& e) {
            lane.connection.reset();
            if (says_read_only(e.number())) trusted_since_ = Connection::Clock::now();
            if (deadline.passed()) throw Unavailable{e.number(), e.what()};
        } catch (const Fault&) {
            lane.connection.reset();
            throw;
        } catch (const Unfit&) {
            lane.connection.reset();
            throw;
        } catch (const std::bad_alloc&) {
            lane.connection.reset();
            throw;
        } catch (...) {
            roll_back(lane);
            throw;
        }
    }
}

} // namespace joingate::db
