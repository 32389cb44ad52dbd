#include "tenancy/client.h"

#include "tenancy/params.h"
#include "tenancy/random.h"
#include "tenancy/signature.h"
#include "tenancy/signing_key.h"
#include "tenancy/tls_session.h"

#include <Poco/AutoPtr.h>
#include <Poco/DOM/DOMParser.h>
#include <Poco/DOM/Document.h>
#include <Poco/DOM/Node.h>
#include <Poco/DateTimeFormat.h>
#include <Poco/DateTimeFormatter.h>
#include <Poco/Exception.h>
#include <Poco/JSON/Parser.h>
#include <Poco/Net/HTTPClientSession.h>
#include <Poco/Net/HTTPRequest.h>
#include <Poco/Net/HTTPResponse.h>
#include <Poco/Net/NetException.h>
#include <Poco/StreamCopier.h>
#include <Poco/String.h>
#include <Poco/Timespan.h>
#include <Poco/Timestamp.h>
#include <Poco/URI.h>

#include <algorithm>
#include <chrono>
#include <stdexcept>

namespace joingate {
namespace {

using Pairs = Client::Pairs;

constexpr std::string_view kForm = "application/x-www-form-urlencoded";

std::string form_encode(const Pairs& pairs) {
    std::string text;
    for (const auto& [name, value] : pairs) {
        if (!text.empty()) text += '&';
        text += signature::percent_encode(name) + "=" + signature::percent_encode(value);
    }
    return text;
}

Params parsed(std::string_view query, std::string_view body) {
    auto result = Params::parse(query, body);
    if (result.problem != Params::Problem::None)
        throw std::invalid_argument{"the server would refuse these parameters; look at " +
                                    (result.culprit.empty() ? "their number" : result.culprit)};
    return std::move(result.params);
}

std::string time_text(std::int64_t unix_seconds) {
    return Poco::DateTimeFormatter::format(Poco::Timestamp::fromEpochTime(unix_seconds),
                                           Poco::DateTimeFormat::ISO8601_FORMAT);
}

/// The parts that both forms of signature share.
Client::Request assemble(const Client& client, const Pairs& params) {
    const auto encoded = form_encode(params);
    const bool in_body = client.method == "POST" && client.place == Client::Place::Body;
    Client::Request request;
    request.method = client.method;
    request.target = encoded.empty() || in_body ? "/" : "/?" + encoded;
    request.headers = {{"Host", client.endpoint}};
    if (in_body) request.body = encoded;
    return request;
}

void finish(const Client& client, Client::Request& request) {
    if (client.method == "POST")
        request.headers.emplace_back("Content-Length", std::to_string(request.body.size()));
    request.headers.emplace_back("Connection", "Close");
}

Client::Request sign_v1(const Client& client, std::string_view action, Pairs params,
                        const Client::Stamp& stamp) {
    const bool is_sha1 = client.signature == Client::Signature::V1Sha1;
    params.emplace_back("Action", action);
    params.emplace_back("Version", client.version);
    params.emplace_back("Format", client.format == Client::Format::Json ? "JSON" : "XML");
    params.emplace_back("AccessKeyId", client.access_key_id);
    params.emplace_back("SignatureMethod", is_sha1 ? "HMAC-SHA1" : "HMAC-SHA256");
    params.emplace_back("SignatureVersion", "1.0");
    params.emplace_back("SignatureNonce", stamp.nonce);
    params.emplace_back("Timestamp", time_text(stamp.unix_seconds));

    const auto text = signature::string_to_sign_v1(client.method, parsed(form_encode(params), {}));
    params.emplace_back("Signature", signature::sign_v1(SigningKey{client.access_key_secret},
                                                        is_sha1 ? signature::MethodV1::HmacSha1
                                                                : signature::MethodV1::HmacSha256,
                                                        text));
    auto request = assemble(client, params);
    request.string_to_sign = text;
    if (!request.body.empty()) request.headers.emplace_back("Content-Type", kForm);
    for (const auto& header : client.headers)
        request.headers.push_back(header);
    finish(client, request);
    return request;
}

/// All that the documented rule wants signed (spec "gateway", section 3).
bool must_be_signed(const std::string& lower_case_name) {
    return lower_case_name == "host" || lower_case_name == "content-type" ||
           lower_case_name.compare(0, 6, "x-acs-") == 0;
}

Client::Request sign_v3(const Client& client, std::string_view action, const Pairs& params,
                        const Client::Stamp& stamp) {
    auto request = assemble(client, params);
    request.headers.emplace_back("x-acs-action", action);
    request.headers.emplace_back("x-acs-version", client.version);
    request.headers.emplace_back("x-acs-date", time_text(stamp.unix_seconds));
    request.headers.emplace_back("x-acs-signature-nonce", stamp.nonce);
    request.headers.emplace_back("x-acs-content-sha256", signature::sha256_hex(request.body));
    if (!request.body.empty()) request.headers.emplace_back("Content-Type", kForm);
    for (const auto& header : client.headers)
        request.headers.push_back(header);

    signature::Headers lower;
    for (const auto& [name, value] : request.headers)
        lower.emplace_back(Poco::toLower(name), value);
    signature::AuthorizationV3 authorization;
    authorization.credential = client.access_key_id;
    for (const auto& [name, value] : lower)
        if (must_be_signed(name)) authorization.signed_headers.push_back(name);
    std::sort(authorization.signed_headers.begin(), authorization.signed_headers.end());
    for (const auto& name : authorization.signed_headers)
        authorization.signed_headers_text +=
            (authorization.signed_headers_text.empty() ? "" : ";") + name;

    const auto query = request.body.empty() && request.target.size() > 2
                           ? std::string_view{request.target}.substr(2)
                           : std::string_view{};
    const auto canonical = signature::canonical_v3(client.method, "/", parsed(query, request.body),
                                                   lower, authorization, request.body);
    const auto mac =
        signature::sign_v3(SigningKey{client.access_key_secret}, canonical.string_to_sign);
    request.string_to_sign = canonical.string_to_sign;
    request.canonical_request = canonical.canonical_request;
    request.headers.emplace_back("Authorization",
                                 "ACS3-HMAC-SHA256 Credential=" + client.access_key_id +
                                     ",SignedHeaders=" + authorization.signed_headers_text +
                                     ",Signature=" + mac);
    request.headers.emplace_back("Accept", "application/json");
    finish(client, request);
    return request;
}

std::string xml_field(const std::string& body, const std::string& name) {
    Poco::XML::DOMParser parser;
    Poco::AutoPtr<Poco::XML::Document> document{parser.parseString(body)};
    const auto* node = document->getNodeByPath("/Error/" + name);
    return node == nullptr ? std::string{} : node->innerText();
}

std::string json_field(const std::string& body, const std::string& name) {
    Poco::JSON::Parser parser;
    return parser.parse(body).extract<Poco::JSON::Object::Ptr>()->optValue<std::string>(name, "");
}

/// Throws std::runtime_error unless it is host:port.
Poco::URI address_of(const Client& client) {
    try {
        return Poco::URI{(client.tls ? "https://" : "http://") + client.endpoint};
    } catch (const Poco::Exception& e) {
        throw std::runtime_error{client.endpoint + ": " + e.displayText()};
    }
}

Client::Reply exchange(Poco::Net::HTTPClientSession& session, std::chrono::milliseconds timeout,
                       Client::Request request) {
    session.setTimeout(Poco::Timespan{Poco::Timespan::TimeDiff{timeout.count()} * 1000});
    Poco::Net::HTTPRequest head{request.method, request.target, "HTTP/1.1"};
    for (const auto& [name, value] : request.headers)
        head.add(name, value);
    session.sendRequest(head) << request.body;

    Poco::Net::HTTPResponse response;
    Client::Reply reply;
    Poco::StreamCopier::copyToString(session.receiveResponse(response), reply.body);
    reply.status = response.getStatus();
    reply.headers.assign(response.begin(), response.end());
    reply.request = std::move(request);
    return reply;
}

} // namespace

Client::Stamp Client::fresh_stamp() {
    constexpr std::size_t kHexDigits = 32;
    // Not time(): it tells the old second for up to 4 ms, and a stamp of it may be refused.
    const auto now = std::chrono::system_clock::now().time_since_epoch();
    return {std::chrono::floor<std::chrono::seconds>(now).count(),
            random_text("0123456789abcdef", kHexDigits)};
}

std::string Client::Request::bytes() const {
    auto text = method + " " + target + " HTTP/1.1\r\n";
    for (const auto& [name, value] : headers) {
        text += name;
        text += ": " + value + "\r\n";
    }
    return text + "\r\n" + body;
}

Client::Request Client::sign(std::string_view action, const Pairs& params,
                             const Stamp& stamp) const {
    return signature == Signature::V3 ? sign_v3(*this, action, params, stamp)
                                      : sign_v1(*this, action, params, stamp);
}

std::string Client::Reply::header(std::string_view name) const {
    const auto found = std::find_if(headers.begin(), headers.end(), [name](const auto& pair) {
        return Poco::icompare(pair.first, std::string{name}) == 0;
    });
    return found == headers.end() ? std::string{} : found->second;
}

Client::Reply Client::call(std::string_view action, const Pairs& params) const {
    return send(sign(action, params, fresh_stamp()));
}

Client::Reply Client::send(Request request) const {
    const auto address = address_of(*this);
    if (!tls) {
        Poco::Net::HTTPClientSession session{address.getHost(), address.getPort()};
        try {
            return exchange(session, timeout, std::move(request));
        } catch (const Poco::Net::MessageException&) {
            throw std::runtime_error{"no HTTP reply from " + endpoint +
                                     "; if it speaks TLS there, write https://"};
        } catch (const Poco::Exception& e) {
            throw std::runtime_error{"no reply from " + endpoint + ": " + e.displayText()};
        }
    }
    TlsSession session{address.getHost(), address.getPort(), ca_file};
    try {
        return exchange(session.http(), timeout, std::move(request));
    } catch (const Poco::Exception& e) {
        const auto why = session.explain(e);
        throw std::runtime_error{"no reply from " + endpoint + ": " +
                                 (why.empty() ? e.displayText() : why)};
    }
}

std::string error_field(std::string_view body, std::string_view name) {
    const std::string text{body};
    if (text.empty()) return {};
    try {
        return text.front() == '<' ? xml_field(text, std::string{name})
                                   : json_field(text, std::string{name});
    } catch (const Poco::Exception&) {
        return {};
    }
}

} // namespace joingate
