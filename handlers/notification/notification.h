#pragma once

#include "handlers/action.h"

#include <string_view>
#include <vector>

namespace joingate::notification {

inline constexpr std::string_view kUnhandled{"UNHANDLED"};
inline constexpr std::string_view kHandled{"HANDLED"};

inline constexpr std::string_view kGatewayOffline{"GATEWAY_OFFLINE"};
inline constexpr std::string_view kGatewayDataflowLimit{"GATEWAY_DATAFLOW_LIMIT"};

/// One notification, from a row of the list or of the statement that reads one.
Data data(const db::Row& row);

/// What both versions and both actions answer of one.
std::vector<ReplyField> reply_fields();

} // namespace joingate::notification
