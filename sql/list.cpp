#include "sql/list.h"

#include <algorithm>
#include <variant>

namespace joingate::db {
namespace {

bool is_given(const Binds& filters, std::string_view name) {
    return std::any_of(filters.begin(), filters.end(), [name](const Bind& bind) {
        return bind.name == name && !std::holds_alternative<std::monostate>(bind.value);
    });
}

std::string order_text(const List& list, const Page& page, std::string_view table) {
    const std::string_view direction = page.ascending ? " ASC" : " DESC";
    std::string text{" ORDER BY "};
    const auto add = [&](std::string_view column) {
        text.append(table).append(column).append(direction).append(", ");
    };
    for (auto rest = list.keys; !rest.empty();) {
        const auto end = std::min(rest.find(", "), rest.size());
        add(rest.substr(0, end));
        rest.remove_prefix(std::min(end + 2, rest.size()));
    }
    text.resize(text.size() - 2);
    return text;
}

} // namespace

std::string rows_text(const List& list, const Binds& filters) {
    std::string text{list.text};
    for (std::size_t i = 0; i < list.condition_count; ++i)
        if (const auto& condition = list.conditions[i]; is_given(filters, condition.filter))
            text.append(" ").append(condition.text);
    return text;
}

std::string page_text(const List& list, const Binds& filters, const Page& page) {
    const auto found = rows_text(list, filters);
    return "SELECT counted.total_count, page.* FROM (SELECT COUNT(*) AS total_count FROM (" +
           found + ") AS found) AS counted LEFT JOIN (" + found + order_text(list, page, "") +
           " LIMIT :limit OFFSET :offset) AS page ON TRUE" + order_text(list, page, "page.");
}

std::string count_text(const List& list, const Binds& filters) {
    return "SELECT COUNT(*) AS total_count FROM (" + rows_text(list, filters) + ") AS found";
}

} // namespace joingate::db
