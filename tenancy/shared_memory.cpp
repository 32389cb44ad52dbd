#include "tenancy/shared_memory.h"

#include <openssl/crypto.h>
#include <openssl/evp.h>
#include <openssl/rand.h>

#include <fcntl.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstddef>
#include <cstdlib>
#include <cstring>
#include <ctime>
#include <filesystem>
#include <fstream>
#include <iomanip>
#include <memory>
#include <sstream>
#include <stdexcept>
#include <system_error>

namespace joingate {
namespace {

static_assert(SharedMemory::Word::is_always_lock_free, "a killed process must hold nothing");
static_assert(sizeof(SharedMemory::Word) == sizeof(std::uint64_t), "words are mapped in place");

constexpr std::uint64_t kMagic = 0x6574'6167'6E69'6F6AU; // "joingate"
constexpr std::uint64_t kVersion = 3;
constexpr std::size_t kGenerations = 4096;
constexpr std::size_t kHeaderBytes = 4096; // all tables begin on a page

struct Header {
    std::uint64_t magic;
    std::uint64_t version;
    std::uint64_t generations;
    std::uint64_t rate_capacity;
    std::uint64_t nonce_capacity;
    std::uint64_t window_seconds;
    std::array<char, 36> boot_id;
    std::array<unsigned char, 16> hash_key;
    SharedMemory::Moment created;
    std::uint64_t newest;
};
static_assert(sizeof(Header) <= kHeaderBytes);
static_assert(offsetof(Header, newest) % sizeof(SharedMemory::Word) == 0);

[[noreturn]] void fail(const std::string& path, const std::string& why) {
    throw std::runtime_error{"shared memory " + path + ": " + why};
}

[[noreturn]] void fail_with_errno(const std::string& path, const std::string& what) {
    fail(path, what + ": " + std::generic_category().message(errno));
}

class File {
public:
    explicit File(int descriptor) : descriptor_{descriptor} {}
    ~File() {
        if (descriptor_ >= 0) ::close(descriptor_);
    }
    File(const File&) = delete;
    File& operator=(const File&) = delete;

    int get() const { return descriptor_; }

private:
    int descriptor_;
};

class TemporaryName {
public:
    explicit TemporaryName(std::string name) : name_{std::move(name)} {}
    ~TemporaryName() { ::unlink(name_.c_str()); }
    TemporaryName(const TemporaryName&) = delete;
    TemporaryName& operator=(const TemporaryName&) = delete;

private:
    std::string name_;
};

std::array<char, 36> boot_id() {
    std::array<char, 36> id{};
    std::ifstream file{"/proc/sys/kernel/random/boot_id"};
    if (!file.read(id.data(), id.size())) throw std::runtime_error{"no boot id in /proc"};
    return id;
}

bool is_power_of_two(std::size_t number, std::size_t least, std::size_t most) {
    return number >= least && number <= most && (number & (number - 1)) == 0;
}

std::size_t bytes_of(const SharedMemory::Layout& layout) {
    return kHeaderBytes + (kGenerations + layout.rate_capacity + layout.nonce_capacity) *
                              sizeof(SharedMemory::Word);
}

/// Puts a complete file in place in one step, so that no process ever sees half of one. Whoever
/// links first wins; all use the winner's.
void create(const std::string& path, const SharedMemory::Layout& layout,
            SharedMemory::Moment made) {
    Header header{kMagic,
                  kVersion,
                  kGenerations,
                  layout.rate_capacity,
                  layout.nonce_capacity,
                  layout.window_seconds,
                  boot_id(),
                  {},
                  made,
                  static_cast<std::uint64_t>(made.second())};
    if (RAND_bytes(header.hash_key.data(), static_cast<int>(header.hash_key.size())) != 1)
        fail(path, "no random bytes for its hash key");

    std::string name = path + ".XXXXXX";
    const File file{::mkostemp(name.data(), O_CLOEXEC)};
    if (file.get() < 0) fail_with_errno(path, "cannot create " + name);
    const TemporaryName temporary{name};

    // All space is taken now: a full file system would later kill the process that touches a page.
    errno = ::posix_fallocate(file.get(), 0, static_cast<off_t>(bytes_of(layout)));
    if (errno != 0) fail_with_errno(path, "cannot take its space");
    const auto written = ::pwrite(file.get(), &header, sizeof header, 0);
    OPENSSL_cleanse(header.hash_key.data(), header.hash_key.size());
    if (written != static_cast<ssize_t>(sizeof header)) fail_with_errno(path, "cannot write");
    if (::fchmod(file.get(), S_IRUSR | S_IWUSR | S_IRGRP | S_IWGRP) != 0)
        fail_with_errno(path, "cannot set its mode");
    if (::link(name.c_str(), path.c_str()) != 0 && errno != EEXIST)
        fail_with_errno(path, "cannot put it in place");
}

int open_existing(const std::string& path) {
    return ::open(path.c_str(), O_RDWR | O_CLOEXEC | O_NOFOLLOW);
}

std::string described(const struct stat& status) {
    std::ostringstream text;
    text << "of user " << status.st_uid << ", mode " << std::oct << std::setfill('0')
         << std::setw(4) << (status.st_mode & 07777U);
    return text.str();
}

/// root may do what it likes anyway, and this process trusts itself.
bool is_trusted_owner(uid_t user) {
    return user == 0 || user == ::geteuid();
}

/// Workers and joingatectl run as different users, and whoever comes first makes the file. So not
/// its owner counts, but who may put a file there.
void check_folder(const std::string& path, const struct stat& file) {
    const auto parent = std::filesystem::path{path}.parent_path();
    const auto folder = parent.empty() ? std::string{"."} : parent.string();
    struct stat status {};
    if (::stat(folder.c_str(), &status) != 0) fail_with_errno(path, "cannot look at its folder");
    if (is_trusted_owner(status.st_uid) && (status.st_mode & S_IWOTH) == 0) return;
    fail(path, "is " + described(file) + ", and its folder is " + described(status) +
                   "; a file of another user is taken only from a folder that belongs to root or "
                   "to user " +
                   std::to_string(::geteuid()) + " and that not everybody may write");
}

struct stat check_file(const std::string& path, const File& file,
                       const SharedMemory::Layout& layout) {
    struct stat status {};
    if (::fstat(file.get(), &status) != 0) fail_with_errno(path, "cannot look at it");
    if (!S_ISREG(status.st_mode)) fail(path, "is not a regular file");
    if ((status.st_mode & S_IRWXO) != 0)
        fail(path, "is open to all users: it is " + described(status) + ", and 0660 is needed");
    if (!is_trusted_owner(status.st_uid)) check_folder(path, status);
    if (static_cast<std::size_t>(status.st_size) != bytes_of(layout))
        fail(path, "has another layout; stop all workers and remove it");
    return status;
}

void check_header(const std::string& path, const Header& header,
                  const SharedMemory::Layout& layout) {
    if (header.magic != kMagic) fail(path, "is not a file of joingate");
    if (header.version != kVersion || header.generations != kGenerations ||
        header.rate_capacity != layout.rate_capacity ||
        header.nonce_capacity != layout.nonce_capacity ||
        header.window_seconds != layout.window_seconds)
        fail(path, "has another layout or window; stop all workers and remove it");
    if (header.boot_id != boot_id())
        fail(path, "is left from before the last boot; remove it, and keep it on a tmpfs");
}

struct FreeMac {
    void operator()(EVP_MAC* mac) const { EVP_MAC_free(mac); }
    void operator()(EVP_MAC_CTX* context) const { EVP_MAC_CTX_free(context); }
};

using MacContext = std::unique_ptr<EVP_MAC_CTX, FreeMac>;

MacContext new_siphash() {
    const std::unique_ptr<EVP_MAC, FreeMac> mac{EVP_MAC_fetch(nullptr, "SIPHASH", nullptr)};
    MacContext context{EVP_MAC_CTX_new(mac.get())};
    if (!context) throw std::runtime_error{"OpenSSL has no SIPHASH"};
    return context;
}

} // namespace

SharedMemory::Moment SharedMemory::Moment::now() {
    const auto read = [](clockid_t clock) {
        timespec time{};
        ::clock_gettime(clock, &time);
        return std::chrono::seconds{time.tv_sec} + std::chrono::nanoseconds{time.tv_nsec};
    };
    // Again if this thread stood still between the two.
    for (;;) {
        const auto before = read(CLOCK_BOOTTIME);
        const auto wall = read(CLOCK_REALTIME);
        const auto after = read(CLOCK_BOOTTIME);
        if (after - before <= kApart) return {wall, after};
    }
}

SharedMemory::SharedMemory(const std::string& path, Layout layout, std::optional<Moment> made)
    : path_{path}, layout_{layout}, size_{bytes_of(layout)} {
    if (!is_power_of_two(layout.nonce_capacity, 128, std::size_t{1} << 40U) ||
        !is_power_of_two(layout.rate_capacity, 16, std::size_t{1} << 28U))
        fail(path, "capacities have to be powers of two in their ranges");

    int descriptor = open_existing(path);
    if (descriptor < 0 && errno == ENOENT) {
        // Not before the one that it follows was removed.
        create(path, layout, made.value_or(Moment::now()));
        descriptor = open_existing(path);
    }
    if (descriptor < 0) fail_with_errno(path, "cannot open it");
    const File file{descriptor};
    const auto status = check_file(path, file, layout);
    device_ = status.st_dev;
    inode_ = status.st_ino;

    Header header{};
    if (::pread(file.get(), &header, sizeof header, 0) != static_cast<ssize_t>(sizeof header))
        fail_with_errno(path, "cannot read it");
    check_header(path, header, layout);
    hash_key_ = header.hash_key;
    created_ = header.created;

    base_ = ::mmap(nullptr, size_, PROT_READ | PROT_WRITE, MAP_SHARED, file.get(), 0);
    if (base_ == MAP_FAILED) fail_with_errno(path, "cannot map it");
    auto* const bytes = static_cast<char*>(base_);
    newest_ = reinterpret_cast<Word*>(bytes + offsetof(Header, newest));
    generations_ = reinterpret_cast<Word*>(bytes + kHeaderBytes);
    rates_ = generations_ + kGenerations;
    nonces_ = rates_ + layout.rate_capacity;
}

SharedMemory::~SharedMemory() {
    ::munmap(base_, size_);
}

std::int64_t SharedMemory::created(Moment now) const {
    const auto by_now = now.wall - (now.boot - created_.boot);
    // Both moments are inexact by kApart. If nobody set the clock, the first one is right. If
    // somebody set it, the later end is the safe one.
    const bool was_set = by_now > created_.wall + Moment::kApart;
    return Moment{was_set ? by_now + Moment::kApart : created_.wall, {}}.second();
}

bool SharedMemory::is_in_place() const {
    struct stat status {};
    // The mapping keeps the inode from being given to another file.
    return ::stat(path_.c_str(), &status) == 0 && status.st_dev == device_ &&
           status.st_ino == inode_;
}

std::uint64_t SharedMemory::generation(std::string_view name) const {
    return generations_[hash(name, {}) % kGenerations].load();
}

void SharedMemory::raise_generation(std::string_view name) const {
    generations_[hash(name, {}) % kGenerations].fetch_add(1);
}

std::uint64_t SharedMemory::hash(std::string_view first, std::string_view second) const {
    // Setting the key costs little, making a context does not.
    thread_local const MacContext siphash = new_siphash();
    // The length keeps ("ab", "c") and ("a", "bc") apart.
    const std::uint64_t length = first.size();
    std::array<unsigned char, 16> digest{};
    std::size_t size = 0;
    const bool done =
        EVP_MAC_init(siphash.get(), hash_key_.data(), hash_key_.size(), nullptr) == 1 &&
        EVP_MAC_update(siphash.get(), reinterpret_cast<const unsigned char*>(&length),
                       sizeof length) == 1 &&
        EVP_MAC_update(siphash.get(), reinterpret_cast<const unsigned char*>(first.data()),
                       first.size()) == 1 &&
        EVP_MAC_update(siphash.get(), reinterpret_cast<const unsigned char*>(second.data()),
                       second.size()) == 1 &&
        EVP_MAC_final(siphash.get(), digest.data(), &size, digest.size()) == 1;
    if (!done) throw std::runtime_error{"OpenSSL refuses SIPHASH"};
    std::uint64_t value = 0;
    std::memcpy(&value, digest.data(), sizeof value);
    return value;
}

} // namespace joingate
