#pragma once

#include "handlers/action.h"

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace joingate {

/// What every list takes, around the filters of its own: Offset, Limit, SortingField, Ascending.
/// `sorting_field` is the only value of SortingField.
std::vector<Field> paged(std::string_view sorting_field, std::vector<Field> filters);

/// Binds of a list's statement: limit, offset, and direction, which is 1 where Ascending is true
/// and -1 otherwise (newest first, spec "domain", Q-17).
db::Binds page_binds(const Inputs& in);

/// Reply field of a list: TotalCount and List.
ReplyField replies_page(std::string_view item, std::vector<ReplyField> fields);

/// Of rows that have `total_count` in each; the only row of an empty page has NULL for `key`.
Data page(const std::vector<db::Row>& rows, std::string_view key, Data (*item)(const db::Row&));

/// Filters that are found in every text when they are not given. An EUI's is in lower case, as
/// EUIs are stored.
std::string_view fuzzy(const Inputs& in, std::string_view name);
std::string fuzzy_eui(const Inputs& in, std::string_view name);
/// 1, 0, or NULL where the filter is not given.
db::Value flag_bind(const Inputs& in, std::string_view name);

} // namespace joingate
