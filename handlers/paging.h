#pragma once

#include "handlers/action.h"

#include <functional>
#include <string_view>
#include <vector>

namespace joingate {

/// What every list takes, around the filters of its own: Offset, Limit, SortingField, Ascending.
/// `sorting_fields` are the values of SortingField.
std::vector<Field> paged(std::vector<std::string_view> sorting_fields, std::vector<Field> filters);

/// Reply field of a list: TotalCount and List.
ReplyField replies_page(std::string_view item, std::vector<ReplyField> fields);

/// A filter by a parameter; not given where the parameter is not, or is empty.
db::Bind text_filter(const Inputs& in, std::string_view filter, std::string_view parameter);
db::Bind flag_filter(const Inputs& in, std::string_view filter, std::string_view parameter);

/// Data of a list: the page that the call asks for, newest first without Ascending (spec "domain",
///
Data page(Call& call, const db::List& list, db::Binds filters,
          const std::function<Data(const db::Row&)>& item);

/// Data of the action that counts what a list pages through; give both the same filters.
Data count(Call& call, const db::List& list, const db::Binds& filters);

} // namespace joingate
