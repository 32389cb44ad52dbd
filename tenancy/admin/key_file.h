#pragma once

#include "tenancy/admin/keys.h"

#include <string>
#include <string_view>

namespace joingate::admin {

/// One access key out of a file, in any form that keys come in:
///   - lines ACCESS_KEY_ID=... and ACCESS_KEY_SECRET=..., as `key create` writes them; `export`
///     before them and quotes around the values do not count, nor do other variables;
///   - one line with the id, a blank and the secret;
///   - the CSV file of a cloud console, with the columns AccessKey ID and AccessKey Secret.
/// A byte-order mark, any line ends, blank lines and lines that begin with # do not count either.
/// Throws Refused with `source` and the line, never quoting what stands there.
KeyPair read_key_file(std::string_view text, const std::string& source);

/// Refused unless each half is one word of ASCII characters and may be stored as a key: the id as
/// `key create` takes it, the secret of 16 to 128 characters.
void check_new_key(const KeyPair& pair);

} // namespace joingate::admin
