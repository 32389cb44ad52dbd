#include "tenancy/access_key.h"

#include "tests/tenancy/scratch_folder.h"

#include <boost/test/unit_test.hpp>

#include <linux/posix_acl.h>
#include <linux/posix_acl_xattr.h>
#include <sys/stat.h>
#include <sys/xattr.h>

#include <array>
#include <fstream>
#include <sstream>
#include <stdexcept>

namespace joingate {
namespace {

struct Fixture {
    ScratchFolder folder;
    std::string path = folder.file("master-keys");
    SecretBox box{{{1, std::string(32, 'a')}, {2, std::string(32, 'b')}}};

    void write(const std::string& content, mode_t mode = 0600) const {
        std::ofstream{path} << content;
        BOOST_TEST(::chmod(path.c_str(), mode) == 0);
    }
    std::string refusal() const {
        try {
            SecretBox::from_file(path);
            return {};
        } catch (const std::runtime_error& e) {
            return e.what();
        }
    }
    /// With an ACL that gives one more user these rights, as setfacl would set it.
    bool set_acl(std::uint16_t named_user) const {
        struct {
            posix_acl_xattr_header header{POSIX_ACL_XATTR_VERSION};
            std::array<posix_acl_xattr_entry, 5> entries{};
        } acl;
        const auto none = static_cast<std::uint32_t>(ACL_UNDEFINED_ID);
        acl.entries = {{{ACL_USER_OBJ, ACL_READ, none},
                        {ACL_USER, named_user, 12345},
                        {ACL_GROUP_OBJ, 0, none},
                        {ACL_MASK, named_user, none},
                        {ACL_OTHER, 0, none}}};
        return ::setxattr(path.c_str(), "system.posix_acl_access", &acl, sizeof acl, 0) == 0;
    }
};

const std::string kHexA(64, 'a');
const std::string kHexB(64, 'B');

} // namespace

BOOST_FIXTURE_TEST_SUITE(access_key, Fixture)

BOOST_AUTO_TEST_CASE(opens_what_it_sealed) {
    for (const auto& secret : {std::string{}, std::string{"secret"}, std::string(1000, '\0')}) {
        const auto sealed = box.seal("key id", secret);
        BOOST_TEST(sealed.size() == secret.size() + 28);
        BOOST_TEST(box.open("key id", box.current_version(), sealed) == secret);
    }
}

BOOST_AUTO_TEST_CASE(never_seals_twice_alike) {
    BOOST_TEST(box.seal("key id", "secret") != box.seal("key id", "secret"));
}

BOOST_AUTO_TEST_CASE(opens_for_its_own_key_id_and_version_only) {
    const auto sealed = box.seal("key id", "secret");
    BOOST_TEST(box.current_version() == 2);
    BOOST_CHECK_THROW(box.open("key ie", 2, sealed), std::runtime_error);
    BOOST_CHECK_THROW(box.open("", 2, sealed), std::runtime_error);
    BOOST_CHECK_THROW(box.open("key id", 1, sealed), std::runtime_error);
    BOOST_CHECK_THROW(box.open("key id", 3, sealed), std::runtime_error);
}

BOOST_AUTO_TEST_CASE(refuses_changed_bytes) {
    const auto sealed = box.seal("key id", "secret");
    for (std::size_t i = 0; i < sealed.size(); ++i) {
        auto changed = sealed;
        changed[i] = static_cast<char>(changed[i] ^ 1);
        BOOST_CHECK_THROW(box.open("key id", 2, changed), std::runtime_error);
        BOOST_CHECK_THROW(box.open("key id", 2, sealed.substr(0, i)), std::runtime_error);
    }
    BOOST_CHECK_THROW(box.open("key id", 2, sealed + "x"), std::runtime_error);
}

BOOST_AUTO_TEST_CASE(still_opens_what_an_older_key_sealed) {
    const SecretBox old{{{1, std::string(32, 'a')}}};
    BOOST_TEST(box.open("key id", 1, old.seal("key id", "secret")) == "secret");
}

BOOST_AUTO_TEST_CASE(derives_boxes_that_know_nothing_of_each_other) {
    const auto derived = box.derive("label");
    BOOST_TEST(derived.current_version() == 2);
    const auto sealed = derived.seal("key id", "secret");
    BOOST_TEST(box.derive("label").open("key id", 2, sealed) == "secret");
    BOOST_CHECK_THROW(box.open("key id", 2, sealed), std::runtime_error);
    BOOST_CHECK_THROW(box.derive("lobel").open("key id", 2, sealed), std::runtime_error);
}

// HMAC(HMAC(master key, "label"), "text"), computed with Python's hmac.
BOOST_AUTO_TEST_CASE(authenticates_with_hmac_sha256) {
    const std::string expected{"\xd1\x31\x64\x9e\x3c\x6a\x36\x19\xf2\xd4\x2c\x5c\xe7\xd0\x1b\x43"
                               "\xd2\x49\x3f\xc3\xd9\x7c\x06\x63\x2c\x50\x6e\x95\x03\x0b\xe1\xa9"};
    const auto derived = box.derive("label");
    BOOST_TEST(derived.mac(2, "text") == expected);
    BOOST_TEST(derived.mac(1, "text") != expected);
    BOOST_CHECK_THROW(derived.mac(3, "text"), std::runtime_error);
}

BOOST_AUTO_TEST_CASE(takes_the_highest_version_of_its_file) {
    write("2 " + kHexB + "\n\n10 " + kHexA + "\n1 " + kHexA);
    const auto from_file = SecretBox::from_file(path);
    BOOST_TEST(from_file.current_version() == 10);
    const SecretBox same{{{2, std::string(32, '\xBB')}}};
    BOOST_TEST(from_file.open("key id", 2, same.seal("key id", "secret")) == "secret");
}

BOOST_AUTO_TEST_CASE(refuses_a_file_of_another_form_without_quoting_it) {
    const std::string good{"1 " + kHexA};
    write(good);
    BOOST_TEST_REQUIRE(refusal().empty());
    for (const auto& content :
         {std::string{}, std::string{"\n"}, kHexA, "0 " + kHexA, "-1 " + kHexA, "+1 " + kHexA,
          "x " + kHexA, " " + good, "1  " + kHexA, good + " ", good + "a", "1\t" + kHexA,
          good.substr(0, 65), "1 0x" + kHexA.substr(2), "1 " + kHexA.substr(1) + "g",
          good + "\n" + good, good + "\n" + good.substr(0, 64), "99999999999 " + kHexA,
          std::string{"1 \0", 3} + kHexA.substr(1)}) {
        write(content);
        BOOST_TEST(!refusal().empty(), content);
        BOOST_TEST(refusal().find("aaaa") == std::string::npos);
    }
}

BOOST_AUTO_TEST_CASE(takes_a_file_that_its_owner_or_its_group_reads) {
    for (const mode_t mode : {0400U, 0600U, 0440U, 0640U}) {
        write("1 " + kHexA, mode);
        BOOST_TEST(refusal() == "");
    }
}

BOOST_AUTO_TEST_CASE(refuses_a_file_that_is_open_further) {
    for (const mode_t mode : {0604U, 0644U, 0660U, 0620U, 0650U, 0601U, 0602U}) {
        write("1 " + kHexA, mode);
        std::ostringstream octal;
        octal << std::oct << mode;
        BOOST_TEST(refusal() == path + ": its mode is 0" + octal.str() +
                                    "; it holds a secret, so 0600 is needed, or 0640 for a group "
                                    "that may read it");
    }
}

// systemd gives a service its credentials this way; the mode then shows the ACL's mask as 0440.
BOOST_AUTO_TEST_CASE(takes_a_file_that_an_acl_opens_to_one_user) {
    write("1 " + kHexA);
    if (!set_acl(ACL_READ)) {
        BOOST_TEST_MESSAGE("no ACLs on this file system");
        return;
    }
    struct stat status {};
    BOOST_TEST(::stat(path.c_str(), &status) == 0);
    BOOST_TEST((status.st_mode & 0777U) == 0440U);
    BOOST_TEST(refusal() == "");
    BOOST_TEST(set_acl(ACL_READ | ACL_WRITE));
    BOOST_TEST(refusal().find("its mode is 0460") != std::string::npos);
}

BOOST_AUTO_TEST_CASE(refuses_a_file_that_is_none) {
    BOOST_TEST(!refusal().empty());
    path = folder.path();
    BOOST_TEST(!refusal().empty());
}

BOOST_AUTO_TEST_CASE(refuses_keys_of_another_length) {
    BOOST_CHECK_THROW((SecretBox{{}}), std::runtime_error);
    BOOST_CHECK_THROW((SecretBox{{{1, "short"}}}), std::runtime_error);
}

BOOST_AUTO_TEST_SUITE_END()

} // namespace joingate
