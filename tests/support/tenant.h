#pragma once

#include "fcgi/service.h"
#include "tenancy/client.h"

#include <Poco/JSON/Object.h>

#include <functional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace joingate::test {

/// An account with a public instance, and a client that makes really signed requests in its name to
/// the service in this process.
class Tenant {
public:
    using Pairs = Client::Pairs;

    /// What a caller can ask of the reply.
    struct Form {
        Client::Format format = Client::Format::Json;
        bool by_cpp_sdk = false;
    };

    /// What a call came to.
    struct Outcome {
        std::string code; ///< of the wire; empty for a success
        Poco::JSON::Object::Ptr body;
    };

    Tenant(const Service& service, std::string name, std::string instance_id, std::string schema,
           Client client);

    /// The wire code, or "" for a success; the reply is kept for the functions below. `Version`
    /// among the parameters replaces 2019-03-01.
    std::string calls(std::string_view action, const Pairs& params = {});
    /// The same without keeping anything: for several threads at once.
    Outcome outcome(std::string_view action, const Pairs& params = {}) const;
    /// The reply as it goes over the wire. Throws where it is not as published, as the two above
    /// do.
    Reply reply(std::string_view action, const Pairs& params, const Form& form) const;

    /// Data of the last reply, where it is one value.
    std::string data() const;
    /// A field of Data, or of a row of Data.List; "absent" where it is not there, the JSON text of
    /// what is not a string.
    std::string field(const std::string& name) const;
    std::string field(std::size_t row, const std::string& name) const;
    /// Rows of Data.List.
    std::size_t rows() const;
    /// One field of all rows, blanks between them.
    std::string column(const std::string& name) const;
    /// Names of the fields of Data, in order.
    std::vector<std::string> fields() const;

    /// The same, but signing with another key.
    Tenant with_key(const std::string& access_key_id, const std::string& secret) const;

    const std::string& name() const { return name_; }
    const std::string& access_key_id() const { return client_.access_key_id; }
    const std::string& instance_id() const { return instance_id_; }
    const std::string& schema() const { return schema_; }

private:
    Poco::JSON::Object::Ptr item(std::size_t row) const;

    const Service* service_;
    std::string name_;
    std::string instance_id_;
    std::string schema_;
    Client client_;
    Outcome last_;
};

/// Parameters with some of them replaced or added.
Tenant::Pairs with(Tenant::Pairs params, const Tenant::Pairs& changes);

/// Runs all at once, each in a thread of its own, and returns what they returned, sorted.
std::vector<std::string> at_once(const std::vector<std::function<std::string()>>& callers);

} // namespace joingate::test
