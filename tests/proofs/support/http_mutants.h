#pragma once

#include "tests/proofs/support/party.h"

#include <random>
#include <string>

namespace joingate::proofs {

/// Requests that were good and freshly signed before something was done to them. Not thread-safe.
class HttpMutants {
public:
    struct Mutant {
        std::string bytes;
        bool headless = false; ///< begins with a HEAD
        /// As any reader of HTTP would see it: nothing more can belong to it, so that the front has
        /// to answer.
        bool is_whole = false;
    };

    HttpMutants(const Site& site, std::mt19937_64 random);

    Mutant next();

private:
    Client::Request good();
    std::string one();

    std::mt19937_64 random_;
    Client owner_;
    std::string iot_instance_;
};

} // namespace joingate::proofs
