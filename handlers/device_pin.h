#pragma once

#include "handlers/action.h"

#include <string_view>

namespace joingate {

/// The parameter that proves possession of a device.
Field pin_field();

/// Compares the caller's PIN with that of a registry's row (pin_hash, key_version). Throws
/// TooManyPinCodeVerificationFailures or InvalidPinCode; a miss is counted for the account.
void check_pin(Call& call, DeviceKind kind, std::string_view eui, const db::Row& tuple);

} // namespace joingate
