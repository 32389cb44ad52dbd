#include "tests/support/tenant.h"

#include "fcgi/request.h"
#include "tests/support/reply_contract.h"

#include <Poco/JSON/Array.h>
#include <Poco/JSON/Parser.h>

#include <algorithm>
#include <future>
#include <iterator>
#include <stdexcept>

namespace joingate::test {
namespace {

using Poco::JSON::Array;
using Poco::JSON::Object;

std::string text_of(const Object& object, const std::string& name) {
    if (!object.has(name)) return "absent";
    const auto value = object.get(name);
    return value.isString() ? value.convert<std::string>() : Poco::Dynamic::Var::toString(value);
}

Object::Ptr data_of(const Object::Ptr& body) {
    if (!body || !body->isObject("Data")) throw std::runtime_error{"the reply has no such Data"};
    return body->getObject("Data");
}

Array::Ptr list_of(const Object::Ptr& body) {
    const auto list = data_of(body)->getArray("List");
    if (!list) throw std::runtime_error{"the reply has no list"};
    return list;
}

/// As the front hands it over.
Request handed_over(const Client::Request& signed_request) {
    Request request;
    request.method = signed_request.method;
    const auto query = signed_request.target.find('?');
    if (query != std::string::npos) request.query = signed_request.target.substr(query + 1);
    request.headers = {{"host", "localhost"}};
    request.body = signed_request.body;
    request.peer_address = "127.0.0.1";
    request.request_id = make_request_id();
    return request;
}

} // namespace

Tenant::Tenant(const Service& service, std::string name, std::string instance_id,
               std::string schema, Client client)
    : service_{&service},
      name_{std::move(name)},
      instance_id_{std::move(instance_id)},
      schema_{std::move(schema)},
      client_{std::move(client)} {}

Tenant Tenant::with_key(const std::string& access_key_id, const std::string& secret) const {
    auto other = *this;
    other.client_.access_key_id = access_key_id;
    other.client_.access_key_secret = secret;
    return other;
}

Reply Tenant::reply(std::string_view action, const Pairs& params, const Form& form) const {
    Client client = client_;
    client.format = form.format;
    Pairs sent;
    for (const auto& pair : params)
        if (pair.first == "Version")
            client.version = pair.second;
        else
            sent.push_back(pair);
    auto request = handed_over(client.sign(action, sent, Client::fresh_stamp()));
    if (form.by_cpp_sdk) request.headers.emplace_back("x-sdk-client", "CPP/1.36.2132");
    auto reply = service_->answer(request);
    check_reply({std::string{action}, client.version, form.format, form.by_cpp_sdk, reply.status,
                 reply.body});
    return reply;
}

Tenant::Outcome Tenant::outcome(std::string_view action, const Pairs& params) const {
    Outcome outcome;
    outcome.body =
        Poco::JSON::Parser{}.parse(reply(action, params, {}).body).extract<Object::Ptr>();
    if (!outcome.body->getValue<bool>("Success"))
        outcome.code = outcome.body->getValue<std::string>("Code");
    return outcome;
}

std::string Tenant::calls(std::string_view action, const Pairs& params) {
    last_ = outcome(action, params);
    return last_.code;
}

std::string Tenant::data() const {
    return text_of(*last_.body, "Data");
}

std::string Tenant::field(const std::string& name) const {
    return text_of(*data_of(last_.body), name);
}

Object::Ptr Tenant::item(std::size_t row) const {
    return list_of(last_.body)->getObject(static_cast<unsigned>(row));
}

std::string Tenant::field(std::size_t row, const std::string& name) const {
    return text_of(*item(row), name);
}

std::size_t Tenant::rows() const {
    return list_of(last_.body)->size();
}

std::string Tenant::column(const std::string& name) const {
    std::string all;
    for (std::size_t row = 0; row < rows(); ++row)
        all += (row == 0 ? "" : " ") + field(row, name);
    return all;
}

std::vector<std::string> Tenant::fields() const {
    std::vector<std::string> names;
    data_of(last_.body)->getNames(names);
    return names;
}

Tenant::Pairs with(Tenant::Pairs params, const Tenant::Pairs& changes) {
    for (const auto& change : changes) {
        const auto same = [&](const auto& param) { return param.first == change.first; };
        params.erase(std::remove_if(params.begin(), params.end(), same), params.end());
        params.push_back(change);
    }
    return params;
}

std::vector<std::string> at_once(const std::vector<std::function<std::string()>>& callers) {
    std::vector<std::future<std::string>> running;
    running.reserve(callers.size());
    for (const auto& caller : callers)
        running.push_back(std::async(std::launch::async, caller));
    std::vector<std::string> results;
    std::transform(running.begin(), running.end(), std::back_inserter(results),
                   [](auto& one) { return one.get(); });
    std::sort(results.begin(), results.end());
    return results;
}

} // namespace joingate::test
