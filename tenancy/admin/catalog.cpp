#include "tenancy/admin/catalog.h"

#include "sql/schema_names.h"
#include "sql/statements.h"

#include <chrono>
#include <stdexcept>

namespace joingate::admin {
namespace {

db::Deadline patience() {
    return db::Deadline::after(std::chrono::seconds{30});
}

db::Deadline patience_with_many_rows() {
    return db::Deadline::after(std::chrono::minutes{10});
}

/// The administrator's login holds its rights itself and takes no role.
db::Scope scope(const std::string& schema) {
    return {"", schema, {}};
}

const std::string& catalog_schema() {
    static const std::string name{"joingate"};
    return name;
}

[[noreturn]] void refuse_unknown(std::string_view account) {
    throw Refused{"there is no account " + std::string{account} +
                  "; see `joingatectl account list`"};
}

} // namespace

void Catalog::read(const db::Database::Work& work) const {
    database_.read_snapshot(scope(catalog_schema()), patience(), work);
}

void Catalog::read_account(std::string_view account, const db::Database::Work& work) const {
    read([&](db::Session& session) {
        if (!session.row(statement::directory_account, {{"name", account}, {"uid", {}}}))
            refuse_unknown(account);
        work(session);
    });
}

void Catalog::change(const std::vector<std::string>& names, const db::Database::Work& work) const {
    const auto tell_workers = [&] {
        for (const auto& name : names)
            memory_.raise_generation(name);
    };
    try {
        database_.change(scope(catalog_schema()), patience(), work);
    } catch (...) {
        // The change may have happened although its outcome is unknown.
        tell_workers();
        throw;
    }
    tell_workers();
    if (!memory_.is_in_place())
        throw std::runtime_error{
            "it is done, but the shared memory was replaced meanwhile: workers "
            "know of it within a minute, or once they are restarted"};
}

void Catalog::change_account(const std::string& account, const db::Database::Work& work) const {
    change({account}, [&](db::Session& session) {
        lock_account(session, account);
        work(session);
    });
}

void Catalog::change_tenant(const std::string& schema, const db::Database::Work& work) const {
    database_.change(scope(schema), patience(), work);
}

void Catalog::read_tenant(const std::string& schema, const db::Database::Work& work) const {
    database_.read_snapshot(scope(schema), patience(), work);
}

void Catalog::change_exchange(const db::Database::Work& work) const {
    database_.change(scope(std::string{db::kExchangeSchema}), patience_with_many_rows(), work);
}

void Catalog::read_exchange(const db::Database::Work& work) const {
    database_.read_snapshot(scope(std::string{db::kExchangeSchema}), patience_with_many_rows(),
                            work);
}

db::Row lock_account(db::Session& session, std::string_view account) {
    auto row = session.row(statement::catalog_lock_account, {{"account", account}});
    if (!row) refuse_unknown(account);
    return std::move(*row);
}

} // namespace joingate::admin
