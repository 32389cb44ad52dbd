#pragma once

#include "sql/schema_admin.h"
#include "tenancy/access_key.h"
#include "tenancy/admin/catalog.h"
#include "tenancy/admin/instances.h"
#include "tenancy/ctl/listing.h"
#include "tenancy/ctl/program.h"
#include "tenancy/host/place.h"
#include "tenancy/settings.h"

#include <memory>
#include <stdexcept>
#include <string>
#include <string_view>
#include <vector>

namespace joingate::ctl {

/// A mistake in how the program was called; exit status 2.
class WrongUse : public std::runtime_error {
    using std::runtime_error::runtime_error;
};

/// What the commands share. Settings, connections and shared memory are opened when a command first
/// asks for them, so that a command without need of them runs anywhere.
class Context {
public:
    Context(Streams streams, host::Place where) : place{std::move(where)}, streams_{streams} {}

    /// This host.
    const host::Place place;
    std::string config_path = "/etc/joingate/joingated.properties";
    bool json = false;
    /// What run() returns when no exception ends it.
    int status = kDone;
    /// And when one does, unless it was used wrongly.
    int failed = kFailed;

    std::istream& in() const { return streams_.in; }
    std::ostream& out() const { return streams_.out; }
    std::ostream& err() const { return streams_.err; }
    bool err_is_terminal() const { return streams_.err_is_terminal; }
    bool in_is_terminal() const { return streams_.in_is_terminal; }

    const Settings& settings();
    const admin::Catalog& catalog();
    db::SchemaAdmin& schemas();
    const SecretBox& secrets();
    db::Login worker();
    admin::Tenants tenants();
    /// The quotas that there are.
    std::vector<std::string> quota_names();

    /// The content of a file, or of the standard input for "-".
    std::string read(const std::string& path) const;
    /// What messages call it.
    static std::string name_of(const std::string& path);

    void print(const Listing& listing) const;
    /// The only row, as an object where it is JSON.
    void print_one(const Listing& listing) const;
    /// What a change came to: "account acme: blocked", or that it was so already.
    void report(bool changed, std::string_view what) const;

private:
    Streams streams_;
    std::unique_ptr<Settings> settings_;
    std::unique_ptr<SharedMemory> memory_;
    std::unique_ptr<db::Database> database_;
    std::unique_ptr<admin::Catalog> catalog_;
    std::unique_ptr<db::SchemaAdmin> schemas_;
    std::unique_ptr<SecretBox> secrets_;
};

} // namespace joingate::ctl
