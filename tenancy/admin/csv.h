#pragma once

#include <cstddef>
#include <functional>
#include <string>
#include <string_view>
#include <vector>

namespace joingate::admin {

/// A record: the line in which it begins, from 1 on, and its cells.
using CsvRow = std::function<void(std::size_t line, const std::vector<std::string>& cells)>;

/// RFC 4180; also lines that end in LF or in CR, blank lines, blanks around a cell, a byte-order
/// mark, and a first line "sep=,". Throws Refused with the line in which the text stops being CSV,
/// quoting nothing of it; also for what spreadsheets write and this does not read: UTF-16, and
/// cells that a semicolon or a tab separates. Cells are wiped when `row` returns.
void read_csv(std::string_view text, const CsvRow& row);

} // namespace joingate::admin
