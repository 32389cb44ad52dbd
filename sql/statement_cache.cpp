#include "sql/statement_cache.h"

#include <functional>

namespace joingate::db {

std::size_t StatementCache::Hash::operator()(const Key& key) const {
    constexpr std::size_t kOdd = 0x9e3779b97f4a7c15U;
    const std::hash<std::string_view> hash;
    return hash(key.schema) * kOdd + hash(key.text);
}

Prepared* StatementCache::find(std::string_view schema, std::string_view text) {
    const auto found = index_.find(Key{schema, text});
    if (found == index_.end()) return nullptr;
    by_use_.splice(by_use_.begin(), by_use_, found->second);
    return &by_use_.front();
}

Prepared& StatementCache::add(Prepared prepared) {
    while (!by_use_.empty() && by_use_.size() >= capacity_) {
        index_.erase(Key{by_use_.back().schema, by_use_.back().text});
        by_use_.pop_back();
    }
    by_use_.push_front(std::move(prepared));
    auto& added = by_use_.front();
    index_.emplace(Key{added.schema, added.text}, by_use_.begin());
    return added;
}

void StatementCache::clear() {
    index_.clear();
    by_use_.clear();
}

} // namespace joingate::db
