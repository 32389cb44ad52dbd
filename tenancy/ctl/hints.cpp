#include "tenancy/ctl/hints.h"

#include <Poco/DateTimeFormat.h>
#include <Poco/DateTimeFormatter.h>
#include <Poco/Timestamp.h>

#include <algorithm>

namespace joingate::ctl {
namespace {

std::string host_of(const Client::Request& request) {
    const auto host = std::find_if(request.headers.begin(), request.headers.end(),
                                   [](const auto& header) { return header.first == "Host"; });
    return host == request.headers.end() ? std::string{"HOST:PORT"} : host->second;
}

std::string signature_hint(const Client::Reply& reply) {
    const auto message = error_field(reply.body, "Message");
    if (message.find(reply.request.string_to_sign) != std::string::npos)
        return "The server signed the same text with another result: the secret is not the one of "
               "this access key.\n";
    return "The server saw another request than the one that was signed: look for a proxy that "
           "changes the host, the query or a header; --verbose shows what was signed.\n";
}

std::string clock_hint(const Client::Reply& reply) {
    const auto server = reply.header("Date");
    return "More than 15 minutes between the clocks? Here it is " +
           Poco::DateTimeFormatter::format(Poco::Timestamp{}, Poco::DateTimeFormat::HTTP_FORMAT) +
           (server.empty() ? std::string{} : ", at the server " + server) + ".\n";
}

} // namespace

std::string hint(const Client::Reply& reply) {
    const auto code = error_field(reply.body, "Code");
    if (code == "SignatureDoesNotMatch") return signature_hint(reply);
    if (code.compare(0, 16, "InvalidTimeStamp") == 0) return clock_hint(reply);
    if (code == "InvalidAccessKeyId.NotFound")
        return "The server does not know this access key; see `joingatectl key list ACCOUNT`.\n";
    if (code == "InvalidAccessKeyId.Inactive")
        return "The access key is disabled; see `joingatectl key enable`.\n";
    // So nginx says it, where nothing else was made of it.
    if (reply.body.find("plain HTTP request was sent to HTTPS port") != std::string::npos)
        return "The server speaks TLS there: write --endpoint https://" + host_of(reply.request) +
               ".\n";
    if (code.empty()) return "The reply is no error of the API: is the endpoint right?\n";
    return {};
}

} // namespace joingate::ctl
