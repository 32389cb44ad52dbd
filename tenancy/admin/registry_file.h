#pragma once

#include "tenancy/device_secrets.h"

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace joingate::admin {

/// A device as a registry keeps it; nothing in it is a secret in the clear.
struct Tuple {
    std::size_t line = 0;
    std::string eui;      ///< lower case
    std::string join_eui; ///< lower case; of a node only
    /// Under every master key, the current one first: an older one may have hashed what is
    /// registered.
    std::vector<PinHash> pin_hashes;
    std::string app_key; ///< sealed; of a node only
};

/// What is wrong with a line of a file; never quotes a cell, which may hold a PIN or an AppKey.
struct Problem {
    std::size_t line = 0;
    std::string column; ///< "" for the whole line
    std::string what;
};

struct RegistryFile {
    DeviceKind kind = DeviceKind::Node;
    int key_version = 0;
    std::size_t rows = 0;
    std::vector<Tuple> tuples; ///< the good ones, in the order of the file, no EUI twice
    std::vector<Problem> problems;
};

/// The column of the EUI as a file spells it: "DevEUI".
std::string_view eui_column(DeviceKind kind);

/// What to do about a column that a registry does not have.
enum class ExtraColumns { Refuse, Ignore };

/// Reads CSV with the columns DevEUI, PIN, AppKey and, if wanted, JoinEUI, or GwEUI and PIN: in any
/// order and letter case, named by the first line. Without a JoinEUI it is the platform's. Throws
/// Refused if the text is no CSV, lacks a column or has another one.
RegistryFile read_registry_file(DeviceKind kind, std::string_view csv, const DeviceSecrets& secrets,
                                ExtraColumns extra = ExtraColumns::Refuse);

} // namespace joingate::admin
