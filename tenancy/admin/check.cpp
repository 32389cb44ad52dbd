#include "tenancy/admin/check.h"

#include "sql/failure.h"
#include "sql/schema_names.h"
#include "tenancy/admin/check_parts.h"

#include <algorithm>
#include <chrono>
#include <iterator>
#include <thread>
#include <utility>

namespace joingate::admin {
namespace {

using Question = std::function<Differences()>;

constexpr std::chrono::seconds kBetweenLooks{1};

/// Something to look at: how it is made, then what is in it.
struct Part {
    std::string where;
    Question structure;
    Question content;
};

Differences asked(const std::string& where, const Question& question) {
    try {
        return question();
    } catch (const db::Fault& e) {
        return {{where, "schema", std::string{"cannot be read: "} + e.what()}};
    }
}

Differences seen_in_both(const Differences& first, const Differences& second) {
    Differences both;
    std::copy_if(second.begin(), second.end(), std::back_inserter(both), [&](const auto& one) {
        return std::any_of(first.begin(), first.end(), [&](const auto& other) {
            return one.where == other.where && one.subject == other.subject;
        });
    });
    return both;
}

class Looks {
public:
    Looks(CheckResult& result, std::size_t parts, const CheckProgress& progress)
        : result_{result}, parts_{parts}, progress_{progress} {}

    /// Content of a structure that is in doubt waits for the second look.
    void first(Part part) {
        auto found = asked(part.where, part.structure);
        if (!found.empty() || !tell_content(part))
            doubts_.emplace_back(std::move(part), std::move(found));
        progress_(++done_, parts_);
    }

    void second() {
        if (!doubts_.empty()) std::this_thread::sleep_for(kBetweenLooks);
        for (const auto& [part, found] : doubts_) {
            const auto again = asked(part.where, part.structure);
            tell(again.empty() ? asked(part.where, part.content) : seen_in_both(found, again));
        }
    }

private:
    /// False where it could not be read: a schema may have gone meanwhile.
    bool tell_content(const Part& part) {
        try {
            tell(part.content());
            return true;
        } catch (const db::Fault&) {
            return false;
        }
    }

    void tell(Differences found) {
        std::move(found.begin(), found.end(), std::back_inserter(result_.differences));
    }

    CheckResult& result_;
    std::size_t parts_;
    const CheckProgress& progress_;
    std::size_t done_ = 0;
    std::vector<std::pair<Part, Differences>> doubts_;
};

void hint(std::vector<std::string>& hints, const InstanceRow& instance) {
    if (instance.state == "CREATING")
        hints.push_back("instance " + instance.id + " is CREATING: `joingatectl instance create " +
                        instance.account +
                        (instance.public_account.empty() ? " --id " + instance.id : " --public") +
                        "` finishes it");
    if (instance.state == "DELETING")
        hints.push_back("instance " + instance.id + " is DELETING: `joingatectl instance delete " +
                        instance.id + " --yes` finishes it");
}

} // namespace

CheckResult check(const Installation& installation, const CheckProgress& progress) {
    auto& schemas = installation.schemas;
    CheckResult result;
    const auto instances = instance_rows(schemas);
    for (const auto& instance : instances) {
        hint(result.hints, instance);
        if (instance.is_complete()) ++result.instances;
    }
    if (!schemas.is_mariadb())
        result.hints.emplace_back("roles and rights are checked on MariaDB only");

    constexpr std::size_t kCommonParts = 4;
    Looks looks{result, result.instances + kCommonParts, progress};
    looks.first({std::string{db::kCatalogSchema},
                 [&] { return check_structure(schemas, db::kCatalogFamily, db::kCatalogSchema); },
                 [&] {
                     auto found = check_instance_names(instances);
                     for (auto& one : check_catalog(schemas))
                         found.push_back(std::move(one));
                     return found;
                 }});
    looks.first({std::string{db::kExchangeSchema},
                 [&] { return check_structure(schemas, db::kExchangeFamily, db::kExchangeSchema); },
                 [&] { return check_exchange(installation); }});
    for (const auto& instance : instances) {
        if (!instance.is_complete()) continue;
        // It may go meanwhile, and its schema with it.
        const auto structure = [&] {
            return is_complete_now(schemas, instance)
                       ? check_structure(schemas, db::kTenantFamily, instance.schema)
                       : Differences{};
        };
        looks.first({instance.schema, structure, [&] { return check_tenant(schemas, instance); }});
    }
    const auto nothing = [] { return Differences{}; };
    looks.first({"schemas", [&] { return check_orphans(schemas); }, nothing});
    looks.first({"rights", [&] { return check_rights(installation); }, nothing});
    looks.second();
    return result;
}

} // namespace joingate::admin
