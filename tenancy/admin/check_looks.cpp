#include "tenancy/admin/check_looks.h"

#include "sql/failure.h"

#include <algorithm>
#include <chrono>
#include <iterator>
#include <thread>

namespace joingate::admin {
namespace {

constexpr std::chrono::seconds kBetweenLooks{1};

bool operator==(const Difference& one, const Difference& other) {
    return one.where == other.where && one.subject == other.subject && one.problem == other.problem;
}

Differences seen_in_both(const Differences& first, const Differences& second) {
    Differences both;
    std::copy_if(second.begin(), second.end(), std::back_inserter(both), [&](const auto& one) {
        return std::any_of(first.begin(), first.end(),
                           [&](const auto& other) { return one == other; });
    });
    return both;
}

} // namespace

void Looks::first(Part part) {
    auto structure = look(part.structure);
    bool in_doubt = !structure.failure.empty() || !structure.found.empty();
    if (!in_doubt) {
        auto content = look(part.content);
        in_doubt = !content.failure.empty();
        if (!in_doubt) tell(std::move(content), part);
    }
    if (in_doubt) doubts_.emplace_back(std::move(part), std::move(structure));
    progress_(++done_, parts_);
}

void Looks::second() {
    if (!doubts_.empty()) std::this_thread::sleep_for(kBetweenLooks);
    for (const auto& [part, before] : doubts_) {
        auto again = look(part.structure);
        const bool can_be_asked = again.failure.empty();
        if (can_be_asked && !again.found.empty()) {
            again.failure = before.failure;
            again.found = seen_in_both(before.found, again.found);
        }
        tell(std::move(again), part);
        if (can_be_asked) tell(look(part.content), part);
    }
}

Looks::Look Looks::look(const Question& question) const {
    try {
        return {question(), {}};
    } catch (const db::Unavailable& e) {
        reach_();
        return {{}, e.what()};
    } catch (const db::Failure& e) {
        return {{}, e.what()};
    }
}

void Looks::tell(Look look, const Part& part) {
    if (!look.failure.empty()) result_.unseen.push_back({part.where, std::move(look.failure)});
    std::move(look.found.begin(), look.found.end(), std::back_inserter(result_.differences));
}

} // namespace joingate::admin
