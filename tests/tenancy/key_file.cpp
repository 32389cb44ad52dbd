#include "tenancy/admin/key_file.h"

#include <boost/test/unit_test.hpp>

namespace joingate::admin {
namespace {

const std::string kId = "LTAI5tExampleExampleExamp";
const std::string kSecret = "EXAMPLEsecretEXAMPLEsecretEXAM";

std::string refusal(const std::string& text) {
    try {
        read_key_file(text, "a.key");
        return {};
    } catch (const Refused& e) {
        return e.what();
    }
}

std::string refused_as_new(const std::string& id, const std::string& secret) {
    try {
        check_new_key({id, secret});
        return {};
    } catch (const Refused& e) {
        return e.what();
    }
}

} // namespace

BOOST_AUTO_TEST_SUITE(key_file)

BOOST_AUTO_TEST_CASE(is_read_in_every_form_that_keys_come_in) {
    const auto id = "ACCESS_KEY_ID=" + kId;
    const auto secret = "ACCESS_KEY_SECRET=" + kSecret;
    for (const auto& text : {
             id + '\n' + secret + '\n',
             id + "\r\n" + secret + "\r\n",
             id + '\r' + secret,
             "\xEF\xBB\xBF" + id + '\n' + secret,
             "# a key\n\n  " + secret + " \n\t" + id + "\t\nENDPOINT=here:80\n",
             "export ACCESS_KEY_ID=\"" + kId + "\"\nexport  ACCESS_KEY_SECRET='" + kSecret + "'\n",
             "ACCESS_KEY_ID = \"" + kId + "\"\nACCESS_KEY_SECRET = '" + kSecret + "' \n",
             kId + ' ' + kSecret,
             "\xEF\xBB\xBF" + kId + "\t " + kSecret + " \r\n",
             "\xEF\xBB\xBF"
             "AccessKey ID,AccessKey Secret\r\n" +
                 kId + ',' + kSecret + "\r\n",
             "\"AccessKeyId\",\"AccessKeySecret\"\n\"" + kId + "\",\"" + kSecret + "\"\n",
             "User Name,AccessKey ID,AccessKey Secret\nann lee," + kId + ", " + kSecret + "\n\n",
         }) {
        BOOST_TEST(refusal(text) == "", text);
        if (!refusal(text).empty()) continue;
        const auto pair = read_key_file(text, "a.key");
        BOOST_TEST(pair.id == kId);
        BOOST_TEST(pair.secret == kSecret);
    }
    // The value ends the line, whatever stands in it.
    BOOST_TEST(read_key_file("id a=b==\n", "a.key").secret == "a=b==");
    BOOST_TEST(read_key_file("ACCESS_KEY_ID=i\nACCESS_KEY_SECRET=a=b=,\n", "a.key").secret ==
               "a=b=,");
}

BOOST_AUTO_TEST_CASE(is_refused_with_its_line_and_without_its_secret) {
    struct Case {
        std::string text;
        std::string said;
    };
    const auto id = "ACCESS_KEY_ID=" + kId + '\n';
    for (const auto& one : {
             Case{"", "a.key: there is no access key; needed are lines ACCESS_KEY_ID=... and "
                      "ACCESS_KEY_SECRET=..., or one line with the id, a blank and the secret"},
             Case{"# nothing\nNAME=value\n", "a.key: there is no access key; "},
             Case{id, "a.key: ACCESS_KEY_SECRET is missing"},
             Case{"ACCESS_KEY_SECRET=" + kSecret, "a.key: ACCESS_KEY_ID is missing"},
             Case{kId + ' ' + kSecret + " trailing words\n",
                  "a.key:1: there are 4 words; needed are two, the id and the secret, or "
                  "NAME=VALUE"},
             Case{"\n" + kSecret, "a.key:2: there is 1 word; "},
             Case{id + "ACCESS_KEY_SECRET=\n", "a.key:2: ACCESS_KEY_SECRET is empty"},
             Case{id + "ACCESS_KEY_SECRET=" + kSecret + " # mine\n",
                  "a.key:2: ACCESS_KEY_SECRET is not one word of ASCII characters"},
             Case{id + "ACCESS_KEY_SECRET=\xE2\x80\x9C" + kSecret,
                  "a.key:2: ACCESS_KEY_SECRET is not one word of ASCII characters"},
             Case{id + "ACCESS_KEY_SECRET=\"" + kSecret, "a.key:2: a quote is not closed"},
             Case{id + "ACCESS_KEY_SECRET='" + kSecret + "';",
                  "a.key:2: something stands behind the closing quote"},
             Case{id + "\r\n" + id, "a.key:3: there is a second ACCESS_KEY_ID; needed is one"},
             Case{kId + ' ' + kSecret + "\n" + kId + ' ' + kSecret + '\n',
                  "a.key:2: there is a second ACCESS_KEY_ID; needed is one"},
             Case{"AccessKey ID,AccessKey Secret\n" + kId + '\n',
                  "a.key:2: there are 1 cells; needed are 2 as in the header"},
             Case{std::string{"\xFF\xFEL\0T\0", 6}, "a.key: there are zero bytes as in UTF-16; "},
         }) {
        const auto said = refusal(one.text);
        BOOST_TEST(said.find(one.said) == 0U, said);
        BOOST_TEST(said.find("EXAMPLE") == std::string::npos);
    }
}

BOOST_AUTO_TEST_CASE(holds_what_may_be_stored_as_a_new_key) {
    BOOST_TEST(refused_as_new(kId, kSecret) == "");
    BOOST_TEST(refused_as_new(kId, std::string(15, 's')) ==
               "the secret has 15 characters; needed is one word of 16 to 128");
    BOOST_TEST(refused_as_new(kId, std::string(129, 's')) != "");
    BOOST_TEST(refused_as_new(kId, std::string(20, ' ')) != "");
    BOOST_TEST(refused_as_new("short", kSecret) != "");
}

BOOST_AUTO_TEST_SUITE_END()

} // namespace joingate::admin
