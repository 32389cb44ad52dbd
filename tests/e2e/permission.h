#pragma once

#include "tenancy/client.h"

#include <string>

namespace joingate::e2e {

/// Different at each call, also over runs of a program on the same data.
std::string fresh_name();

/// The parameters of CreateLocalJoinPermission.
Client::Pairs creation(const std::string& name);

} // namespace joingate::e2e
