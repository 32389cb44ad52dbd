#include "fcgi/envelope.h"

#include "handlers/error.h"

#include <algorithm>
#include <cstddef>

namespace joingate {
namespace {

constexpr std::string_view kSchemeV3{"ACS3-HMAC-SHA256 "};
constexpr std::size_t kLongestKeyId = 128;
constexpr std::size_t kLongestNonce = 128;
constexpr std::size_t kLongestToken = 4096;

Error missing_common(std::string_view name) {
    return Error{Code::MissingCommonParameter}.about(std::string{name});
}

Error invalid_common(std::string_view name) {
    return Error{Code::InvalidCommonParameter}.about(std::string{name});
}

std::string_view required(std::optional<std::string_view> value, std::string_view name) {
    if (!value || value->empty()) throw missing_common(name);
    return *value;
}

bool is_printable_ascii(std::string_view text) {
    return std::all_of(text.begin(), text.end(), [](char c) { return c > ' ' && c < '\x7f'; });
}

/// Bounded before anything is computed or looked up with it.
std::string_view bounded(std::string_view value, std::size_t most, std::string_view name) {
    if (value.size() > most || !is_printable_ascii(value)) throw invalid_common(name);
    return value;
}

Version known_version(std::string_view text) {
    const auto version = parse_version(text);
    if (!version) throw invalid_common("Version");
    return *version;
}

signature::MethodV1 known_method(std::string_view text) {
    if (text == "HMAC-SHA1") return signature::MethodV1::HmacSha1;
    if (text == "HMAC-SHA256") return signature::MethodV1::HmacSha256;
    throw Error{Code::InvalidSignatureMethod};
}

Envelope open_v1(const Params& params) {
    const auto common = [&](std::string_view name) { return required(params.find(name), name); };
    Envelope envelope;
    envelope.form = Envelope::Form::V1;
    envelope.action = common("Action");
    const auto version = common("Version");
    envelope.access_key_id = bounded(common("AccessKeyId"), kLongestKeyId, "AccessKeyId");
    envelope.signature = common("Signature");
    const auto method = common("SignatureMethod");
    const auto signature_version = common("SignatureVersion");
    envelope.nonce = bounded(common("SignatureNonce"), kLongestNonce, "SignatureNonce");
    envelope.stamp = common("Timestamp");
    envelope.security_token =
        bounded(params.find("SecurityToken").value_or(""), kLongestToken, "SecurityToken");

    if (params.find("SignatureType")) throw Error{Code::UnsupportedSignatureType};
    if (signature_version != "1.0") throw invalid_common("SignatureVersion");
    envelope.method_v1 = known_method(method);
    envelope.version = known_version(version);
    return envelope;
}

Envelope open_v3(const Request& request) {
    const auto common = [&](std::string_view header, std::string_view name) {
        return required(request.header(header), name);
    };
    Envelope envelope;
    envelope.form = Envelope::Form::V3;
    envelope.action = common("x-acs-action", "Action");
    const auto version = common("x-acs-version", "Version");
    envelope.stamp = common("x-acs-date", "Timestamp");
    envelope.nonce =
        bounded(common("x-acs-signature-nonce", "SignatureNonce"), kLongestNonce, "SignatureNonce");
    envelope.security_token = bounded(request.header("x-acs-security-token").value_or(""),
                                      kLongestToken, "SecurityToken");

    envelope.authorization_v3 =
        signature::parse_authorization_v3(request.header("authorization").value_or(""));
    if (!envelope.authorization_v3) throw Error{Code::IncompleteSignature};
    envelope.access_key_id =
        bounded(envelope.authorization_v3->credential, kLongestKeyId, "AccessKeyId");
    envelope.signature = envelope.authorization_v3->signature;
    envelope.version = known_version(version);
    return envelope;
}

} // namespace

bool is_v3(const Request& request) {
    return request.header("authorization").value_or("").substr(0, kSchemeV3.size()) == kSchemeV3;
}

Envelope open_envelope(const Request& request, const Params& params) {
    if (is_v3(request)) return open_v3(request);
    // Another scheme in the header, and no Signature 1.0 beside it, is not offered here.
    const auto authorization = request.header("authorization").value_or("");
    if (authorization.substr(0, 3) == "ACS" && !params.find("Signature"))
        throw Error{Code::UnsupportedSignatureType};
    return open_v1(params);
}

} // namespace joingate
