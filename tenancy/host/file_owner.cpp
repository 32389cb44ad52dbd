#include "tenancy/host/file_owner.h"

#include <grp.h>
#include <pwd.h>
#include <sys/stat.h>

#include <array>
#include <cerrno>
#include <cstdio>
#include <stdexcept>
#include <system_error>

namespace joingate::host {
namespace {

constexpr std::size_t kEnough = 16384;

std::string user_name(uid_t uid) {
    std::array<char, kEnough> buffer{};
    passwd entry{};
    passwd* found = nullptr;
    ::getpwuid_r(uid, &entry, buffer.data(), buffer.size(), &found);
    return found == nullptr ? std::to_string(uid) : std::string{found->pw_name};
}

std::string group_name(gid_t gid) {
    std::array<char, kEnough> buffer{};
    group entry{};
    group* found = nullptr;
    ::getgrgid_r(gid, &entry, buffer.data(), buffer.size(), &found);
    return found == nullptr ? std::to_string(gid) : std::string{found->gr_name};
}

} // namespace

std::string FileOwner::in_words() const {
    std::array<char, 8> octal{};
    std::snprintf(octal.data(), octal.size(), "%04o", mode);
    return user + ':' + group + ' ' + octal.data();
}

FileOwner owner_of(const std::string& path) {
    struct stat status {};
    if (::stat(path.c_str(), &status) != 0)
        throw std::runtime_error{path + ": " + std::generic_category().message(errno)};
    constexpr mode_t kPermissions = 07777;
    return {status.st_uid, user_name(status.st_uid), group_name(status.st_gid),
            status.st_mode & kPermissions};
}

} // namespace joingate::host
