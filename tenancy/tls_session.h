#pragma once

#include <Poco/Net/HTTPSClientSession.h>

#include <cstdint>
#include <memory>
#include <string>

namespace Poco::Net {
class VerificationErrorArgs;
} // namespace Poco::Net

namespace joingate {

/// An HTTPS connection to a server that must show a certificate of this very host, signed by a CA
/// that is trusted; TLS 1.2 or newer. No proxy is used, whatever the environment says. One at a
/// time: OpenSSL reports what is wrong with a certificate to the whole process.
class TlsSession {
public:
    /// `ca_file` has the trusted CAs in PEM; "" for those of the system. Throws std::runtime_error
    /// if the file cannot be used.
    TlsSession(const std::string& host, std::uint16_t port, const std::string& ca_file);
    ~TlsSession();
    TlsSession(const TlsSession&) = delete;
    TlsSession& operator=(const TlsSession&) = delete;

    Poco::Net::HTTPSClientSession& http() { return *session_; }

    /// What an exception of http() means: what is wrong with the certificate, or that the server
    /// does not speak TLS; "" if it is something else.
    std::string explain(const Poco::Exception& error) const;

private:
    void keep(const void* /*sender*/, Poco::Net::VerificationErrorArgs& error);

    std::string host_;
    std::string flaw_;
    std::unique_ptr<Poco::Net::HTTPSClientSession> session_;
};

} // namespace joingate
