#pragma once

#include "tenancy/client.h"

#include <string>

namespace joingate::ctl {

/// What to look at after this error reply, a line or two; empty where there is nothing to say.
std::string hint(const Client::Reply& reply);

} // namespace joingate::ctl
