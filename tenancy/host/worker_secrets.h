#pragma once

#include "tenancy/host/units.h"

#include <string>

namespace joingate::host {

/// The file of the workers' password or of the master key that was written after this worker was
/// started: the worker still has what stood there before. Empty where there is none, or where the
/// worker does not run. Throws BadConfiguration.
std::string secret_newer_than(const Unit& worker, const std::string& config_path);

} // namespace joingate::host
