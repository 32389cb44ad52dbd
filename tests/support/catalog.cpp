#include "tests/support/catalog.h"

#include "tenancy/admin/setup.h"
#include "tenancy/ctl/program.h"
#include "tenancy/settings.h"

#include <fstream>
#include <sstream>

namespace joingate::test {
namespace {

std::filesystem::path fresh_directory() {
    auto text = (std::filesystem::temp_directory_path() / "joingate-XXXXXX").string();
    if (::mkdtemp(text.data()) == nullptr) throw std::runtime_error{"mkdtemp"};
    return text;
}

SecretBox fresh_box(const std::filesystem::path& directory) {
    const auto path = (directory / "master.key").string();
    admin::create_master_key(path);
    return SecretBox::from_file(path);
}

constexpr SharedMemory::Layout kSmall{1024, 1024};

} // namespace

WithCatalog::WithCatalog()
    : directory_path{fresh_directory()},
      memory{(directory_path / "gate").string(), kSmall},
      secrets{fresh_box(directory_path)},
      directory{workers, memory, secrets, published_defaults()} {
    std::ofstream{directory_path / "admin.password"} << server.admin().password << '\n';
    std::filesystem::permissions(directory_path / "admin.password",
                                 std::filesystem::perms::owner_read);
    std::ofstream{directory_path / "joingated.properties"}
        << "database.socket = " << server.admin().socket << '\n'
        << "database.user = " << server.worker_login().user << '\n'
        << "database.userHost = " << server.worker_login().host << '\n'
        << "admin.user = " << server.admin().user << '\n'
        << "admin.passwordFile = " << (directory_path / "admin.password").string() << '\n'
        << "secrets.masterKeyFile = " << (directory_path / "master.key").string() << '\n'
        << "gate.memory = " << (directory_path / "gate").string() << '\n'
        << "gate.nonceCapacity = " << kSmall.nonce_capacity << '\n'
        << "gate.rateCapacity = " << kSmall.rate_capacity << '\n';
}

WithCatalog::~WithCatalog() {
    std::error_code ignored;
    std::filesystem::remove_all(directory_path, ignored);
}

std::string WithCatalog::fresh_name(const std::string& begin) {
    static int count = 0;
    return begin + std::to_string(++count);
}

std::string WithCatalog::fresh_account() const {
    admin::NewAccount account;
    account.name = fresh_name("account");
    account.activated = true;
    admin::create_account(catalog, account);
    return account.name;
}

admin::KeyPair WithCatalog::fresh_key(const std::string& account,
                                      const std::optional<std::string>& user) const {
    auto pair = admin::new_key_pair();
    admin::add_key(catalog, secrets, account, user, pair);
    return pair;
}

WithCatalog::Ran WithCatalog::ctl(std::vector<std::string> arguments,
                                  const std::string& input) const {
    arguments.insert(arguments.begin(),
                     {"--config", (directory_path / "joingated.properties").string()});
    std::istringstream in{input};
    std::ostringstream out;
    std::ostringstream err;
    const int status = ctl::run(arguments, {in, out, err});
    return {status, out.str(), err.str()};
}

} // namespace joingate::test
