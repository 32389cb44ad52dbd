#include "handlers/notification/filters.h"
#include "handlers/notification/notification.h"
#include "handlers/paging.h"
#include "sql/statements.h"

namespace joingate {
namespace {

Data list(Call& call) {
    const auto categories = notification::categories(call.in);
    return page(call, statement::notifications, notification::filters(call.in, categories),
                notification::data);
}

ReplyField reply() {
    auto fields = notification::reply_fields();
    fields.push_back(
        replies_struct("GatewayDataflowLimit",
                       {replies("DataflowLimitMillis", Type::Long),
                        replies("AlarmDetail", Type::String), replies("GwEui", Type::String)})
            .since_2019());
    return replies_page("Notification", std::move(fields));
}

} // namespace

Action ListNotifications() {
    return Action::read("Pages through what the caller was told.")
        .on("event", "*")
        .needs("NOTIFICATION")
        .takes(paged({"NOTICE_MILLIS"}, notification::filter_fields()))
        .answers(reply())
        .handled_by(list);
}

} // namespace joingate
