#include "tests/support/places.h"

namespace joingate::places {

std::string in_source(const std::string& path) {
    return JOINGATE_SOURCE_DIR "/" + path;
}

std::string in_build(const std::string& path) {
    return JOINGATE_BINARY_DIR "/" + path;
}

} // namespace joingate::places
