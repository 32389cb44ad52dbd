#include "handlers/paging.h"

#include <iterator>

namespace joingate {
namespace {

constexpr std::int64_t kMostRows = 200;

/// The last key of a list is unique and never NULL, but in the only row of an empty page.
std::string_view row_key(const db::List& list) {
    const auto comma = list.keys.rfind(' ');
    return comma == std::string_view::npos ? list.keys : list.keys.substr(comma + 1);
}

} // namespace

std::vector<Field> paged(std::vector<std::string_view> sorting_fields, std::vector<Field> filters) {
    std::vector<Field> fields{
        number("Offset").required().at_least(0).like("0").means("Index of the first row, from 0."),
        number("Limit")
            .required()
            .between(0, kMostRows)
            .like("10")
            .means("Rows of the page; 0 asks for the count alone."),
    };
    std::move(filters.begin(), filters.end(), std::back_inserter(fields));
    const auto example = sorting_fields.front();
    fields.push_back(
        choice("SortingField", std::move(sorting_fields)).like(example).means("What to sort by."));
    fields.push_back(
        boolean("Ascending").like("true").means("Oldest first; newest first without it."));
    return fields;
}

ReplyField replies_page(std::string_view item, std::vector<ReplyField> fields) {
    return replies_struct(
        "Data", {replies("TotalCount", Type::Long), replies_list("List", item, std::move(fields))});
}

db::Bind text_filter(const Inputs& in, std::string_view filter, std::string_view parameter) {
    return {filter, db::nullable(in.optional_text(parameter))};
}

db::Bind flag_filter(const Inputs& in, std::string_view filter, std::string_view parameter) {
    const auto flag = in.optional_flag(parameter);
    return {filter, flag ? db::Value{std::int64_t{*flag}} : db::Value{}};
}

Data page(Call& call, const db::List& list, db::Binds filters,
          const std::function<Data(const db::Row&)>& item) {
    const auto rows = call.db.page(list, std::move(filters),
                                   {call.in.number("Limit"), call.in.number("Offset"),
                                    call.in.optional_flag("Ascending").value_or(false)});
    Data items = Data::list();
    for (const db::Row& row : rows)
        if (row.has(row_key(list))) items.push(item(row));
    return Data::fields()
        .add("TotalCount", rows.at(0).number("total_count"))
        .add("List", std::move(items));
}

Data count(Call& call, const db::List& list, const db::Binds& filters) {
    return call.db.count(list, filters);
}

} // namespace joingate
