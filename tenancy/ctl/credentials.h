#pragma once

#include "tenancy/admin/keys.h"
#include "tenancy/ctl/context.h"

#include <string>

namespace joingate::ctl {

/// From lines ACCESS_KEY_ID=... and ACCESS_KEY_SECRET=... of a file or of the standard input, or
/// from the environment under these names. Throws WrongUse, never quoting a secret.
admin::KeyPair read_credentials(const Context& context, const std::string& key_file,
                                bool from_stdin);

} // namespace joingate::ctl
