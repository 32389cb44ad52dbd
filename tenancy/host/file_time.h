#pragma once

#include <filesystem>

namespace joingate::host {

/// Whether the content of a file, or the list of files of a folder, was changed after this time in
/// Unix seconds. False for a change that is still to come by the clock: what starts now would not
/// be younger either. Throws std::runtime_error where there is no such path.
bool was_changed_after(const std::filesystem::path& path, long time);

} // namespace joingate::host
