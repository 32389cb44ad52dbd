#include "tenancy/ctl/listing.h"

#include "tenancy/ctl/json.h"

#include <Poco/Ascii.h>
#include <Poco/DateTimeFormat.h>
#include <Poco/DateTimeFormatter.h>
#include <Poco/Timestamp.h>

#include <algorithm>
#include <cstddef>
#include <iomanip>
#include <ostream>

namespace joingate::ctl {
namespace {

std::string utc(const std::string& unix_millis) {
    constexpr int kMicrosPerMilli = 1000;
    return Poco::DateTimeFormatter::format(
        Poco::Timestamp{std::stoll(unix_millis) * kMicrosPerMilli},
        Poco::DateTimeFormat::ISO8601_FORMAT);
}

/// As the wire names things: "iot_instance_id" is IotInstanceId.
std::string wire_name(const std::string& column) {
    std::string name;
    bool is_first = true;
    for (const char c : column) {
        if (c != '_') name += static_cast<char>(is_first ? Poco::Ascii::toUpper(c) : c);
        is_first = c == '_';
    }
    return name;
}

std::string shown(const std::optional<std::string>& cell, Listing::Kind kind) {
    if (!cell) return "-";
    switch (kind) {
    case Listing::Kind::Flag: return *cell == "0" ? "no" : "yes";
    case Listing::Kind::Time: return utc(*cell);
    case Listing::Kind::Text:
    case Listing::Kind::Number: break;
    }
    return *cell;
}

Poco::Dynamic::Var value_of(const std::optional<std::string>& cell, Listing::Kind kind) {
    if (!cell) return {};
    switch (kind) {
    case Listing::Kind::Flag: return *cell != "0";
    case Listing::Kind::Number:
    case Listing::Kind::Time: return std::stoll(*cell);
    case Listing::Kind::Text: break;
    }
    return *cell;
}

Poco::JSON::Object object_of(const std::vector<Listing::Column>& columns,
                             const Listing::Cells& cells) {
    Poco::JSON::Object object{Poco::JSON_PRESERVE_KEY_ORDER};
    for (std::size_t i = 0; i < columns.size(); ++i)
        object.set(wire_name(columns[i].key), value_of(cells[i], columns[i].kind));
    return object;
}

} // namespace

Listing::Listing(std::vector<Column> columns, const std::vector<db::Row>& rows)
    : columns_{std::move(columns)} {
    for (const auto& row : rows) {
        Cells cells;
        for (const auto& column : columns_)
            cells.push_back(row.has(column.key) ? std::optional{row.text(column.key)}
                                                : std::nullopt);
        add(std::move(cells));
    }
}

void Listing::add(Cells cells) {
    rows_.push_back(std::move(cells));
}

void Listing::print_table(std::ostream& out) const {
    std::vector<std::vector<std::string>> lines(1);
    for (const auto& column : columns_)
        lines.front().push_back(column.title);
    for (const auto& row : rows_) {
        auto& line = lines.emplace_back();
        for (std::size_t i = 0; i < columns_.size(); ++i)
            line.push_back(shown(row[i], columns_[i].kind));
    }
    std::vector<std::size_t> widths(columns_.size());
    for (const auto& line : lines)
        for (std::size_t i = 0; i < line.size(); ++i)
            widths[i] = std::max(widths[i], line[i].size());

    for (const auto& line : lines) {
        for (std::size_t i = 0; i < line.size(); ++i) {
            const bool is_last = i + 1 == line.size();
            const auto width = static_cast<int>(widths[i]);
            if (columns_[i].kind == Kind::Number)
                out << std::right << std::setw(width) << line[i];
            else
                out << std::left << std::setw(is_last ? 0 : width) << line[i];
            out << (is_last ? "\n" : "  ");
        }
    }
}

void Listing::print_json(std::ostream& out) const {
    if (rows_.empty()) {
        out << "[]\n"; // Poco would spread it over three lines
        return;
    }
    Poco::JSON::Array array;
    for (const auto& row : rows_)
        array.add(object_of(columns_, row));
    write_json(out, array);
}

void Listing::print_json_object(std::ostream& out) const {
    write_json(out, object_of(columns_, rows_.front()));
}

} // namespace joingate::ctl
