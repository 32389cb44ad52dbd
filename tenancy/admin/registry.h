#pragma once

#include "tenancy/admin/catalog.h"
#include "tenancy/admin/registry_file.h"

#include <cstddef>
#include <cstdint>
#include <functional>
#include <string>
#include <string_view>
#include <vector>

namespace joingate::admin {

/// An import holds as many rows in one transaction.
inline constexpr std::size_t kRowsPerImport = 500'000;

struct ImportOptions {
    bool partial = false; ///< the good rows, although others are bad
    bool replace = false; ///< give devices that are registered already what the file says
    bool dry_run = false; ///< change nothing
};

struct ImportResult {
    std::size_t added = 0; ///< or, without change, what would have been
    std::size_t replaced = 0;
    std::size_t unchanged = 0; ///< registered already, with the very same secrets
    std::size_t bad_rows = 0;
    bool changed = false;          ///< false where nothing was written
    std::vector<Problem> problems; ///< by line
};

/// Of how many tuples how many are looked up, then written, from 0 on; again where the work is done
/// anew.
using ImportProgress = std::function<void(std::size_t done, std::size_t all)>;

/// All in one transaction: nothing of it is there until all is, whatever interrupts it. Unless
/// `partial`, one bad row keeps all others out. A row that is registered already with the same PIN,
/// AppKey and JoinEUI is good and not written: whoever uses the device notices nothing.
ImportResult import_tuples(const Catalog& catalog, const DeviceSecrets& secrets,
                           const RegistryFile& file, const ImportOptions& options,
                           const ImportProgress& progress);

/// Columns dev_eui, join_eui, key_version, create_millis, or gw_eui, state, key_version,
/// create_millis; by EUI, at most `limit`. An EUI contains `part`, in either letter case.
std::vector<db::Row> list_tuples(const Catalog& catalog, DeviceKind kind, const std::string& part,
                                 std::int64_t limit);
std::int64_t count_tuples(const Catalog& catalog, DeviceKind kind);

/// False where it was ABANDONED already, Refused where there is none.
bool abandon_gateway(const Catalog& catalog, const std::string& eui);

/// Refused where there is none, and while an account has the device.
void remove_tuple(const Catalog& catalog, DeviceKind kind, const std::string& eui);

} // namespace joingate::admin
