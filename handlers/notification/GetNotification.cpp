#include "handlers/notification/notification.h"
#include "handlers/refusals.h"
#include "sql/statements.h"

namespace joingate {
namespace {

Data get(Call& call) {
    const db::Binds id{{"notification", call.in.number("NotificationId")}};
    const auto row = call.db.row(statement::notifications, id);
    if (!row) throw foreign_or_none(call, statement::notification_of_anybody, id);
    return notification::data(*row);
}

} // namespace

Action GetNotification() {
    return Action::read("Reads one of the caller's notifications.")
        .on("event", "NotificationId")
        .needs("NOTIFICATION")
        .takes({id("NotificationId").required().like("123").means("The notification to read.")})
        .answers(replies_struct("Data", notification::reply_fields()))
        .refuses({Code::NonExistent, Code::NotResourceOwner})
        .handled_by(get);
}

} // namespace joingate
