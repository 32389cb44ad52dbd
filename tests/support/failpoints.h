#pragma once

#include <cstddef>
#include <string>
#include <vector>

namespace joingate::test {

/// What the database driver of this process asks of its client library, where it can fail.
struct DriverCall {
    /// Rows: reading what Execute brought; it can only fail afterwards.
    enum class Kind { Connect, Query, Prepare, Execute, Rows };
    Kind kind;
    std::string text; ///< of the statement, with `?` for each value; none for Connect

    bool operator==(const DriverCall& other) const {
        return kind == other.kind && text == other.text;
    }
};

/// A call that fails.
struct Fault {
    /// A number that no server has.
    static constexpr unsigned kBadAlloc = 0;

    std::size_t call; ///< counted from 0
    unsigned number;  ///< as the driver's exception tells it, or std::bad_alloc for kBadAlloc
    bool is_after;    ///< it happened, but nobody hears of it; else it did not happen
};

/// Watches the calls of this thread while it lives, and has some of them fail. The driver is the
/// real one and so is the server: a lost connection is really cut, and a deadlock has undone the
/// transaction. One at a time in a thread; make it before the thread's first connection.
class Failpoints {
public:
    /// In the order of their calls.
    explicit Failpoints(std::vector<Fault> faults = {});
    ~Failpoints();
    Failpoints(const Failpoints&) = delete;
    Failpoints& operator=(const Failpoints&) = delete;

    const std::vector<DriverCall>& calls() const { return calls_; }
    /// How many of the faults have happened.
    std::size_t fired() const { return fired_; }
    /// From here on nothing fails and nothing is noted.
    void rest() { resting_ = true; }

    struct OpenConnection {
        bool answers = false;
        bool in_transaction = false;
        std::string role; ///< none for no role
    };
    /// As the server sees those that this thread has opened and not closed; needs rest().
    std::vector<OpenConnection> open_connections() const;

    /// For the calls themselves: the fault that this one is to have, null for none.
    const Fault* pass(DriverCall call);
    void opened(void* handle) { handles_.push_back(handle); }
    void closed(void* handle);

private:
    const std::vector<Fault> faults_;
    std::vector<DriverCall> calls_;
    std::vector<void*> handles_;
    std::size_t fired_ = 0;
    bool resting_ = false;
};

} // namespace joingate::test
