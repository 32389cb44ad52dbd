#pragma once

#include "handlers/action.h"

namespace joingate::auth_order {

/// Data of an action that reads one order, from a row of auth_order.
Data data(const db::Row& order);
ReplyField reply();

} // namespace joingate::auth_order
