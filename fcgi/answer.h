#pragma once

#include "fcgi/reply.h"
#include "fcgi/request.h"

#include <functional>

namespace joingate {

/// What answers a request: the service, or what a test puts in its place. Called by all request
/// threads at once.
using Answer = std::function<Reply(const Request&)>;

} // namespace joingate
