#include "handlers/notification/notification.h"
#include "sql/statements.h"

#include <algorithm>

namespace joingate {
namespace {

constexpr std::size_t kMostNotifications = 100;

void check_receiver(Call& call, std::int64_t id) {
    const auto row = call.db.row(statement::notification_of_anybody, {{"notification", id}});
    if (!row) throw Error{Code::NonExistent};
    if (!row->flag("own")) throw Error{Code::NotResourceOwner};
}

/// In the order of the ids, so that two calls never wait for each other. One that is in the wanted
/// state already keeps the time of its handling.
Data update(Call& call) {
    auto ids = call.in.numbers("NotificationId");
    std::sort(ids.begin(), ids.end());
    for (const auto id : ids)
        check_receiver(call, id);
    for (const auto id : ids)
        call.db.change(statement::handle_notification,
                       {{"notification", id}, {"handle_state", call.in.text("TargetHandleState")}});
    return {};
}

} // namespace

Action UpdateNotificationsHandleState() {
    return Action::write("Marks notifications as handled or not; all of them or none.")
        .on("event", "NotificationId")
        .needs("NOTIFICATION")
        .takes({choice("TargetHandleState", {notification::kHandled, notification::kUnhandled})
                    .required()
                    .like("HANDLED")
                    .means("What they are to be."),
                Field{"NotificationId", Type::Long, Rule::Id}
                    .required()
                    .repeated(kMostNotifications)
                    .like("123")
                    .means("The caller's notifications.")})
        .refuses({Code::NonExistent, Code::NotResourceOwner})
        .handled_by(update);
}

} // namespace joingate
