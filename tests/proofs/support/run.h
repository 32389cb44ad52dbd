#pragma once

#include <chrono>
#include <cstdint>
#include <mutex>
#include <random>
#include <string>
#include <string_view>
#include <vector>

namespace joingate::proofs {

enum class Size { Quick, Full };

/// One run of a proof: what it is given, and what it finds. Thread-safe.
class Run {
public:
    struct Figure {
        std::string name;
        std::string value;
    };
    struct Rule {
        std::string text;
        bool held = true;
        std::string found; ///< the first thing that broke it
        std::uint64_t broken = 0;
    };

    Run(std::string proof, Size size, std::uint64_t seed, std::string bug);

    bool full() const { return size_ == Size::Full; }
    /// The first in `./dev test`, the second in `./dev prove`.
    template <class T> T size(T quick, T full_size) const { return full() ? full_size : quick; }

    std::uint64_t seed() const { return seed_; }
    /// The same for the same seed and stream. Give each thread a stream of its own.
    std::mt19937_64 random(std::uint64_t stream = 0) const;

    bool has_bug(std::string_view name) const { return bug_ == name; }
    bool has_planted_bug() const { return !bug_.empty(); }
    /// joingated, with the planted bug in it if there is one.
    std::string worker() const;
    /// Of this proof at this size alone, in the build tree; for its site and its files.
    std::string folder() const;

    /// For the report, in the order of their first mention; a later value replaces an earlier one.
    void figure(const std::string& name, const std::string& value);
    void figure(const std::string& name, std::uint64_t value);
    /// As milliseconds.
    void figure(const std::string& name, std::chrono::nanoseconds value);

    /// What the proof must show, said once per run at least, also where it holds. `found` is what
    /// was seen instead. The text is that of the report and must not hold a figure of this run.
    void must(const std::string& rule, bool holds, const std::string& found = {});

    std::vector<Figure> figures() const;
    std::vector<Rule> rules() const;

private:
    const std::string proof_;
    const Size size_;
    const std::uint64_t seed_;
    const std::string bug_;
    mutable std::mutex mutex_;
    std::vector<Figure> figures_;
    std::vector<Rule> rules_;
};

} // namespace joingate::proofs
