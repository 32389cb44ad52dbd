// The functions of libmariadb that Connector/C++ calls, found by it before the library's own.
#include "tests/support/failpoints.h"

#include <mysql.h>

#include <algorithm>
#include <array>
#include <dlfcn.h>
#include <iterator>
#include <new>
#include <stdexcept>
#include <string_view>
#include <sys/socket.h>
#include <unordered_map>
#include <utility>

namespace joingate::test {
namespace {

using Kind = DriverCall::Kind;

constexpr unsigned kDeadlock = 1213;
constexpr std::array kLost{1927U, 2006U, 2013U};

thread_local Failpoints* watched = nullptr;

/// Texts of the statements that this thread has prepared.
std::unordered_map<const MYSQL_STMT*, std::string>& texts() {
    thread_local std::unordered_map<const MYSQL_STMT*, std::string> prepared;
    return prepared;
}

/// What the linker would have taken without this file.
template <class Function> Function* library(const char* name) {
    auto* const found = ::dlsym(RTLD_NEXT, name);
    if (found == nullptr) throw std::runtime_error{std::string{name} + " is not in libmariadb"};
    return reinterpret_cast<Function*>(found); // NOLINT: what dlsym is for
}

/// Calls that belong to a fault are neither noted nor failed.
class Unwatched {
public:
    Unwatched() : before_{std::exchange(watched, nullptr)} {}
    ~Unwatched() { watched = before_; }
    Unwatched(const Unwatched&) = delete;
    Unwatched& operator=(const Unwatched&) = delete;

private:
    Failpoints* before_;
};

void copy(const std::string& text, char* to, std::size_t room) {
    const auto length = text.copy(to, room - 1);
    to[length] = '\0';
}

/// Puts the error where the driver looks for it.
void say(const Fault& fault, MYSQL& handle) {
    handle.net.last_errno = fault.number;
    copy("a failpoint", handle.net.last_error, sizeof handle.net.last_error);
    copy("HY000", handle.net.sqlstate, sizeof handle.net.sqlstate);
}
void say(const Fault& fault, MYSQL_STMT& statement) {
    statement.last_errno = fault.number;
    copy("a failpoint", statement.last_error, sizeof statement.last_error);
    copy("HY000", statement.sqlstate, sizeof statement.sqlstate);
}

/// What comes with the error, at the connection's other end.
void suffer(const Fault& fault, MYSQL& handle) {
    if (handle.net.pvio == nullptr) return; // there is none
    if (std::find(kLost.begin(), kLost.end(), fault.number) != kLost.end())
        ::shutdown(::mysql_get_socket(&handle), SHUT_RDWR);
    if (fault.number == kDeadlock) ::mysql_query(&handle, "ROLLBACK");
}

/// A call that answers 0 unless it fails. `forget` takes what the server still has to send.
template <class Target, class Call, class Forget>
int passed(DriverCall call, Target& target, MYSQL& handle, const Call& go, const Forget& forget) {
    const auto* const fault = watched == nullptr ? nullptr : watched->pass(std::move(call));
    if (fault == nullptr) return go();
    const Unwatched unwatched;
    if (fault->is_after && go() == 0) forget();
    suffer(*fault, handle);
    if (fault->number == Fault::kBadAlloc) throw std::bad_alloc{};
    say(*fault, target);
    return 1;
}

void forget_rows(MYSQL& handle) {
    if (auto* const result = ::mysql_store_result(&handle)) ::mysql_free_result(result);
}
void forget_rows(MYSQL_STMT& statement) {
    if (::mysql_stmt_field_count(&statement) == 0) return;
    ::mysql_stmt_store_result(&statement);
    ::mysql_stmt_free_result(&statement);
}

Failpoints::OpenConnection seen_by_server(MYSQL& handle) {
    constexpr std::string_view kQuestion{"SELECT @@in_transaction, COALESCE(CURRENT_ROLE(), '')"};
    if (::mysql_real_query(&handle, kQuestion.data(), kQuestion.size()) != 0) return {};
    auto* const result = ::mysql_store_result(&handle);
    const auto* const row = ::mysql_fetch_row(result);
    Failpoints::OpenConnection seen{true, std::string_view{row[0]} != "0", row[1]};
    ::mysql_free_result(result);
    return seen;
}

} // namespace

Failpoints::Failpoints(std::vector<Fault> faults) : faults_{std::move(faults)} {
    watched = this;
}

Failpoints::~Failpoints() {
    watched = nullptr;
}

const Fault* Failpoints::pass(DriverCall call) {
    if (resting_) return nullptr;
    calls_.push_back(std::move(call));
    if (fired_ == faults_.size() || faults_[fired_].call != calls_.size() - 1) return nullptr;
    return &faults_[fired_++];
}

void Failpoints::closed(void* handle) {
    handles_.erase(std::remove(handles_.begin(), handles_.end(), handle), handles_.end());
}

std::vector<Failpoints::OpenConnection> Failpoints::open_connections() const {
    std::vector<OpenConnection> all;
    std::transform(handles_.begin(), handles_.end(), std::back_inserter(all),
                   [](void* handle) { return seen_by_server(*static_cast<MYSQL*>(handle)); });
    return all;
}

extern "C" {

MYSQL* mysql_real_connect(MYSQL* handle, const char* host, const char* user, const char* password,
                          const char* schema, unsigned port, const char* socket,
                          unsigned long flags) {
    static auto* const real = library<decltype(mysql_real_connect)>("mysql_real_connect");
    const auto failed = passed(
        {Kind::Connect, {}}, *handle, *handle,
        [&] {
            const auto* const connected =
                real(handle, host, user, password, schema, port, socket, flags);
            return connected == nullptr ? 1 : 0;
        },
        [&] { ::shutdown(::mysql_get_socket(handle), SHUT_RDWR); });
    if (failed != 0) return nullptr;
    if (watched != nullptr) watched->opened(handle);
    return handle;
}

void mysql_close(MYSQL* handle) {
    static auto* const real = library<decltype(mysql_close)>("mysql_close");
    if (watched != nullptr) watched->closed(handle);
    real(handle);
}

int mysql_real_query(MYSQL* handle, const char* text, unsigned long length) {
    static auto* const real = library<decltype(mysql_real_query)>("mysql_real_query");
    return passed(
        {Kind::Query, {text, length}}, *handle, *handle, [&] { return real(handle, text, length); },
        [&] { forget_rows(*handle); });
}

int mysql_stmt_prepare(MYSQL_STMT* statement, const char* text, unsigned long length) {
    static auto* const real = library<decltype(mysql_stmt_prepare)>("mysql_stmt_prepare");
    texts()[statement].assign(text, length);
    return passed(
        {Kind::Prepare, {text, length}}, *statement, *statement->mysql,
        [&] { return real(statement, text, length); }, [] {});
}

int mysql_stmt_execute(MYSQL_STMT* statement) {
    static auto* const real = library<decltype(mysql_stmt_execute)>("mysql_stmt_execute");
    return passed(
        {Kind::Execute, texts()[statement]}, *statement, *statement->mysql,
        [&] { return real(statement); }, [&] { forget_rows(*statement); });
}

int mysql_stmt_store_result(MYSQL_STMT* statement) {
    static auto* const real = library<decltype(mysql_stmt_store_result)>("mysql_stmt_store_result");
    return passed(
        {Kind::Rows, texts()[statement]}, *statement, *statement->mysql,
        [&] { return real(statement); }, [&] { ::mysql_stmt_free_result(statement); });
}

} // extern "C"

} // namespace joingate::test
