#pragma once

#include "tenancy/client.h"

#include <cstdint>
#include <string>

namespace joingate::e2e {

/// A reply, and what tests ask of it.
struct Answer : Client::Reply {
    /// The text of the first element or member of this name, in XML and in JSON; empty where there
    /// is none.
    std::string value(const std::string& name) const;
    std::string code() const { return value("Code"); }
    bool succeeded() const { return status == 200 && value("Success") == "true"; }
};

/// Bytes as they are, for what no client would send. The reply must tell its length.
Answer send_raw(const std::string& bytes, std::uint16_t port);

} // namespace joingate::e2e
