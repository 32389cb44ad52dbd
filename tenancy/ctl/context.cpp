#include "tenancy/ctl/context.h"

#include <fstream>
#include <istream>
#include <iterator>
#include <ostream>

namespace joingate::ctl {
namespace {

std::string all_of(std::istream& stream) {
    return {std::istreambuf_iterator<char>{stream}, std::istreambuf_iterator<char>{}};
}

} // namespace

const Settings& Context::settings() {
    if (!settings_)
        settings_ = std::make_unique<Settings>(read_settings(config_path, Login::Admin));
    return *settings_;
}

const admin::Catalog& Context::catalog() {
    if (!catalog_) {
        memory_ = std::make_unique<SharedMemory>(settings().memory_path, settings().memory_layout);
        database_ = std::make_unique<db::Database>(settings().admin);
        catalog_ = std::make_unique<admin::Catalog>(*database_, *memory_);
    }
    return *catalog_;
}

db::SchemaAdmin& Context::schemas() {
    if (!schemas_) schemas_ = std::make_unique<db::SchemaAdmin>(settings().admin);
    return *schemas_;
}

const SecretBox& Context::secrets() {
    if (!secrets_)
        secrets_ = std::make_unique<SecretBox>(SecretBox::from_file(settings().master_key_file));
    return *secrets_;
}

db::Login Context::worker() {
    return {settings().database.user, settings().worker_host};
}

admin::Tenants Context::tenants() {
    return {schemas(), worker()};
}

std::vector<std::string> Context::quota_names() {
    std::vector<std::string> names;
    for (const auto& [name, limit] : settings().defaults.quotas)
        names.push_back(name);
    return names;
}

std::string Context::read(const std::string& path) const {
    if (path == "-") return all_of(in());
    std::ifstream file{path, std::ios::binary};
    if (!file) throw WrongUse{"cannot read " + path};
    return all_of(file);
}

std::string Context::name_of(const std::string& path) {
    return path == "-" ? "standard input" : path;
}

void Context::print(const Listing& listing) const {
    if (json)
        listing.print_json(out());
    else
        listing.print_table(out());
}

void Context::print_one(const Listing& listing) const {
    if (json)
        listing.print_json_object(out());
    else
        listing.print_table(out());
}

void Context::report(bool changed, std::string_view what) const {
    if (json)
        out() << "{\"Changed\": " << (changed ? "true" : "false") << "}\n";
    else
        out() << what << (changed ? "" : " (was so already)") << '\n';
}

} // namespace joingate::ctl
