#include "tenancy/private_file.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstddef>
#include <cstdio>
#include <filesystem>
#include <iomanip>
#include <sstream>
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

/// What a group may do beyond reading, and what all users may do at all.
constexpr mode_t kTooOpen = S_IWGRP | S_IXGRP | S_IRWXO;

std::string octal(mode_t mode) {
    std::ostringstream text;
    text << std::oct << std::setfill('0') << std::setw(4) << (mode & 07777U);
    return text.str();
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
        const int file =
            ::open(name_.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, S_IRUSR | S_IWUSR);
        if (file < 0) fail_to_write(name_);
        constexpr mode_t kPermissions = 07777;
        const bool written =
            (like == nullptr || (::fchown(file, like->st_uid, like->st_gid) == 0 &&
                                 ::fchmod(file, like->st_mode & kPermissions) == 0)) &&
            ::write(file, content.data(), content.size()) == static_cast<ssize_t>(content.size()) &&
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
    if ((status.st_mode & kTooOpen) != 0)
        throw std::runtime_error{path + ": its mode is " + octal(status.st_mode) +
                                 "; it holds a secret, so 0600 is needed, or 0640 for a group "
                                 "that may read it"};
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
    std::error_code error;
    const auto target = std::filesystem::canonical(path, error).string();
    if (error) throw std::runtime_error{path + ": " + error.message()};
    struct stat old {};
    if (::stat(target.c_str(), &old) != 0) fail_with_errno(target);
    const Aside aside{target, content, &old};
    if (std::rename(aside.name(), target.c_str()) != 0) fail_to_write(target);
    keep_names(target);
}

} // namespace joingate
