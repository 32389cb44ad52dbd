#include "tenancy/admin/registry.h"

#include "sql/failure.h"
#include "sql/statements.h"
#include "tenancy/wiped.h"

#include <Poco/DigestEngine.h>
#include <Poco/String.h>
#include <openssl/crypto.h>

#include <algorithm>
#include <set>
#include <stdexcept>
#include <unordered_map>

namespace joingate::admin {
namespace {

/// What differs between the two registries.
struct Statements {
    const db::Statement& known;
    const db::Statement& add;
    const db::Statement& put;
    const db::Statement& list;
    const db::Statement& count;
    const db::Statement& remove;
    const db::Statement& holder;
    std::string_view device;
};

const Statements& statements_of(DeviceKind kind) {
    static const Statements of_nodes{
        statement::registry_known_nodes,    statement::registry_add_nodes,
        statement::registry_put_nodes,      statement::registry_nodes,
        statement::registry_count_nodes,    statement::registry_remove_node,
        statement::registry_holder_of_node, "node"};
    static const Statements of_gateways{
        statement::registry_known_gateways,    statement::registry_add_gateways,
        statement::registry_put_gateways,      statement::registry_gateways,
        statement::registry_count_gateways,    statement::registry_remove_gateway,
        statement::registry_holder_of_gateway, "gateway"};
    return kind == DeviceKind::Node ? of_nodes : of_gateways;
}

std::string hex(std::string_view bytes) {
    return Poco::DigestEngine::digestToHex({bytes.begin(), bytes.end()});
}

using Tuples = std::vector<const Tuple*>;

/// What a statement takes as :tuples. All cells are hexadecimal: nothing needs an escape.
std::string json_of(DeviceKind kind, const Tuples& tuples, std::size_t begin, std::size_t end) {
    std::string json;
    for (auto i = begin; i < end; ++i) {
        const auto& tuple = *tuples[i];
        json += json.empty() ? "[[\"" : ",[\"";
        json += tuple.eui;
        if (kind == DeviceKind::Node) json += "\",\"" + tuple.join_eui;
        json += "\",\"" + hex(tuple.pin_hashes.front().bytes);
        if (kind == DeviceKind::Node) json += "\",\"" + hex(tuple.app_key);
        json += "\"]";
    }
    return json + "]";
}

/// Some hundred tuples a statement: far more would run into its time limit.
template <class Each> void in_batches(DeviceKind kind, const Tuples& tuples, const Each& each) {
    constexpr std::size_t kBatch = 500;
    for (std::size_t begin = 0; begin < tuples.size(); begin += kBatch) {
        const auto end = std::min(begin + kBatch, tuples.size());
        each(json_of(kind, tuples, begin, end), end);
    }
}

bool are_same(std::string_view one, std::string_view other) {
    return one.size() == other.size() && CRYPTO_memcmp(one.data(), other.data(), one.size()) == 0;
}

bool has_pin(const Tuple& tuple, int key_version, const std::string& stored) {
    return std::any_of(tuple.pin_hashes.begin(), tuple.pin_hashes.end(), [&](const PinHash& hash) {
        return hash.key_version == key_version && are_same(hash.bytes, stored);
    });
}

bool has_app_key(const DeviceSecrets& secrets, const RegistryFile& file, const Tuple& tuple,
                 int key_version, const std::string& stored) {
    Wiped ours{secrets.open_app_key(tuple.eui, file.key_version, tuple.app_key)};
    try {
        Wiped theirs{secrets.open_app_key(tuple.eui, key_version, stored)};
        return are_same(*ours, *theirs);
    } catch (const std::runtime_error&) {
        return false; // its master key is gone
    }
}

/// What a registered device has otherwise than the file says: "PIN and AppKey", "" for nothing.
std::string difference(const DeviceSecrets& secrets, const RegistryFile& file, const Tuple& tuple,
                       const db::Row& row) {
    const auto version = static_cast<int>(row.number("key_version"));
    std::vector<std::string> parts;
    if (!has_pin(tuple, version, row.text("pin_hash"))) parts.emplace_back("PIN");
    if (file.kind == DeviceKind::Node) {
        if (!has_app_key(secrets, file, tuple, version, row.text("app_key")))
            parts.emplace_back("AppKey");
        if (row.text("join_eui") != tuple.join_eui) parts.emplace_back("JoinEUI");
    }
    return Poco::cat(std::string{" and "}, parts.begin(), parts.end());
}

/// By EUI, of those of the file that are registered.
using Differences = std::unordered_map<std::string, std::string>;

Differences registered(db::Session& session, const DeviceSecrets& secrets, const RegistryFile& file,
                       const ImportProgress& progress) {
    Tuples all;
    std::unordered_map<std::string_view, const Tuple*> by_eui;
    for (const auto& tuple : file.tuples) {
        all.push_back(&tuple);
        by_eui.emplace(tuple.eui, &tuple);
    }
    Differences differences;
    in_batches(file.kind, all, [&](const std::string& json, std::size_t end) {
        for (const auto& row : session.rows(statements_of(file.kind).known, {{"tuples", json}})) {
            const auto& eui = row.text("eui");
            differences.emplace(eui, difference(secrets, file, *by_eui.at(eui), row));
        }
        progress(end, all.size());
    });
    return differences;
}

void write(db::Session& session, const RegistryFile& file, const Tuples& tuples,
           const db::Statement& statement, const ImportProgress& progress) {
    progress(0, tuples.size());
    in_batches(file.kind, tuples, [&](const std::string& json, std::size_t end) {
        session.change(statement, {{"tuples", json}, {"key_version", file.key_version}});
        progress(end, tuples.size());
    });
}

std::size_t lines_of(const std::vector<Problem>& problems) {
    std::set<std::size_t> lines;
    for (const auto& problem : problems)
        lines.insert(problem.line);
    return lines.size();
}

/// `good` gets the tuples that are to be written.
ImportResult check(const RegistryFile& file, const Differences& known, bool replace, Tuples& good) {
    ImportResult result;
    result.problems = file.problems;
    for (const auto& tuple : file.tuples) {
        const auto found = known.find(tuple.eui);
        const bool is_known = found != known.end();
        if (is_known && found->second.empty()) {
            ++result.unchanged;
            continue;
        }
        if (is_known && !replace) {
            result.problems.push_back({tuple.line, std::string{eui_column(file.kind)},
                                       "is registered already, with another " + found->second +
                                           "; --replace puts in what the file says"});
            continue;
        }
        ++(is_known ? result.replaced : result.added);
        good.push_back(&tuple);
    }
    std::stable_sort(result.problems.begin(), result.problems.end(),
                     [](const Problem& a, const Problem& b) { return a.line < b.line; });
    result.bad_rows = lines_of(result.problems);
    return result;
}

[[noreturn]] void refuse_unknown(DeviceKind kind, const std::string& eui) {
    const std::string device{statements_of(kind).device};
    throw Refused{"there is no " + device + " " + eui + "; see `joingatectl registry list " +
                  device + "s`"};
}

} // namespace

ImportResult import_tuples(const Catalog& catalog, const DeviceSecrets& secrets,
                           const RegistryFile& file, const ImportOptions& options,
                           const ImportProgress& progress) {
    if (file.tuples.size() > kRowsPerImport)
        throw Refused{"an import takes at most " + std::to_string(kRowsPerImport) +
                      " rows; split the file"};
    const auto& statements = statements_of(file.kind);
    ImportResult result;
    const auto look = [&](db::Session& session) {
        Tuples good;
        result = check(file, registered(session, secrets, file, progress), options.replace, good);
        return good;
    };
    if (options.dry_run) {
        catalog.read_exchange([&](db::Session& session) { look(session); });
        return result;
    }
    try {
        catalog.change_exchange([&](db::Session& session) {
            const auto good = look(session);
            result.changed = !good.empty() && (result.problems.empty() || options.partial);
            if (result.changed)
                write(session, file, good, options.replace ? statements.put : statements.add,
                      progress);
        });
    } catch (const db::Duplicate&) {
        throw Refused{"somebody else registered some of these devices at the same time; nothing "
                      "was imported, run it again"};
    }
    return result;
}

std::vector<db::Row> list_tuples(const Catalog& catalog, DeviceKind kind, const std::string& part,
                                 std::int64_t limit) {
    std::vector<db::Row> rows;
    const auto lower = Poco::toLower(part);
    catalog.read_exchange([&](db::Session& session) {
        rows = session.rows(statements_of(kind).list, {{"part", lower}, {"limit", limit}});
    });
    return rows;
}

std::int64_t count_tuples(const Catalog& catalog, DeviceKind kind) {
    std::int64_t count = 0;
    catalog.read_exchange([&](db::Session& session) {
        count = session.row(statements_of(kind).count).value().number("count");
    });
    return count;
}

bool abandon_gateway(const Catalog& catalog, const std::string& eui) {
    bool changed = false;
    const auto lower = Poco::toLower(eui);
    catalog.change_exchange([&](db::Session& session) {
        changed = session.change(statement::registry_abandon_gateway, {{"eui", lower}}) != 0;
        if (!changed && !session.row(statement::registry_gateway, {{"eui", lower}}))
            refuse_unknown(DeviceKind::Gateway, eui);
    });
    return changed;
}

void remove_tuple(const Catalog& catalog, DeviceKind kind, const std::string& eui) {
    const auto& statements = statements_of(kind);
    const auto lower = Poco::toLower(eui);
    const db::Binds device{{"eui", lower}};
    catalog.change_exchange([&](db::Session& session) {
        if (session.change(statements.remove, device) != 0) return;
        if (const auto holder = session.row(statements.holder, device))
            throw Refused{std::string{statements.device} + " " + eui + " is in use by account " +
                          holder->text("account") + ", which has to remove it first"};
        refuse_unknown(kind, eui);
    });
}

} // namespace joingate::admin
