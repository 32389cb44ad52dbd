#include "tests/proofs/support/run.h"

#include "tests/support/places.h"
#include "tests/support/server.h"

#include <algorithm>
#include <cmath>
#include <filesystem>
#include <iomanip>
#include <sstream>
#include <utility>

namespace joingate::proofs {

namespace fs = std::filesystem;

Run::Run(std::string proof, Size size, std::uint64_t seed, std::string bug)
    : proof_{std::move(proof)}, size_{size}, seed_{seed}, bug_{std::move(bug)} {}

std::mt19937_64 Run::random(std::uint64_t stream) const {
    std::seed_seq sequence{seed_, seed_ >> 32U, stream, stream >> 32U};
    return std::mt19937_64{sequence};
}

std::string Run::worker() const {
    if (fs::exists(places::in_source("tests/bugs/" + bug_ + ".patch")))
        return places::in_build("bugs/" + bug_ + "/joingated");
    return places::in_build("fcgi/joingated");
}

std::string Run::folder() const {
    auto folder =
        places::in_build(test::of_this_server("proofs/" + proof_) + (full() ? ".full" : ""));
    fs::create_directories(folder);
    return folder;
}

void Run::figure(const std::string& name, const std::string& value) {
    const std::lock_guard lock{mutex_};
    const auto known = std::find_if(figures_.begin(), figures_.end(),
                                    [&](const Figure& figure) { return figure.name == name; });
    if (known == figures_.end())
        figures_.push_back({name, value});
    else
        known->value = value;
}

void Run::figure(const std::string& name, std::uint64_t value) {
    figure(name, std::to_string(value));
}

void Run::figure(const std::string& name, std::chrono::nanoseconds value) {
    std::ostringstream text;
    const auto millis = std::chrono::duration<double, std::milli>{value}.count();
    constexpr double kNoFractionFrom = 100;
    if (millis >= kNoFractionFrom)
        text << std::llround(millis) << " ms";
    else
        text << std::setprecision(3) << millis << " ms";
    figure(name, text.str());
}

void Run::must(const std::string& rule, bool holds, const std::string& found) {
    const std::lock_guard lock{mutex_};
    auto known = std::find_if(rules_.begin(), rules_.end(),
                              [&](const Rule& one) { return one.text == rule; });
    if (known == rules_.end()) known = rules_.insert(rules_.end(), Rule{rule, true, {}, 0});
    if (holds) return;
    if (known->held) known->found = found;
    known->held = false;
    ++known->broken;
}

std::vector<Run::Figure> Run::figures() const {
    const std::lock_guard lock{mutex_};
    return figures_;
}

std::vector<Run::Rule> Run::rules() const {
    const std::lock_guard lock{mutex_};
    return rules_;
}

} // namespace joingate::proofs
