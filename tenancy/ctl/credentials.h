#pragma once

#include "tenancy/admin/keys.h"
#include "tenancy/ctl/context.h"

#include <string>

namespace joingate::ctl {

/// From a file or from the standard input, in any form that admin::read_key_file reads, or from the
/// environment as ACCESS_KEY_ID and ACCESS_KEY_SECRET. Throws WrongUse, never quoting a secret.
admin::KeyPair read_credentials(const Context& context, const std::string& key_file,
                                bool from_stdin);

} // namespace joingate::ctl
