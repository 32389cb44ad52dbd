#include "tests/support/test_database.h"

#include "sql/failure.h"
#include "tests/support/places.h"
#include "tests/support/server.h"

#include <mysql.h>

#include <cerrno>
#include <chrono>
#include <csignal>
#include <cstdlib>
#include <fcntl.h>
#include <stdexcept>
#include <sys/file.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <thread>
#include <unistd.h>

namespace joingate::test {
namespace {

namespace fs = std::filesystem;

// Small, quick to start, set up like the real one.
std::vector<std::string> server_options() {
    std::vector<std::string> options{
        "--no-defaults",
        "--skip-networking",
        "--skip-log-bin",
        "--performance-schema=OFF",
        "--local-infile=OFF",
        "--max-connections=200",
        "--innodb-buffer-pool-size=32M",
        "--innodb-flush-log-at-trx-commit=1",
        "--innodb-flush-method=fsync",
        "--character-set-server=utf8mb4",
    };
    const std::vector<std::string> mariadb{"--innodb-log-file-size=16M"};
    const std::vector<std::string> mysql{"--innodb-redo-log-capacity=32M", "--mysqlx=OFF",
                                         "--secure-file-priv=NULL",
                                         "--plugin-load-add=auth_socket.so"};
    const auto& own = on_mysql() ? mysql : mariadb;
    options.insert(options.end(), own.begin(), own.end());
    return options;
}

std::string server_program() {
    if (!on_mysql()) return "mariadbd";
    auto program = places::in_source("build/mysql/bin/mysqld");
    if (!fs::exists(program))
        throw std::runtime_error{"there is no " + program + "; .ci/mysql brings it"};
    return program;
}

// An empty folder becomes a data directory, whose root needs no password.
std::vector<std::string> installing(const fs::path& data) {
    auto options = server_options();
    options.push_back("--datadir=" + data.string());
    if (on_mysql()) {
        options.insert(options.begin(), server_program());
        options.emplace_back("--initialize-insecure");
    } else {
        options.insert(options.begin(), "mariadb-install-db");
        options.insert(options.end(), {"--skip-test-db", "--skip-name-resolve",
                                       "--auth-root-authentication-method=normal"});
    }
    return options;
}

// Never returns in the child. The server must not outlive the test program, even if that is killed.
// It has a folder of its own for temporary files, beside the log: a server that starts removes what
// others have in a common one.
int spawn(const std::vector<std::string>& command, const fs::path& log) {
    const auto temporary = "TMPDIR=" + log.string() + ".tmp";
    fs::create_directories(log.string() + ".tmp");
    std::vector<char*> arguments;
    for (const auto& one : command)
        arguments.push_back(const_cast<char*>(one.c_str())); // NOLINT: execvp wants it so
    arguments.push_back(nullptr);
    const auto parent = ::getpid();
    const auto pid = ::fork();
    if (pid != 0) return pid;
    ::prctl(PR_SET_PDEATHSIG, SIGKILL);
    if (::getppid() != parent) ::_exit(1);
    const int file = ::open(log.c_str(), O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0600);
    ::dup2(file, STDOUT_FILENO);
    ::dup2(file, STDERR_FILENO);
    ::putenv(const_cast<char*>(temporary.c_str())); // NOLINT: putenv wants it so
    // Nothing here has to survive a power cut: nobody waits for the disk.
    ::setenv("LD_PRELOAD", "libeatmydata.so", 1); // NOLINT(concurrency-mt-unsafe): the only thread
    ::execvp(arguments.front(), arguments.data());
    ::_exit(127);
}

std::vector<std::string> as_this_user(std::vector<std::string> command) {
    if (::geteuid() == 0) command.emplace_back("--user=root");
    return command;
}

// An installed data directory, made once per build tree: installing takes longer than all the rest.
fs::path data_template(const fs::path& root) {
    const auto ready = root / "template";
    const int lock = ::open((root / "lock").c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0600);
    ::flock(lock, LOCK_EX);
    if (!fs::exists(ready)) {
        const auto fresh = root / "template.new";
        fs::remove_all(fresh);
        fs::create_directory(fresh);
        int status = 0;
        const int pid = spawn(as_this_user(installing(fresh)), root / "install.log");
        while (::waitpid(pid, &status, 0) < 0 && errno == EINTR) {
        }
        if (status != 0)
            throw std::runtime_error{"the test database cannot be installed: " +
                                     (root / "install.log").string()};
        fs::rename(fresh, ready);
    }
    ::close(lock);
    return ready;
}

// What test programs left that were killed.
void remove_abandoned(const fs::path& root) {
    for (const auto& entry : fs::directory_iterator{root}) {
        const auto name = entry.path().filename().string();
        if (name.rfind("run-", 0) == 0 && ::kill(std::atoi(name.c_str() + 4), 0) != 0)
            fs::remove_all(entry.path());
    }
}

struct Closer {
    void operator()(MYSQL* handle) const { ::mysql_close(handle); }
    void operator()(MYSQL_RES* result) const { ::mysql_free_result(result); }
};
using Handle = std::unique_ptr<MYSQL, Closer>;

Handle connect(const db::Settings& settings, unsigned long flags = 0) {
    Handle handle{::mysql_init(nullptr)};
    ::mysql_options(handle.get(), MYSQL_SET_CHARSET_NAME, "utf8mb4");
    // MySQL cuts at 1,024 characters by default, MariaDB at a million.
    ::mysql_options(handle.get(), MYSQL_INIT_COMMAND, "SET SESSION group_concat_max_len = 1000000");
    if (::mysql_real_connect(handle.get(), nullptr, settings.user.c_str(),
                             settings.password.c_str(), nullptr, 0, settings.socket.c_str(),
                             flags) == nullptr)
        return nullptr;
    return handle;
}

} // namespace

TestDatabase& TestDatabase::instance() {
    static TestDatabase database;
    return database;
}

TestDatabase::TestDatabase(const std::string& name, const std::vector<std::string>& options) {
    const fs::path root = places::in_build(of_this_server("test_database"));
    fs::create_directories(root);
    const auto source = data_template(root);
    remove_abandoned(root);
    directory_ = root / ("run-" + std::to_string(::getpid()) + name);
    fs::remove_all(directory_);
    fs::create_directory(directory_);
    fs::copy(source, directory_ / "data", fs::copy_options::recursive);
    admin_.socket = directory_ / "s";
    // The system's limit for the path of a socket.
    if (admin_.socket.size() > 100)
        admin_.socket = "/tmp/joingate-test-" + std::to_string(::getpid()) + name;
    admin_.user = "root";
    try {
        start(options);
        schemas_ = std::make_unique<db::SchemaAdmin>(admin_);
    } catch (...) {
        stop();
        throw;
    }
}

TestDatabase::TestDatabase() : TestDatabase{"", {}} {
    worker_ = admin_;
    worker_.user = worker_login_.user = "joingate";
    worker_.password = "throwaway";
    schemas_->create_login(worker_login_, worker_.password);
    schemas_->create_common(worker_login_);
    // Schemas of instances get numbers that fresh_tenant() does not give.
    run("ALTER TABLE joingate.instance AUTO_INCREMENT = 500000");
    make_numbers();
}

void TestDatabase::start(const std::vector<std::string>& options) {
    auto command = server_options();
    command.insert(command.end(), options.begin(), options.end());
    command.insert(command.begin(), server_program());
    command.insert(command.end(),
                   {"--datadir=" + (directory_ / "data").string(), "--socket=" + admin_.socket,
                    "--pid-file=" + (directory_ / "pid").string()});
    const auto log = directory_ / "log";
    pid_ = spawn(as_this_user(command), log);
    // It takes two seconds, and on a machine that is busy with a build a minute.
    const auto end = std::chrono::steady_clock::now() + std::chrono::minutes{3};
    while (std::chrono::steady_clock::now() < end) {
        if (connect(admin_)) return;
        int status = 0;
        if (::waitpid(pid_, &status, WNOHANG) == pid_) break;
        std::this_thread::sleep_for(std::chrono::milliseconds{50});
    }
    throw std::runtime_error{"the test database did not start: " + log.string()};
}

void TestDatabase::make_numbers() const {
    std::string rows;
    for (int number = 1; number <= kMostNumbers; ++number)
        rows += (number == 1 ? "(" : "),(") + std::to_string(number);
    run("CREATE DATABASE numbers");
    run("CREATE TABLE numbers.number (seq BIGINT PRIMARY KEY)");
    run("INSERT INTO numbers.number VALUES " + rows + ")");
}

std::string TestDatabase::numbers_to(int most) {
    if (most < 1 || most > kMostNumbers)
        throw std::out_of_range{"there are numbers from 1 to " + std::to_string(kMostNumbers) +
                                ", not to " + std::to_string(most)};
    return "(SELECT seq FROM numbers.number WHERE seq <= " + std::to_string(most) + ") AS numbers";
}

void TestDatabase::stop() noexcept {
    if (pid_ <= 0) return;
    ::kill(pid_, SIGKILL);
    ::waitpid(pid_, nullptr, 0);
    pid_ = -1;
    std::error_code ignored;
    fs::remove(admin_.socket, ignored);
    fs::remove_all(directory_, ignored);
}

TestDatabase::~TestDatabase() {
    stop();
}

std::string TestDatabase::fresh_tenant() {
    const auto schema = db::tenant_schema(++tenants_);
    schemas_->create_tenant(schema, worker_login_);
    return schema;
}

db::Scope TestDatabase::scope(const std::string& schema, const std::string& caller,
                              std::int64_t instance) {
    return {schema, schema, {{"caller", caller}, {"instance", std::to_string(instance)}}};
}

std::vector<std::vector<std::string>> TestDatabase::rows_of(const std::string& sql) const {
    const auto handle = connect(admin_);
    if (!handle) throw std::runtime_error{"the test database is not there"};
    if (::mysql_query(handle.get(), sql.c_str()) != 0)
        throw std::runtime_error{sql + ": " + ::mysql_error(handle.get())};
    const std::unique_ptr<MYSQL_RES, Closer> result{::mysql_store_result(handle.get())};
    std::vector<std::vector<std::string>> rows;
    if (!result) return rows;
    while (char** const cells = ::mysql_fetch_row(result.get())) {
        const auto* const lengths = ::mysql_fetch_lengths(result.get());
        auto& row = rows.emplace_back();
        for (unsigned i = 0; i < ::mysql_num_fields(result.get()); ++i)
            row.push_back(cells[i] == nullptr ? "NULL" : std::string(cells[i], lengths[i]));
    }
    return rows;
}

void TestDatabase::run(const std::string& sql) const {
    rows_of(sql);
}

void TestDatabase::run_as_one(const std::string& statements) const {
    const auto handle = connect(admin_, CLIENT_MULTI_STATEMENTS);
    if (!handle) throw std::runtime_error{"the test database is not there"};
    int more = ::mysql_query(handle.get(), ("START TRANSACTION; " + statements + "COMMIT").c_str());
    for (; more == 0; more = ::mysql_next_result(handle.get()))
        ::mysql_free_result(::mysql_store_result(handle.get()));
    if (more > 0) throw std::runtime_error{statements + ": " + ::mysql_error(handle.get())};
}

std::int64_t TestDatabase::status_of(const std::string& name) const {
    return std::stoll(rows_of("SHOW GLOBAL STATUS LIKE '" + name + "'").at(0).at(1));
}

std::int64_t TestDatabase::deadlocks() const {
    if (!on_mysql()) return status_of("Innodb_deadlocks");
    return std::stoll(value_of("SELECT COUNT FROM information_schema.INNODB_METRICS WHERE NAME = "
                               "'lock_deadlocks' AND STATUS = 'enabled'"));
}

std::string TestDatabase::value_of(const std::string& sql) const {
    const auto rows = rows_of(sql);
    return rows.empty() ? std::string{} : rows.front().at(0);
}

} // namespace joingate::test
