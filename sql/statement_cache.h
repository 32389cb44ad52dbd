#pragma once

#include "sql/session.h"

#include <cppconn/prepared_statement.h>

#include <cstddef>
#include <list>
#include <memory>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

namespace joingate::db {

/// A statement that the server knows, bound for good to the schema in which it was prepared,
/// whatever USE says later.
struct Prepared {
    std::string name;
    std::string schema;
    std::string text;
    std::vector<std::string> binds; ///< one for each `?`, in order
    Row::Columns columns;           ///< null where it answers no rows
    std::unique_ptr<::sql::PreparedStatement> statement;
};

/// The prepared statements of one connection; the least recently used goes first. The key is
/// (schema, text).
class StatementCache {
public:
    explicit StatementCache(std::size_t capacity) : capacity_{capacity} {}

    /// Null where there is none.
    Prepared* find(std::string_view schema, std::string_view text);
    Prepared& add(Prepared prepared);
    void clear();

private:
    // Views of the strings in the list's own nodes.
    struct Key {
        std::string_view schema;
        std::string_view text;
        bool operator==(const Key& other) const {
            return schema == other.schema && text == other.text;
        }
    };
    struct Hash {
        std::size_t operator()(const Key& key) const;
    };

    std::size_t capacity_;
    std::list<Prepared> by_use_;
    std::unordered_map<Key, std::list<Prepared>::iterator, Hash> index_;
};

} // namespace joingate::db
