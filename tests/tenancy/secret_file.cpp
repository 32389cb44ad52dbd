#include "tenancy/secret_file.h"

#include "tenancy/access_key.h"
#include "tests/support/fake_host.h"

#include <boost/test/unit_test.hpp>

namespace joingate::test {
namespace {

namespace fs = std::filesystem;

/// systemd-creds that turns letters round instead of encrypting, and keeps the name as it does.
constexpr const char* kCreds = R"sh(
[[ $1 == encrypt || $1 == decrypt ]] && [[ $2 == --name=* ]] || exit 2
if [[ $1 == encrypt ]]; then
    { echo "${2#--name=}"; cat; } | tr a-z n-za-m
else
    [[ $3 == --newline=no && $5 == - ]] || exit 2
    { read -r name; [[ $name == "${2#--name=}" ]] || { echo "the name is $name" >&2; exit 1; }; cat; } < <(tr a-z n-za-m <"$4")
fi
)sh";

struct HostWithCredentials : FakeHost {
    HostWithCredentials() { add_program("systemd-creds", kCreds); }

    std::string path() const { return at("/worker.password").string(); }
    void encrypt(const std::string& file, const std::string& name) const {
        const auto plain = read(file);
        write(file, "");
        fs::permissions(at(file), fs::perms::owner_read | fs::perms::owner_write);
        write(file, plain);
        // NOLINTNEXTLINE(concurrency-mt-unsafe): nothing else runs beside it
        BOOST_TEST(std::system((at("/bin/systemd-creds").string() + " encrypt --name=" + name +
                                " - - <" + at(file).string() + " >" + at(file).string() + ".cred")
                                   .c_str()) == 0);
        fs::remove(at(file));
    }
};

} // namespace

BOOST_FIXTURE_TEST_SUITE(secret_file, HostWithCredentials)

BOOST_AUTO_TEST_CASE(is_read_in_the_form_that_is_there) {
    write("/worker.password", "secret\n");
    fs::permissions(at("/worker.password"), fs::perms::owner_read);
    BOOST_TEST(read_secret(path(), kPasswordCredential) == "secret\n");
    BOOST_TEST(!is_encrypted(path()));
    encrypt("/worker.password", kPasswordCredential);
    BOOST_TEST(is_encrypted(path()));
    BOOST_TEST(has_secret(path()));
    BOOST_TEST(read("/worker.password.cred").find("secret") == std::string::npos);
    BOOST_TEST(read_secret(path(), kPasswordCredential) == "secret\n");
    BOOST_CHECK_EXCEPTION(read_secret(path(), kMasterKeyCredential), std::runtime_error,
                          [this](const std::runtime_error& e) {
                              return std::string{e.what()}.find("cannot decrypt " + path() +
                                                                ".cred: ") == 0;
                          });
}

BOOST_AUTO_TEST_CASE(is_replaced_in_the_form_that_is_there) {
    write("/worker.password", "secret\n");
    encrypt("/worker.password", kPasswordCredential);
    fs::permissions(at("/worker.password.cred"), fs::perms::owner_read | fs::perms::group_read);
    replace_secret(path(), kPasswordCredential, "other\n");
    BOOST_TEST(!fs::exists(path()));
    BOOST_TEST(read_secret(path(), kPasswordCredential) == "other\n");
    BOOST_TEST(static_cast<unsigned>(fs::status(at("/worker.password.cred")).permissions()) ==
               0440U);
}

BOOST_AUTO_TEST_CASE(serves_all_commands_where_only_its_encrypted_form_is_there) {
    BOOST_TEST(ctl_here({"setup", "--yes"}).status == 0);
    encrypt("/master.key", kMasterKeyCredential);
    encrypt("/worker.password", kPasswordCredential);
    const auto account = fresh_account();
    BOOST_TEST(ctl_here({"key", "create", account}).status == 0);
    const auto again = ctl_here({"setup", "--yes"});
    BOOST_TEST(again.out.find("is so:  master key: it is in " + at("/master.key.cred").string()) !=
                   std::string::npos,
               again.out);
    BOOST_TEST(!fs::exists(at("/master.key")));
    const auto rotated = ctl_here({"password", "rotate"});
    BOOST_TEST(rotated.status == 0, rotated.err);
    BOOST_TEST(!fs::exists(at("/worker.password")));
}

BOOST_AUTO_TEST_SUITE_END()

} // namespace joingate::test
