#pragma once

#include "tests/auth_order/orders.h"

#include <algorithm>
#include <string>

namespace joingate::test {

/// Notifications, and who got them.
class Notifications : public Orders {
public:
    /// The newest one of an account.
    static std::string newest(const Tenant& account) {
        return value_of("SELECT MAX(notification_id) FROM joingateexchange.notification "
                        "WHERE receiver_account = '" +
                        account.name() + "'");
    }
    /// The renter's, about a new offer; its id.
    std::string about_an_offer() {
        open_order();
        return newest(renter);
    }
    /// Of a category that no action makes, as an operator would import it.
    static std::string imported(const Tenant& account, const std::string& category) {
        run("INSERT INTO joingateexchange.notification (receiver_account, category, "
            "notice_millis, gw_eui, event_millis, alarm_detail) VALUES ('" +
            account.name() + "', '" + category + "', 5, '00000000000000aa', 4, '满')");
        return newest(account);
    }
    static void noticed_at(const std::string& notification, const std::string& millis) {
        run("UPDATE joingateexchange.notification SET notice_millis = " + millis +
            " WHERE notification_id = " + notification);
    }
    static std::string column_of(const std::string& notification, const std::string& column) {
        return value_of(
            "SELECT " + column +
            " FROM joingateexchange.notification WHERE notification_id = " + notification);
    }
    /// A struct of a reply on one line; no text in it has a blank.
    static std::string line(std::string json) {
        json.erase(
            std::remove_if(json.begin(), json.end(), [](char c) { return c == ' ' || c == '\n'; }),
            json.end());
        return json;
    }
    /// Receivers and categories of all, in the order in which they were written.
    static std::string told() {
        return value_of("SELECT COALESCE(GROUP_CONCAT(CONCAT(receiver_account, ':', "
                        "SUBSTRING_INDEX(category, '_', -1)) ORDER BY notification_id "
                        "SEPARATOR ' '), '') FROM joingateexchange.notification");
    }
};

} // namespace joingate::test
