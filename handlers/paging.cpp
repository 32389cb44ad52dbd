#include "handlers/paging.h"

#include <Poco/String.h>

#include <algorithm>
#include <iterator>

namespace joingate {
namespace {

constexpr std::int64_t kMostRows = 200;

} // namespace

std::vector<Field> paged(std::string_view sorting_field, std::vector<Field> filters) {
    std::vector<Field> fields{
        number("Offset").required().at_least(0).like("0").means("Index of the first row, from 0."),
        number("Limit")
            .required()
            .between(0, kMostRows)
            .like("10")
            .means("Rows of the page; 0 asks for the count alone."),
    };
    std::move(filters.begin(), filters.end(), std::back_inserter(fields));
    fields.push_back(
        choice("SortingField", {sorting_field}).like(sorting_field).means("What to sort by."));
    fields.push_back(
        boolean("Ascending").like("true").means("Oldest first; newest first without it."));
    return fields;
}

db::Binds page_binds(const Inputs& in) {
    return {{"limit", in.number("Limit")},
            {"offset", in.number("Offset")},
            {"direction", std::int64_t{in.optional_flag("Ascending").value_or(false) ? 1 : -1}}};
}

ReplyField replies_page(std::string_view item, std::vector<ReplyField> fields) {
    return replies_struct(
        "Data", {replies("TotalCount", Type::Long), replies_list("List", item, std::move(fields))});
}

Data page(const std::vector<db::Row>& rows, std::string_view key, Data (*item)(const db::Row&)) {
    Data list = Data::list();
    for (const db::Row& row : rows)
        if (row.has(key)) list.push(item(row));
    return Data::fields()
        .add("TotalCount", rows.at(0).number("total_count"))
        .add("List", std::move(list));
}

std::string_view fuzzy(const Inputs& in, std::string_view name) {
    return in.optional_text(name).value_or(std::string_view{""});
}

std::string fuzzy_eui(const Inputs& in, std::string_view name) {
    return Poco::toLower(std::string{fuzzy(in, name)});
}

db::Value flag_bind(const Inputs& in, std::string_view name) {
    const auto flag = in.optional_flag(name);
    return flag ? db::Value{std::int64_t{*flag}} : db::Value{};
}

} // namespace joingate
