#pragma once

#include "tenancy/admin/check_parts.h"
#include "tests/gateway/gateways.h"
#include "tests/support/test_database.h"

#include <boost/test/unit_test.hpp>

#include <algorithm>
#include <set>
#include <string>
#include <vector>

namespace joingate::test {

/// What `joingatectl check` tells of catalog, exchange and our own tenants: other suites share the
/// server and leave theirs in any state.
class Checked : public Gateways {
public:
    Checked() {
        for (const auto& quota : quotas())
            run("INSERT IGNORE INTO joingateexchange.quota_usage (account, quota) "
                "SELECT account, '" +
                quota + "' FROM joingate.account");
    }

    static const std::vector<std::string>& quotas() {
        static const std::vector<std::string> all{"LOCAL_JOIN_PERMISSION",
                                                  "ROAMING_JOIN_PERMISSION", "NODE", "GATEWAY"};
        return all;
    }

    static admin::Installation installation() {
        auto& server = TestDatabase::instance();
        return {server.schemas(), server.worker_login(), quotas()};
    }

    static void add(std::vector<std::string>& lines, const admin::Differences& differences) {
        for (const auto& one : differences)
            lines.push_back(one.where + ": " + one.subject + ' ' + one.problem);
    }

    std::vector<std::string> differences() const {
        std::vector<std::string> lines;
        auto& schemas = TestDatabase::instance().schemas();
        add(lines, admin::check_catalog(schemas));
        add(lines, admin::check_exchange(installation()));
        const std::set<std::string> ours{owner.schema(), renter.schema(), enterprise_schema()};
        for (const auto& instance : admin::instance_rows(schemas))
            if (ours.count(instance.schema) != 0)
                add(lines, admin::check_tenant(schemas, instance));
        return lines;
    }

    /// One difference after the statement, and this one.
    void tells(const std::string& sql, const std::string& line) const {
        BOOST_TEST_CONTEXT(sql) {
            BOOST_TEST(differences() == std::vector<std::string>{},
                       boost::test_tools::per_element());
            run(sql);
            const auto found = differences();
            BOOST_TEST((std::find(found.begin(), found.end(), line) != found.end()),
                       "not told: " << line);
            for (const auto& one : found)
                if (one != line) BOOST_TEST_MESSAGE("also: " << one);
        }
    }

    std::string order() const {
        return value_of("SELECT MAX(order_id) FROM joingateexchange.auth_order");
    }
    static std::string exchange(const std::string& rest) { return "joingateexchange: " + rest; }
    static std::string lease(const std::string& id, const std::string& rest) {
        return exchange("lease " + id + ' ' + rest);
    }
    static std::string update(const std::string& table, const std::string& set,
                              const std::string& where) {
        return "UPDATE joingateexchange." + table + " SET " + set + " WHERE " + where;
    }
};

} // namespace joingate::test
