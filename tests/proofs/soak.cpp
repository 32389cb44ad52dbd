// A long load at a good part of what the site can do: nothing of what it holds may grow.
#include "tests/proofs/support/busy_site.h"
#include "tests/proofs/support/proof.h"

#include <algorithm>
#include <deque>
#include <filesystem>
#include <fstream>
#include <map>
#include <sstream>
#include <stdexcept>

namespace joingate::proofs {
namespace {

using std::chrono::milliseconds;
using std::chrono::minutes;
using std::chrono::seconds;

constexpr double kShareOfPeak = 0.7;
/// A thread's own, one for a look-up in the midst of a transaction, and whoever counts them.
constexpr std::int64_t kMostConnections = 2 * kWorkers * kThreads + 1;

const std::string kMemory = "once warm, no process gains more than 1 MiB of memory";
const std::string kDescriptors = "once warm, no process has more descriptors";
const std::string kThreadCount = "once warm, no process has more threads";
const std::string kConnections = "the database has at most two connections per thread of a worker";
const std::string kStatements = "once warm, the database holds no more prepared statements";
const std::string kSame = "all processes live to the end";

/// What is measured; the rule that it may break, and by how much it may grow.
struct Kind {
    std::string rule;
    std::int64_t may_grow;
    /// By one more for every connection that came late.
    bool grows_with_connections = false;
};

using Values = std::vector<std::int64_t>;

std::int64_t least_of_last(const Values& values, std::size_t window) {
    const auto part = static_cast<std::ptrdiff_t>(std::min(window, values.size()));
    return *std::min_element(values.end() - part, values.end());
}

/// By how much all of the last `window` values exceed all of the first.
std::int64_t growth(const Values& values, std::size_t window) {
    const auto part = static_cast<std::ptrdiff_t>(std::min(window, values.size()));
    return least_of_last(values, window) - *std::max_element(values.begin(), values.begin() + part);
}

struct Series {
    const Kind* kind;
    std::string of;
    Values values;
};

std::int64_t of_status(pid_t pid, const std::string& name) {
    std::ifstream status{"/proc/" + std::to_string(pid) + "/status"};
    for (std::string word; status >> word;)
        if (word == name) {
            std::int64_t value = 0;
            status >> value;
            return value;
        }
    throw std::runtime_error{"process " + std::to_string(pid) + " tells no " + name};
}

std::int64_t descriptors(pid_t pid) {
    const std::filesystem::directory_iterator all{"/proc/" + std::to_string(pid) + "/fd"};
    return std::distance(begin(all), end(all));
}

std::map<std::string, std::int64_t> server_status(const Site& site) {
    std::istringstream rows{e2e::run_program(
        "mariadb", {"--no-defaults", "--socket=" + site.folder() + "/mysql.sock",
                    "--skip-column-names", "--batch", "-e",
                    "SHOW GLOBAL STATUS WHERE variable_name IN ('Threads_connected', "
                    "'Prepared_stmt_count')"})};
    std::map<std::string, std::int64_t> values;
    std::int64_t value = 0;
    for (std::string name; rows >> name >> value;)
        values[name] = value;
    return values;
}

/// All that is watched, by process and kind.
class Vitals {
public:
    Vitals(const Run& run, const Site& site)
        : site_{site},
          memory_{kMemory, 1024},
          descriptors_{kDescriptors, run.size(16, 0), true},
          threads_{kThreadCount, run.size(4, 0), true},
          // A statement may be met late, by a thread that is seldom needed.
          statements_{kStatements, run.size(400, 64)} {
        const auto of_workers = workers(site);
        const auto of_front = children(site.pids("front").at(0));
        for (const auto pid : of_workers)
            add("worker", pid, true);
        for (const auto pid : of_front)
            add("nginx", pid, true);
        // Its memory is a cache of the tables, which grow with the load, and its threads are those
        // of the connections, which are counted, and a pool of its own that comes and goes.
        add("mariadbd", site.pids("database").at(0), false);
    }

    void take() {
        for (const auto& [name, pid, is_ours] : processes_) {
            value(descriptors_, name, descriptors(pid));
            if (!is_ours) continue;
            // Without the file that all workers share: of fixed size, but touched little by little.
            value(memory_, name, of_status(pid, "RssAnon:"));
            value(threads_, name, of_status(pid, "Threads:"));
        }
        const auto status = server_status(site_);
        connections_.push_back(status.at("Threads_connected"));
        value(statements_, "database", status.at("Prepared_stmt_count"));
    }

    void judge(Run& run, std::size_t window) const {
        // A server that stood still has for a while those as well that workers gave up.
        const auto connections = least_of_last(connections_, window);
        run.must(kConnections, connections <= kMostConnections,
                 std::to_string(connections) + " connections");
        const auto late = std::max<std::int64_t>(growth(connections_, window), 0);
        std::map<const Kind*, std::int64_t> most;
        for (const auto& [kind, of, values] : series_) {
            const auto gained = growth(values, window);
            run.must(kind->rule,
                     gained <= kind->may_grow + (kind->grows_with_connections ? late : 0),
                     of + ": " + std::to_string(gained) + " more");
            auto& known = most.try_emplace(kind, gained).first->second;
            known = std::max(known, gained);
        }
        const auto tell = [&](const std::string& what, const Kind& kind, const std::string& unit) {
            run.figure(what, std::to_string(most.at(&kind)) + unit);
        };
        tell("most memory gained by a process", memory_, " KiB");
        tell("most descriptors gained by a process", descriptors_, "");
        tell("most threads gained by a process", threads_, "");
        run.figure("connections at the end", std::to_string(connections));
        run.figure("connections gained", std::to_string(growth(connections_, window)));
        tell("prepared statements gained", statements_, "");
    }

private:
    struct Process {
        std::string name;
        pid_t pid;
        bool is_ours;
    };

    void add(const std::string& what, pid_t pid, bool is_ours) {
        processes_.push_back({what + ' ' + std::to_string(pid), pid, is_ours});
    }

    void value(const Kind& kind, const std::string& of, std::int64_t number) {
        auto known = std::find_if(series_.begin(), series_.end(), [&](const Series& one) {
            return one.kind == &kind && one.of == of;
        });
        if (known == series_.end()) known = series_.insert(series_.end(), Series{&kind, of, {}});
        known->values.push_back(number);
    }

    const Site& site_;
    const Kind memory_;
    const Kind descriptors_;
    const Kind threads_;
    const Kind statements_;
    std::vector<Process> processes_;
    std::deque<Series> series_;
    Values connections_;
};

/// Keeps a load at a rate of calls, by what its callers pause after each call.
class Pace {
public:
    Pace(Lives& load, double per_second) : load_{load}, per_second_{per_second} {}

    void keep() {
        const auto now = Clock::now();
        const std::chrono::duration<double> took = now - last_;
        const auto calls = static_cast<double>(load_.calls() - calls_);
        constexpr double kDamping = 0.5;
        pause_ += kDamping * kCallers * (1 / per_second_ - took.count() / std::max(calls, 1.0));
        pause_ = std::clamp(pause_, 0.0, kCallers / per_second_);
        load_.pace(
            std::chrono::duration_cast<Clock::duration>(std::chrono::duration<double>{pause_}));
        last_ = now;
        calls_ = load_.calls();
    }

private:
    Lives& load_;
    double per_second_;
    double pause_ = 0; ///< seconds
    Clock::time_point last_ = Clock::now();
    std::uint64_t calls_ = load_.calls();
};

double peak(const Lives& load, seconds time) {
    const auto before = load.calls();
    std::this_thread::sleep_for(time);
    return static_cast<double>(load.calls() - before) / static_cast<double>(time.count());
}

void prove(Run& run) {
    const Site site{run.folder() + "/site", busy_site(run)};
    Lives load{site, run, kCallers};
    const auto most = peak(load, run.size(seconds{2}, seconds{30}));
    Pace pace{load, kShareOfPeak * most};

    const auto between = run.size(milliseconds{250}, milliseconds{1000});
    const auto keep_for = [&](Clock::duration time, const std::function<void()>& each) {
        for (const auto end = Clock::now() + time; Clock::now() < end;) {
            std::this_thread::sleep_for(between);
            pace.keep();
            each();
        }
    };
    keep_for(run.size<Clock::duration>(milliseconds{500}, minutes{5}), [] {});
    const auto before = workers(site);
    Vitals vitals{run, site};
    const auto calls = load.calls();
    const auto start = Clock::now();
    keep_for(run.size<Clock::duration>(seconds{4}, minutes{25}), [&] { vitals.take(); });
    const std::chrono::duration<double> took = Clock::now() - start;
    const auto rate = static_cast<double>(load.calls() - calls) / took.count();
    load.stop();

    run.must(kSame, workers(site) == before, "a worker ended");
    vitals.judge(run, run.size<std::size_t>(3, 60));
    run.figure("peak, calls per second", static_cast<std::uint64_t>(most));
    run.figure("kept, calls per second", static_cast<std::uint64_t>(rate));
    run.figure("slowest answer", load.slowest());
    load.verify();
}

const Registered kSoak{{"soak",
                        prove,
                        {{"memory_per_call", kMemory},
                         {"descriptor_per_call", kDescriptors},
                         {"statement_per_call", kStatements}}}};

} // namespace
} // namespace joingate::proofs
