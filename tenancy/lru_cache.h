#pragma once

#include <boost/multi_index/hashed_index.hpp>
#include <boost/multi_index/identity_fwd.hpp>
#include <boost/multi_index/member.hpp>
#include <boost/multi_index/sequenced_index.hpp>
#include <boost/multi_index_container.hpp>

#include <array>
#include <cstddef>
#include <functional>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

namespace joingate {

/// At most `capacity` values by name, the least recently used goes first. Locked by part of the
/// name, so that threads rarely meet. Values are copied out: make them cheap to copy. Thread-safe.
template <class Value> class LruCache {
public:
    explicit LruCache(std::size_t capacity) : part_capacity_{(capacity + kParts - 1) / kParts} {}

    std::optional<Value> find(std::string_view name) {
        const auto hash = Hash{}(name);
        auto& part = part_of(hash);
        const std::lock_guard lock{part.mutex};
        auto& by_name = part.entries.template get<1>();
        const auto found = by_name.find(
            name, [hash](std::string_view) { return hash; }, Equal{});
        if (found == by_name.end()) return {};
        auto& by_age = part.entries.template get<0>();
        by_age.relocate(by_age.begin(), part.entries.template project<0>(found));
        return found->value;
    }

    void put(std::string_view name, Value value) {
        auto& part = part_of(Hash{}(name));
        const std::lock_guard lock{part.mutex};
        auto& by_name = part.entries.template get<1>();
        if (const auto found = by_name.find(name, Hash{}, Equal{}); found != by_name.end())
            by_name.erase(found);
        auto& by_age = part.entries.template get<0>();
        by_age.push_front(Entry{std::string{name}, std::move(value)});
        if (by_age.size() > part_capacity_) by_age.pop_back();
    }

    void erase(std::string_view name) {
        auto& part = part_of(Hash{}(name));
        const std::lock_guard lock{part.mutex};
        auto& by_name = part.entries.template get<1>();
        if (const auto found = by_name.find(name, Hash{}, Equal{}); found != by_name.end())
            by_name.erase(found);
    }

    std::size_t size() {
        std::size_t sum = 0;
        for (auto& part : parts_) {
            const std::lock_guard lock{part.mutex};
            sum += part.entries.size();
        }
        return sum;
    }

private:
    static constexpr std::size_t kParts = 16;

    using Hash = std::hash<std::string_view>;
    using Equal = std::equal_to<>;

    struct Entry {
        std::string name;
        Value value;
    };

    using Entries = boost::multi_index_container<
        Entry, boost::multi_index::indexed_by<
                   boost::multi_index::sequenced<>,
                   boost::multi_index::hashed_unique<
                       boost::multi_index::member<Entry, std::string, &Entry::name>, Hash, Equal>>>;

    struct Part {
        std::mutex mutex;
        Entries entries;
    };

    Part& part_of(std::size_t hash) {
        // The low bits choose the bucket inside a part.
        constexpr unsigned kShift = 48;
        return parts_[(hash >> kShift) % kParts];
    }

    std::size_t part_capacity_;
    std::array<Part, kParts> parts_;
};

} // namespace joingate
