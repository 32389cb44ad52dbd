#pragma once

#include <cstddef>
#include <functional>
#include <string>
#include <string_view>
#include <vector>

namespace joingate::admin {

/// A record: the line in which it begins, from 1 on, and its cells.
using CsvRow = std::function<void(std::size_t line, const std::vector<std::string>& cells)>;

/// RFC 4180; also lines that end in LF, blank lines, blanks around a cell and a byte-order mark.
/// Throws Refused with the line in which the text stops being CSV, quoting nothing of it. Cells are
/// wiped when `row` returns.
void read_csv(std::string_view text, const CsvRow& row);

} // namespace joingate::admin
