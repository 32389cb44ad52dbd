#include "tenancy/secret_file.h"

#include "tenancy/host/program.h"
#include "tenancy/private_file.h"

#include <unistd.h>

#include <filesystem>
#include <stdexcept>
#include <system_error>

namespace joingate {
namespace {

bool is_there(const std::string& path) {
    // What cannot be looked at is not missing.
    std::error_code ignored;
    return std::filesystem::status(path, ignored).type() != std::filesystem::file_type::not_found;
}

} // namespace

std::string encrypted_path(const std::string& path) {
    return path + ".cred";
}

std::string file_of_secret(const std::string& path) {
    return is_encrypted(path) ? encrypted_path(path) : path;
}

bool has_secret(const std::string& path) {
    return is_there(path) || is_there(encrypted_path(path));
}

bool is_encrypted(const std::string& path) {
    return !is_there(path) && is_there(encrypted_path(path));
}

bool is_there_twice(const std::string& path) {
    return is_there(path) && is_there(encrypted_path(path));
}

std::string read_secret(const std::string& path, const char* credential) {
    if (!is_encrypted(path)) return read_private_file(path);
    const auto encrypted = encrypted_path(path);
    if (::geteuid() != 0)
        throw std::runtime_error{path + " is not there, and only root can decrypt " + encrypted +
                                 ": run this as root"};
    try {
        return host::run_well({"systemd-creds", "decrypt", std::string{"--name="} + credential,
                               "--newline=no", encrypted, "-"});
    } catch (const std::runtime_error& e) {
        throw std::runtime_error{"cannot decrypt " + encrypted + ": " + e.what()};
    }
}

void replace_secret(const std::string& path, const char* credential, const std::string& content) {
    if (!is_encrypted(path)) return replace_private_file(path, content);
    replace_private_file(
        encrypted_path(path),
        host::run_well({"systemd-creds", "encrypt", std::string{"--name="} + credential, "-", "-"},
                       content));
}

} // namespace joingate
