#include "tenancy/private_file.h"

#include <fcntl.h>
#include <linux/posix_acl.h>
#include <linux/posix_acl_xattr.h>
#include <sys/stat.h>
#include <sys/xattr.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <cstddef>
#include <cstdio>
#include <filesystem>
#include <stdexcept>
#include <system_error>

namespace joingate {
namespace {

constexpr std::size_t kMostBytes = std::size_t{64} * 1024;

[[noreturn]] void fail_with_errno(const std::string& path) {
    throw std::runtime_error{path + ": " + std::generic_category().message(errno)};
}

class Descriptor {
public:
    explicit Descriptor(const std::string& path)
        : number_{::open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NOCTTY)} {
        if (number_ < 0) fail_with_errno(path);
    }
    ~Descriptor() { ::close(number_); }
    Descriptor(const Descriptor&) = delete;
    Descriptor& operator=(const Descriptor&) = delete;

    int get() const { return number_; }

private:
    int number_;
};

/// With an ACL the group bits of the mode are its mask, so the entries themselves have to be read.
/// True where there is no ACL.
bool acl_lets_a_group_in(int descriptor) {
    constexpr std::size_t kMostEntries = 32;
    struct Acl {
        posix_acl_xattr_header header;
        std::array<posix_acl_xattr_entry, kMostEntries> entries;
    } acl{};
    const auto size = ::fgetxattr(descriptor, "system.posix_acl_access", &acl, sizeof acl);
    if (size < static_cast<ssize_t>(sizeof acl.header) ||
        acl.header.a_version != POSIX_ACL_XATTR_VERSION)
        return true;

    const auto count = (static_cast<std::size_t>(size) - sizeof acl.header) / sizeof acl.entries[0];
    for (std::size_t i = 0; i < count; ++i) {
        const auto& entry = acl.entries[i];
        const bool is_group = entry.e_tag == ACL_GROUP_OBJ || entry.e_tag == ACL_GROUP;
        if (is_group && entry.e_perm != 0) return true;
    }
    return false;
}

bool is_private(int descriptor, mode_t mode) {
    if ((mode & S_IRWXO) != 0) return false;
    return (mode & S_IRWXG) == 0 || !acl_lets_a_group_in(descriptor);
}

[[noreturn]] void fail_to_write(const std::string& path) {
    throw std::runtime_error{"cannot write " + path + ": " +
                             std::generic_category().message(errno)};
}

/// Content beside the path, complete and on the disk; gone with this object. A crash leaves no half
/// of a secret under the real name.
class Aside {
public:
    Aside(const std::string& path, std::string_view content, const struct stat* like = nullptr)
        : name_{path + '.' + std::to_string(::getpid())} {
        const int file = ::open(name_.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC,
                                S_IRUSR | S_IWUSR);
        if (file < 0) fail_to_write(name_);
        constexpr mode_t kPermissions = 07777;
        const bool written =
            (like == nullptr || (::fchown(file, like->st_uid, like->st_gid) == 0 &&
                                 ::fchmod(file, like->st_mode & kPermissions) == 0)) &&
            ::write(file, content.data(), content.size()) ==
                static_cast<ssize_t>(content.size()) &&
            ::fsync(file) == 0;
        const int why = errno;
        const bool closed = ::close(file) == 0;
        if (written && closed) return;
        ::unlink(name_.c_str());
        if (!written) errno = why;
        fail_to_write(name_);
    }
    ~Aside() { ::unlink(name_.c_str()); }
    Aside(const Aside&) = delete;
    Aside& operator=(const Aside&) = delete;

    const char* name() const { return name_.c_str(); }

private:
    std::string name_;
};

/// Until then a power failure may take the new name back.
void keep_names(const std::string& path) {
    auto folder = std::filesystem::path{path}.parent_path();
    if (folder.empty()) folder = ".";
    const int file = ::open(folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    const bool kept = file >= 0 && ::fsync(file) == 0;
    const int why = errno;
    if (file >= 0) ::close(file);
    errno = why;
    if (!kept) fail_to_write(path);
}

} // namespace

std::string read_private_file(const std::string& path) {
    const Descriptor file{path};
    struct stat status {};
    if (::fstat(file.get(), &status) != 0) fail_with_errno(path);
    if (!S_ISREG(status.st_mode)) throw std::runtime_error{path + ": is not a regular file"};
    if (!is_private(file.get(), status.st_mode))
        throw std::runtime_error{path + ": others than its owner may read it"};
    if (status.st_size > static_cast<off_t>(kMostBytes))
        throw std::runtime_error{path + ": is too large"};

    std::string content(static_cast<std::size_t>(status.st_size), '\0');
    const auto size = ::read(file.get(), content.data(), content.size());
    if (size < 0) fail_with_errno(path);
    content.resize(static_cast<std::size_t>(size));
    return content;
}

bool create_private_file(const std::string& path, std::string_view content) {
    const Aside aside{path, content};
    if (::link(aside.name(), path.c_str()) != 0) {
        if (errno == EEXIST) return false;
        fail_to_write(path);
    }
    keep_names(path);
    return true;
}

void replace_private_file(const std::string& path, std::string_view content) {
    struct stat old {};
    if (::stat(path.c_str(), &old) != 0) fail_with_errno(path);
    const Aside aside{path, content, &old};
    if (std::rename(aside.name(), path.c_str()) != 0) fail_to_write(path);
    keep_names(path);
}

} // namespace joingate
