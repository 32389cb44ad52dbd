#include "tenancy/tls_session.h"

#include <Poco/Delegate.h>
#include <Poco/Net/Context.h>
#include <Poco/Net/IPAddress.h>
#include <Poco/Net/NetException.h>
#include <Poco/Net/SSLManager.h>
#include <Poco/Net/VerificationErrorArgs.h>
#include <Poco/Net/X509Certificate.h>
#include <openssl/ssl.h>
#include <openssl/x509_vfy.h>
#include <openssl/x509v3.h>

#include <filesystem>
#include <set>
#include <stdexcept>

namespace joingate {
namespace {

using Poco::Net::Context;

/// OpenSSL compares the names: Poco leaves localhost out, knows no addresses, and asks the DNS.
void expect_name(SSL_CTX* context, const std::string& host) {
    auto* const param = SSL_CTX_get0_param(context);
    X509_VERIFY_PARAM_set_hostflags(param, X509_CHECK_FLAG_NO_PARTIAL_WILDCARDS);
    Poco::Net::IPAddress address;
    const bool is_done = Poco::Net::IPAddress::tryParse(host, address)
                             ? X509_VERIFY_PARAM_set1_ip_asc(param, host.c_str()) == 1
                             : X509_VERIFY_PARAM_set1_host(param, host.data(), host.size()) == 1;
    if (!is_done) throw std::runtime_error{"OpenSSL does not take the host " + host};
}

Context::Ptr context_for(const std::string& host, const std::string& ca_file) {
    if (!ca_file.empty() && !std::filesystem::is_regular_file(ca_file))
        throw std::runtime_error{ca_file + ": is no file; needed is one with the CAs in PEM"};
    Context::Params params;
    params.caLocation = ca_file;
    params.loadDefaultCAs = ca_file.empty();
    params.verificationMode = Context::VERIFY_STRICT;
    try {
        Context::Ptr context{new Context{Context::TLS_CLIENT_USE, params}};
        context->requireMinimumProtocol(Context::PROTO_TLSV1_2);
        context->enableExtendedCertificateVerification(false);
        expect_name(context->sslContext(), host);
        return context;
    } catch (const Poco::Exception& e) {
        throw std::runtime_error{(ca_file.empty() ? "the CAs of the system" : ca_file) +
                                 " cannot be used: " + e.displayText()};
    }
}

std::string names_of(const Poco::Net::X509Certificate& certificate) {
    std::string common_name;
    std::set<std::string> names;
    certificate.extractNames(common_name, names);
    if (!common_name.empty()) names.insert(common_name);
    std::string text;
    for (const auto& name : names)
        text += (text.empty() ? "" : ", ") + name;
    return text.empty() ? "nobody" : text;
}

} // namespace

TlsSession::TlsSession(const std::string& host, std::uint16_t port, const std::string& ca_file)
    : host_{host},
      session_{
          std::make_unique<Poco::Net::HTTPSClientSession>(host, port, context_for(host, ca_file))} {
    Poco::Net::SSLManager::instance().ClientVerificationError +=
        Poco::delegate(this, &TlsSession::keep);
}

TlsSession::~TlsSession() {
    try {
        Poco::Net::SSLManager::instance().ClientVerificationError -=
            Poco::delegate(this, &TlsSession::keep);
    } catch (const std::exception&) { // NOLINT(bugprone-empty-catch): nothing can be done here
    }
}

void TlsSession::keep(const void* /*sender*/, Poco::Net::VerificationErrorArgs& error) {
    const int number = error.errorNumber();
    if (number == X509_V_ERR_HOSTNAME_MISMATCH || number == X509_V_ERR_IP_ADDRESS_MISMATCH)
        flaw_ = "the certificate is of " + names_of(error.certificate()) + ", not of " + host_;
    else
        flaw_ = "the certificate of " + names_of(error.certificate()) +
                " is not trusted: " + error.errorMessage();
    error.setIgnoreError(false);
}

std::string TlsSession::explain(const Poco::Exception& error) const {
    if (!flaw_.empty()) return flaw_;
    const auto text = error.displayText();
    // What OpenSSL finds where the first bytes of an answer are "HTTP/".
    for (const std::string sign :
         {"wrong version number", "http request", "packet length too long"})
        if (text.find(sign) != std::string::npos)
            return "the server does not speak TLS there; for plain HTTP write http://";
    return {};
}

} // namespace joingate
