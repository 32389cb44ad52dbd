#pragma once

#include "tenancy/client.h"
#include "tests/e2e/answer.h"
#include "tests/e2e/permission.h"
#include "tests/e2e/site.h"

#include <string>

namespace joingate::e2e {

using Fields = Client::Pairs;

/// What the cases have in common: the site, its two tenants, and a manner of calling.
struct Tenants {
    Site& site = Site::instance();
    /// How calls are made: signature, version, format, method; who makes them is set by each call.
    Client manner;

    Client client(const Key& key) const;

    /// Sends what this client signed. Throws where the reply is not as published.
    static Answer send(const Client& client, const Client::Request& request);
    Answer call(const Key& key, const std::string& action, const Fields& fields = {}) const;
    Answer owner_calls(const std::string& action, const Fields& fields = {}) const {
        return call(site.owner(), action, fields);
    }
    Answer renter_calls(const std::string& action, const Fields& fields = {}) const {
        return call(site.renter(), action, fields);
    }

    /// A new permission of the owner; its id.
    std::string create(const std::string& name) const;
    /// The permission offered to the renter; the order's id.
    std::string offer(const std::string& permission) const;
    /// One member of what the owner sees.
    std::string seen(const std::string& permission, const std::string& member) const;
};

} // namespace joingate::e2e
