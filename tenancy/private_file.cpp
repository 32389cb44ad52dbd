#include "tenancy/private_file.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstddef>
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

} // namespace joingate
