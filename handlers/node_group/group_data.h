#pragma once

#include "handlers/action.h"

#include <string_view>
#include <vector>

namespace joingate::node_group {

/// What the replies that show a group have in common: all of it but the multicast fields, which
/// one has in its middle. What mirrors the bound permission is absent where none is bound.

/// Up to JoinPermissionName. The replies are at odds about the type of RxDailySum.
Data shown_first(const db::Row& row, Data rx_daily_sum);
std::vector<ReplyField> replies_first(Type rx_daily_sum);

/// Locks and DataDispatchConfig, which come last. Looks for locks where the row says that there are
/// some.
void show_last(Call& call, const db::Row& row, Data& group);
std::vector<ReplyField> replies_last(std::string_view lock_item);

/// What the list of groups and its count filter by.
std::vector<Field> filter_fields();
db::Binds filters(const Inputs& in);

} // namespace joingate::node_group
