#include "tenancy/ctl/commands.h"
#include "tenancy/ctl/context.h"
#include "tenancy/ctl/credentials.h"
#include "tenancy/ctl/hints.h"

#include <CLI/CLI.hpp>
#include <Poco/Exception.h>
#include <nlohmann/json.hpp>

#include <algorithm>
#include <memory>
#include <ostream>

namespace joingate::ctl {
namespace {

struct Options {
    std::string action;
    std::vector<std::string> params;
    std::vector<std::string> headers;
    std::string endpoint;
    std::string ca_file;
    std::string key_file;
    bool key_stdin = false;
    std::string version = "2019-03-01";
    bool v3 = false;
    bool xml = false;
    bool post = false;
    bool query = false;
    bool sha256 = false;
    bool verbose = false;
};

Client::Pairs split_each(const std::vector<std::string>& texts, char separator,
                         const std::string& form) {
    Client::Pairs pairs;
    for (const auto& text : texts) {
        const auto at = text.find(separator);
        if (at == std::string::npos || at == 0) {
            auto message = text;
            throw WrongUse{message.append(": must be ").append(form)};
        }
        pairs.emplace_back(text.substr(0, at), text.substr(at + 1));
    }
    return pairs;
}

bool take_from_front(std::string& text, std::string_view part) {
    if (text.compare(0, part.size(), part) != 0) return false;
    text.erase(0, part.size());
    return true;
}

/// "https://host:port/" as people write it. Like other clients, it does not send a port that goes
/// without saying.
void lead_to(Client& client, std::string endpoint) {
    client.tls = take_from_front(endpoint, "https://");
    if (!client.tls) take_from_front(endpoint, "http://");
    if (!endpoint.empty() && endpoint.back() == '/') endpoint.pop_back();
    if (endpoint.empty())
        throw WrongUse{"where to? give --endpoint [https://]HOST[:PORT] or set ENDPOINT"};
    if (endpoint.find_first_of("/@?#") != std::string::npos)
        throw WrongUse{"the endpoint is '" + endpoint + "'; needed is [https://]HOST[:PORT]"};
    const std::string default_port = client.tls ? ":443" : ":80";
    const auto host_size = endpoint.size() - std::min(default_port.size(), endpoint.size());
    if (host_size != 0 && endpoint.compare(host_size, std::string::npos, default_port) == 0)
        endpoint.resize(host_size);
    client.endpoint = std::move(endpoint);
}

Client client_for(const Context& context, const Options& options) {
    Client client;
    lead_to(client, options.endpoint);
    if (!options.ca_file.empty() && !client.tls)
        throw WrongUse{"--ca is for TLS; needed is --endpoint https://HOST[:PORT]"};
    client.ca_file = options.ca_file;
    auto key = read_credentials(context, options.key_file, options.key_stdin);
    client.access_key_id = std::move(key.id);
    client.access_key_secret = std::move(key.secret);
    client.version = options.version;
    if (options.v3)
        client.signature = Client::Signature::V3;
    else if (options.sha256)
        client.signature = Client::Signature::V1Sha256;
    if (options.xml) client.format = Client::Format::Xml;
    if (options.post) client.method = "POST";
    if (options.query) client.place = Client::Place::Query;
    client.headers = split_each(options.headers, ':', "NAME:VALUE");
    return client;
}

void print_body(std::ostream& out, const std::string& body) {
    constexpr int kIndent = 2;
    const auto json = nlohmann::ordered_json::parse(body, nullptr, /*allow_exceptions=*/false);
    out << (json.is_discarded() ? body : json.dump(kIndent)) << '\n';
}

void print_details(std::ostream& err, const Client::Reply& reply) {
    const auto& request = reply.request;
    if (!request.canonical_request.empty())
        err << "canonical request:\n" << request.canonical_request << '\n';
    err << "string to sign:\n" << request.string_to_sign << "\n\n" << request.bytes() << "\n\n";
    err << "HTTP status " << reply.status << '\n';
    for (const auto& [name, value] : reply.headers)
        err << name << ": " << value << '\n';
    err << '\n';
}

void call(Context& context, const Options& options) {
    const auto client = client_for(context, options);
    const auto reply = client.call(options.action, split_each(options.params, '=', "NAME=VALUE"));
    if (options.verbose) print_details(context.err(), reply);
    print_body(context.out(), reply.body);
    constexpr int kOk = 200;
    if (reply.status == kOk) return;
    context.status = kFailed;
    context.err() << hint(reply);
}

} // namespace

void add_call(CLI::App& app, Context& context) {
    const auto options = std::make_shared<Options>();
    auto* command =
        app.add_subcommand("call", "Sign one call of the API, send it, print the reply");
    command->add_option("ACTION", options->action, "Name of the action")->required();
    command->add_option("NAME=VALUE", options->params, "Parameters of the action");
    command->add_option("--endpoint", options->endpoint, "[https://]HOST[:PORT]")
        ->envname("ENDPOINT");
    command->add_option("--ca", options->ca_file,
                        "With https: a file with the CAs to trust, instead of the system's");
    auto* file = command->add_option("--key-file", options->key_file,
                                     "File with ACCESS_KEY_ID= and ACCESS_KEY_SECRET=, \"ID "
                                     "SECRET\", or a console's CSV; without, the environment has "
                                     "both");
    command->add_flag("--key-stdin", options->key_stdin, "The same from the standard input")
        ->excludes(file);
    command->add_option("--version", options->version, "Of the API")->capture_default_str();
    auto* v3 = command->add_flag("--v3", options->v3, "Sign with ACS3-HMAC-SHA256");
    command->add_flag("--sha256", options->sha256, "Sign version 1.0 with HMAC-SHA256")
        ->excludes(v3);
    command->add_flag("--xml", options->xml, "Ask for XML")->excludes(v3);
    auto* post = command->add_flag("--post", options->post, "POST, parameters in the form body");
    command->add_flag("--query", options->query, "With --post: parameters in the query")
        ->needs(post);
    command->add_option("--header", options->headers, "Send NAME:VALUE too; may be repeated")
        ->expected(1)
        ->take_all();
    command->add_flag("--verbose", options->verbose,
                      "Show on the error output what was signed, sent and received");
    command->callback([&context, options] { call(context, *options); });
}

} // namespace joingate::ctl
