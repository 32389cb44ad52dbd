#pragma once

#include "sql/statement.h"

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

namespace joingate::db {

/// A section `-- list:` of a file in sql/statements/: a SELECT that is paged and counted. Its
/// conditions come into the statement only where their filter is given, so that a filter which
/// nobody asked for costs nothing and one that has an index can use it.
struct List {
    /// A piece `-- given: FILTER`; begins with AND.
    struct Condition {
        std::string_view filter;
        std::string_view text;
    };

    std::string_view name;
    std::string_view text; ///< with a WHERE clause
    /// The columns of the result that newest-first means, from `-- by:`; the last is unique.
    std::string_view keys;
    const Condition* conditions;
    std::size_t condition_count;
};

struct Page {
    std::int64_t limit = 0;
    std::int64_t offset = 0;
    bool ascending = false;
};

/// The rows that match, in no order: for a filter by which there is one at most.
std::string rows_text(const List& list, const Binds& filters);

/// One statement that answers a page and, in each row, `total_count` of all rows that match; the
/// only row of an empty page has NULL in every other column. Takes :limit and :offset. A filter
/// that is bound to NULL is not given.
std::string page_text(const List& list, const Binds& filters, const Page& page);

/// Answers `total_count`.
std::string count_text(const List& list, const Binds& filters);

} // namespace joingate::db
