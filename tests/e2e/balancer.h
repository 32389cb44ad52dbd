#pragma once

#include <Poco/Process.h>

#include <cstdint>
#include <string>

namespace joingate::e2e {

/// A second nginx, in front of the site's own, as a load balancer: it reaches the site from another
/// address than the callers have. It runs from construction to destruction.
class Balancer {
public:
    /// Http ends TLS on a second port, and writes X-Forwarded-For and X-Forwarded-Proto; Proxy
    /// passes bytes on behind a line of the PROXY protocol.
    enum class Speaks { Http, Proxy };

    /// Its source address.
    static constexpr const char* kAddress = "127.0.0.2";

    /// `folder` is emptied; `front` is the port of the site.
    Balancer(const std::string& folder, std::uint16_t front, Speaks speaks);
    ~Balancer();
    Balancer(const Balancer&) = delete;
    Balancer& operator=(const Balancer&) = delete;

    std::string host() const { return "127.0.0.1:" + std::to_string(port_); }
    /// Http only. The certificate is its own.
    std::string tls_host() const { return "127.0.0.1:" + std::to_string(tls_port_); }

private:
    std::uint16_t port_;
    std::uint16_t tls_port_;
    Poco::ProcessHandle process_;
};

} // namespace joingate::e2e
