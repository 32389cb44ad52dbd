#pragma once

#include <algorithm>
#include <chrono>
#include <cstddef>
#include <optional>
#include <set>
#include <utility>
#include <vector>

namespace joingate::proofs {

/// A call on one object: when it was made, and when its result was known.
template <class Call> struct Interval {
    using Time = std::chrono::steady_clock::time_point;

    Call call;
    Time start;
    std::optional<Time> end; ///< none: the result is not known, and it may happen any time later
};

/// Whether one order of the calls explains all results, each call taking effect at one moment of
/// its interval; a call without an end may also never take effect. The search of Wing and Gong with
/// the memory of Lowe ("Testing for linearizability", 2017).
///
/// `Model` has a State, ordered by <, and `static std::optional<State> step(const State&, const
/// Call&)`: what the call makes of the state, none where its result contradicts it. A call without
/// an end is stepped as if it had succeeded.
template <class Model, class Call>
bool is_linearizable(typename Model::State state, const std::vector<Interval<Call>>& calls) {
    struct Event {
        typename Interval<Call>::Time at;
        bool is_call;
        std::size_t call;
    };
    std::vector<Event> events;
    std::size_t left = 0; // calls with a result that have not yet found their place
    for (std::size_t i = 0; i < calls.size(); ++i) {
        events.push_back({calls[i].start, true, i});
        if (!calls[i].end) continue;
        events.push_back({*calls[i].end, false, i});
        ++left;
    }
    std::stable_sort(events.begin(), events.end(), [](const Event& a, const Event& b) {
        // At the same moment both overlap.
        return a.at != b.at ? a.at < b.at : a.is_call > b.is_call;
    });

    struct Placed {
        std::size_t event;
        typename Model::State before;
    };
    std::vector<bool> placed(calls.size());
    std::vector<Placed> order;
    std::set<std::pair<std::vector<bool>, typename Model::State>> seen;
    std::size_t at = 0;
    while (left > 0) {
        const auto& event = events[at];
        if (placed[event.call]) {
            ++at;
            continue;
        }
        if (event.is_call) {
            if (auto next = Model::step(state, calls[event.call].call)) {
                placed[event.call] = true;
                if (seen.emplace(placed, *next).second) {
                    order.push_back({at, std::exchange(state, std::move(*next))});
                    if (calls[event.call].end) --left;
                    at = 0;
                    continue;
                }
                placed[event.call] = false;
            }
            ++at;
            continue;
        }
        // A result before which its call found no place: the last choice was wrong.
        if (order.empty()) return false;
        const auto& last = order.back();
        at = last.event;
        state = last.before;
        placed[events[at].call] = false;
        if (calls[events[at].call].end) ++left;
        order.pop_back();
        ++at;
    }
    return true;
}

} // namespace joingate::proofs
