// Every role of the workers' login against every schema that is not its own.
#include "sql/connection.h"
#include "sql/failure.h"
#include "sql/schema_admin.h"
#include "sql/schema_names.h"
#include "tenancy/settings.h"
#include "tests/e2e/site.h"
#include "tests/proofs/support/proof.h"

#include <algorithm>
#include <array>
#include <set>
#include <vector>

namespace joingate::proofs {
namespace {

const std::string kWall = "no role reads, writes or changes a schema that is not its own";
const std::string kExchange = "in the exchange no role changes what is the operator's, nor a table";
const std::string kNoDefinition = "no role changes the tables of its own schema";
const std::string kOwn = "each role reads and writes its own schema";
const std::string kPrepared = "a statement that was prepared under another role is refused";
const std::string kNoPattern = "no schema gets a name that is a pattern";

const std::string kOwnTable = "join_permission";

/// Access denied: to the database, the table, the column, for want of a privilege, the routine; and
/// a trigger on a table of the system, which nobody may create.
bool is_refusal(int number) {
    constexpr std::array kRefusals{1044, 1142, 1143, 1227, 1370, 1465};
    return std::find(kRefusals.begin(), kRefusals.end(), number) != kRefusals.end();
}

/// A table and one of its columns.
struct Table {
    std::string schema;
    std::string name;
    std::string column;

    std::string full() const { return '`' + schema + "`.`" + name + '`'; }
};

/// None needs a right but its own: a right on the columns would be one too much to ask for.
std::vector<std::string> reads(const Table& table) {
    return {"SELECT * FROM " + table.full() + " LIMIT 1"};
}

std::vector<std::string> writes(const Table& table) {
    return {"INSERT INTO " + table.full() + " () VALUES ()",
            "UPDATE " + table.full() + " SET `" + table.column + "` = '1' LIMIT 0",
            "DELETE FROM " + table.full() + " LIMIT 0"};
}

std::vector<std::string> definitions(const Table& table) {
    const auto schema = '`' + table.schema + '`';
    return {"CREATE TABLE " + schema + ".wall (i INT)",
            "CREATE VIEW " + schema + ".wall_view AS SELECT 1",
            "CREATE PROCEDURE " + schema + ".wall_procedure() DO 1",
            "CREATE TRIGGER " + schema + ".wall_trigger BEFORE INSERT ON " + table.full() +
                " FOR EACH ROW SET @wall = 1",
            "ALTER TABLE " + table.full() + " ADD COLUMN wall INT",
            "CREATE INDEX wall ON " + table.full() + " (`" + table.column + "`)",
            "RENAME TABLE " + table.full() + " TO " + schema + ".wall",
            "TRUNCATE TABLE " + table.full(),
            "DROP TABLE " + table.full(),
            "DROP DATABASE " + schema};
}

/// Names in which one place differs, one is a digit longer, or has a leading zero more.
std::set<std::string> look_alikes(std::mt19937_64 random, std::size_t count) {
    constexpr std::string_view kDigits{"0123456789"};
    std::set<std::string> names;
    while (names.size() < count) {
        const auto base = db::tenant_schema(static_cast<std::int64_t>(random() % 1'000'000));
        const auto digit = kDigits.substr(random() % kDigits.size(), 1);
        const auto place = db::kTenantPrefix.size() + random() % db::kTenantDigits;
        names.insert(base);
        names.insert(std::string{base}.replace(place, 1, digit));
        names.insert(base + std::string{digit});
        names.insert(std::string{base}.insert(db::kTenantPrefix.size(), "0"));
    }
    return names;
}

class Wall {
public:
    Wall(Run& run, const e2e::Site& site)
        : run_{run},
          administrator_{read_settings(site.configuration(), Login::Admin).admin},
          worker_settings_{read_settings(site.configuration(), Login::Worker).database},
          worker_{worker_settings_, db::Patience::Request},
          admin_{administrator_, db::Patience::Administration} {}

    void build(std::size_t tenants) {
        for (const auto& row : admin_.ask("SELECT schema_name FROM joingate.instance"))
            tenants_.push_back(row.at(0).value());
        db::SchemaAdmin schemas{administrator_};
        for (const auto& name : look_alikes(run_.random(), tenants - tenants_.size())) {
            if (tenants_.size() == tenants) break;
            schemas.create_tenant(name, {worker_settings_.user, "localhost"});
            tenants_.push_back(name);
        }
        for (const auto& name :
             {"jg_00001", "jg00000%", "jg%", "JG000001", "jg000001x", "jg 00001"})
            run_.must(kNoPattern, is_refused(schemas, name), name);
        // Not made by us, and next to ours in the eyes of a pattern.
        for (const std::string name :
             {"jg_00001", "jg00001%", "jg000001_old", "joingate2", "JG000001"}) {
            admin_.run("CREATE DATABASE `" + name + "`");
            admin_.run("CREATE TABLE `" + name + "`.join_permission (permission_id INT)");
            foreign_.push_back(name);
        }
        foreign_.insert(foreign_.end(), {"joingate", "mysql"});
    }

    void spoil() {
        if (run_.has_bug("grant_with_wildcard"))
            admin_.run("GRANT SELECT ON `jg____%`.* TO " + tenants_.front());
        if (run_.has_bug("role_too_strong"))
            admin_.run("GRANT DELETE ON " + tenants_.back() + ".* TO " + tenants_.front());
        if (run_.has_bug("exchange_role_may_alter"))
            admin_.run("GRANT ALTER ON joingateexchange.lease TO jgexchange");
    }

    void attack(bool every_table) {
        auto targets = tenants_;
        targets.insert(targets.end(), foreign_.begin(), foreign_.end());
        std::vector<std::string> roles{tenants_};
        for (const auto role : {db::kExchangeRole, db::kCatalogRole, std::string_view{}})
            roles.emplace_back(role);
        std::vector<Table> tables;
        for (const auto& target : targets)
            for (auto& table : tables_of(target, every_table))
                tables.push_back(std::move(table));

        for (const auto& role : roles)
            for (const auto& table : tables)
                if (table.schema == role)
                    all_refused(role, definitions(table), kNoDefinition);
                else
                    stranger(role, table);
        for (const auto& table : tables_of(std::string{db::kExchangeSchema}, true))
            for (const auto& role : roles)
                exchange(role, table);
        for (const auto& role : tenants_)
            own(role);
        for (std::size_t i = 0; i < tenants_.size(); ++i)
            prepared(tenants_[i], tenants_[(i + 1) % tenants_.size()]);
        run_.figure("tenants", tenants_.size());
        run_.figure("roles", roles.size());
        run_.figure("tables tried", tables.size());
        run_.figure("statements refused", refused_);
    }

private:
    static bool is_refused(db::SchemaAdmin& schemas, const std::string& name) {
        try {
            schemas.create_tenant(name, {"nobody", "localhost"});
        } catch (const db::Fault&) {
            return true;
        }
        return false;
    }

    std::vector<Table> tables_of(const std::string& schema, bool every) {
        std::vector<Table> tables;
        for (const auto& row :
             admin_.ask("SELECT t.TABLE_NAME, MIN(c.COLUMN_NAME) FROM information_schema.TABLES AS "
                        "t JOIN information_schema.COLUMNS AS c USING (TABLE_SCHEMA, TABLE_NAME) "
                        "WHERE t.TABLE_TYPE = 'BASE TABLE' AND CAST(TABLE_SCHEMA AS BINARY) = '" +
                        schema + "' GROUP BY t.TABLE_NAME"))
            if (every || *row.at(0) == kOwnTable || *row.at(0) == "access_key" ||
                *row.at(0) == "global_priv")
                tables.push_back({schema, *row.at(0), *row.at(1)});
        return tables;
    }

    /// The number of the error under this role; 0 for none.
    int outcome(const std::string& role, const std::string& text) {
        try {
            worker_.take_role(role);
            if (text.rfind("SELECT", 0) == 0)
                worker_.ask(text);
            else
                worker_.run(text);
        } catch (const db::Failure& e) {
            worker_.rollback();
            return e.number();
        }
        return 0;
    }

    void all_refused(const std::string& role, const std::vector<std::string>& texts,
                     const std::string& rule) {
        for (const auto& text : texts) {
            const auto number = outcome(role, text);
            if (is_refusal(number)) ++refused_;
            run_.must(rule, is_refusal(number),
                      (role.empty() ? "no role" : role) + ": " + text + " ended with " +
                          std::to_string(number));
        }
    }

    void stranger(const std::string& role, const Table& table) {
        // The one role that may read the catalog.
        if (role != db::kCatalogRole || table.schema != db::kCatalogSchema) {
            all_refused(role, reads(table), kWall);
            all_refused(role, {"USE `" + table.schema + '`'}, kWall);
        }
        all_refused(role, writes(table), kWall);
        all_refused(role, definitions(table), kWall);
    }

    void exchange(const std::string& role, const Table& table) {
        const bool may_enter = role == db::kExchangeRole || db::is_tenant_schema(role);
        const bool of_operator = std::find(db::kOperatorTables.begin(), db::kOperatorTables.end(),
                                           table.name) != db::kOperatorTables.end();
        if (!may_enter) all_refused(role, reads(table), kWall);
        if (!may_enter || of_operator) all_refused(role, writes(table), kExchange);
        all_refused(role, definitions(table), kExchange);
    }

    void own(const std::string& role) {
        const Table table{role, kOwnTable, "permission_id"};
        auto texts = reads(table);
        for (auto& text : writes(table))
            texts.push_back(std::move(text));
        for (const auto& text : texts) {
            const auto number = outcome(role, text);
            // A row without values is refused for that, not for want of a right.
            constexpr int kNoDefault = 1364;
            run_.must(kOwn, number == 0 || number == kNoDefault,
                      role + ": " + text + " ended with " + std::to_string(number));
        }
    }

    void prepared(const std::string& first, const std::string& second) {
        const auto text = "SELECT COUNT(*) FROM " + first + '.' + kOwnTable;
        worker_.take_role(first);
        const auto& statement = worker_.prepare("", {"wall", text});
        worker_.query(statement);
        worker_.take_role(second);
        int number = 0;
        try {
            worker_.query(statement);
        } catch (const db::Failure& e) {
            number = e.number();
            worker_.rollback();
        }
        run_.must(kPrepared, is_refusal(number), second + " read " + first);
    }

    Run& run_;
    const db::Settings administrator_;
    const db::Settings worker_settings_;
    db::Connection worker_;
    db::Connection admin_;
    std::vector<std::string> tenants_;
    std::vector<std::string> foreign_;
    std::uint64_t refused_ = 0;
};

void prove(Run& run) {
    const e2e::Site site{run.folder() + "/site", {"--workers", "1", "--threads", "1"}};
    Wall wall{run, site};
    wall.build(run.size<std::size_t>(5, 50));
    wall.spoil();
    wall.attack(run.full());
}

const Registered kDatabaseWall{{"database-wall",
                                prove,
                                {{"grant_with_wildcard", kWall},
                                 {"role_too_strong", kWall},
                                 {"exchange_role_may_alter", kExchange}}}};

} // namespace
} // namespace joingate::proofs
