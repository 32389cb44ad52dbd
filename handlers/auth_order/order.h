#pragma once

#include "handlers/action.h"

namespace joingate::auth_order {

/// Data of an action that reads one order, from a row of auth_order.
Data data(const db::Row& order);
ReplyField reply();

/// A step of an order out of APPLYING (spec "domain", section 4).
struct Step {
    const db::Statement& change;     ///< of the order; no row unless it is open and the caller's
    const db::Statement& of_caller;  ///< the order, where the caller may take this step
    const db::Statement* of_anybody; ///< where the action's table tells a foreign order from none
    const db::Statement& lease;      ///< what becomes of the offer
};

/// Takes the step for OrderId, with its lease and the notification of the other party. Throws
/// IllegalOrderStateTransition, and NotResourceOwner or NonExistent.
Data take(Call& call, const Step& step);

} // namespace joingate::auth_order
