#include "tenancy/ctl/commands.h"
#include "tenancy/ctl/context.h"
#include "tenancy/ctl/credentials.h"
#include "tenancy/ctl/hints.h"

#include <CLI/CLI.hpp>
#include <Poco/Exception.h>
#include <nlohmann/json.hpp>

#include <memory>
#include <ostream>

namespace joingate::ctl {
namespace {

struct Options {
    std::string action;
    std::vector<std::string> params;
    std::vector<std::string> headers;
    std::string endpoint;
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

/// "http://host:port/" as people write it, without what is always so.
std::string bare(std::string endpoint) {
    constexpr std::string_view kScheme = "http://";
    if (endpoint.compare(0, kScheme.size(), kScheme) == 0) endpoint.erase(0, kScheme.size());
    if (!endpoint.empty() && endpoint.back() == '/') endpoint.pop_back();
    if (endpoint.empty()) throw WrongUse{"where to? give --endpoint HOST:PORT or set ENDPOINT"};
    if (endpoint.find('/') != std::string::npos)
        throw WrongUse{"the endpoint is HOST:PORT, with plain HTTP"};
    return endpoint;
}

Client client_for(const Context& context, const Options& options) {
    Client client;
    client.endpoint = bare(options.endpoint);
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
    command->add_option("--endpoint", options->endpoint, "HOST:PORT")->envname("ENDPOINT");
    auto* file = command->add_option("--key-file", options->key_file,
                                     "File with ACCESS_KEY_ID= and ACCESS_KEY_SECRET=; without, "
                                     "the environment has them");
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
