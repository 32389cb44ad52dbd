#include "handlers/notification/filters.h"
#include "handlers/paging.h"
#include "sql/statements.h"

namespace joingate {
namespace {

Data count_notifications(Call& call) {
    const auto categories = notification::categories(call.in);
    return count(call, statement::notifications, notification::filters(call.in, categories));
}

} // namespace

Action CountNotifications() {
    return Action::read("Counts what the caller was told.")
        .on("event", "*")
        .needs("NOTIFICATION")
        .takes(notification::filter_fields())
        .answers(replies("Data", Type::Long))
        .handled_by(count_notifications);
}

} // namespace joingate
