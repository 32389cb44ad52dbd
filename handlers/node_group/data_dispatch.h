#pragma once

#include "handlers/action.h"

#include <optional>
#include <string_view>

namespace joingate::data_dispatch {

/// Destinations; api.json's other spelling of the second is MQ.
inline constexpr std::string_view kIot{"IOT"};
inline constexpr std::string_view kOns{"ONS"};

/// DataDispatchConfig out of a row with the columns of a node group; none until one is configured.
std::optional<Data> config(const db::Row& row);

/// Replies are at odds about the version in which DebugSwitch came.
ReplyField replies_config(ReplyField debug_switch);

} // namespace joingate::data_dispatch
