#include "handlers/notification/notify.h"

#include "handlers/expect_one.h"
#include "sql/statements.h"

namespace joingate::notification {

void notify_other_party(Call& call, std::int64_t order) {
    expect_one(call.db.change(statement::notify_other_party, {{"order", order}}),
               "lease of an order that was changed");
}

} // namespace joingate::notification
