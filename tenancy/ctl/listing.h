#pragma once

#include "sql/session.h"

#include <iosfwd>
#include <optional>
#include <string>
#include <vector>

namespace joingate::ctl {

/// Rows under columns, for people as a table and for programs as JSON.
class Listing {
public:
    /// Decides how a cell reads: a Flag is "yes" or "no" and true or false, a Time is UTC and Unix
    /// milliseconds.
    enum class Kind { Text, Number, Flag, Time };

    struct Column {
        std::string title;
        std::string key; ///< column of a database row; in JSON in the form of wire names
        Kind kind = Kind::Text;
    };

    /// None is "-" and null.
    using Cells = std::vector<std::optional<std::string>>;

    explicit Listing(std::vector<Column> columns) : columns_{std::move(columns)} {}
    Listing(std::vector<Column> columns, const std::vector<db::Row>& rows);

    void add(Cells cells);

    void print_table(std::ostream& out) const;
    void print_json(std::ostream& out) const;
    /// The first row.
    void print_json_object(std::ostream& out) const;

private:
    std::vector<Column> columns_;
    std::vector<Cells> rows_;
};

} // namespace joingate::ctl
