#include "tenancy/admin/registry_file.h"

#include "tenancy/admin/catalog.h"

#include <boost/test/unit_test.hpp>

namespace joingate::test {
namespace {

struct Fixture {
    SecretBox box{{{3, std::string(32, 'k')}}};
    DeviceSecrets secrets{box};

    admin::RegistryFile nodes(const std::string& csv) const {
        return admin::read_registry_file(DeviceKind::Node, csv, secrets);
    }
    admin::RegistryFile gateways(const std::string& csv) const {
        return admin::read_registry_file(DeviceKind::Gateway, csv, secrets);
    }
    /// "2 PIN is not 6 digits\n" and so on.
    static std::string problems(const admin::RegistryFile& file) {
        std::string text;
        for (const auto& problem : file.problems)
            text += std::to_string(problem.line) + ' ' + problem.column + ' ' + problem.what + '\n';
        return text;
    }
    std::string refusal(const std::string& csv) const {
        try {
            nodes(csv);
            return {};
        } catch (const admin::Refused& e) {
            return e.what();
        }
    }
};

const std::string kKey = "000102030405060708090A0B0C0D0E0F";
const std::string kHeader = "DevEUI,PIN,JoinEUI,AppKey\n";
const std::string kGood = "D896E0FF00000001,123456,d896e0efff00ABCD," + kKey + "\n";

} // namespace

BOOST_FIXTURE_TEST_SUITE(registry_file, Fixture)

BOOST_AUTO_TEST_CASE(holds_a_node_and_none_of_its_secrets) {
    const auto file = nodes(kHeader + kGood);
    BOOST_TEST(problems(file).empty());
    BOOST_TEST(file.rows == 1U);
    BOOST_TEST(file.key_version == 3);
    BOOST_REQUIRE(file.tuples.size() == 1U);
    const auto& tuple = file.tuples[0];
    BOOST_TEST(tuple.line == 2U);
    BOOST_TEST(tuple.eui == "d896e0ff00000001");
    BOOST_TEST(tuple.join_eui == "d896e0efff00abcd");
    BOOST_REQUIRE(tuple.pin_hashes.size() == 1U);
    BOOST_TEST(tuple.pin_hashes[0].key_version == 3);
    BOOST_TEST(secrets.pin_matches(DeviceKind::Node, tuple.eui, "123456", tuple.pin_hashes[0]));
    BOOST_TEST(secrets.open_app_key(tuple.eui, 3, tuple.app_key) ==
               "000102030405060708090a0b0c0d0e0f");
}

BOOST_AUTO_TEST_CASE(holds_a_gateway) {
    const auto file = gateways("pin,GWEUI\n000000,d896e0ff00000002");
    BOOST_TEST(problems(file).empty());
    BOOST_REQUIRE(file.tuples.size() == 1U);
    BOOST_TEST(file.tuples[0].eui == "d896e0ff00000002");
    BOOST_TEST(secrets.pin_matches(DeviceKind::Gateway, "d896e0ff00000002", "000000",
                                   file.tuples[0].pin_hashes.at(0)));
}

BOOST_AUTO_TEST_CASE(is_read_in_every_form_that_csv_comes_in) {
    const auto row = "123456," + kKey + ",d896e0ff00000001";
    for (const auto& csv :
         {"PIN,AppKey,DevEUI\n" + row, "\xEF\xBB\xBFPIN,AppKey,DevEUI\r\n" + row + "\r\n",
          "pin, APPKEY ,deveui\r\n\r\n\r\n\"123456\"," + kKey + ", \"d896e0ff00000001\"\r\n\r\n",
          "\n\n\"PIN\",\"AppKey\",\"DevEUI\"\n,,\n" + row + "\n,,\n",
          "PIN,AppKey,DevEUI\r" + row + "\r", "sep=,\r\nPIN,AppKey,DevEUI\r\n" + row}) {
        const auto file = nodes(csv);
        BOOST_TEST(problems(file).empty(), csv);
        BOOST_TEST(file.rows == 1U);
        BOOST_REQUIRE(file.tuples.size() == 1U);
        BOOST_TEST(file.tuples[0].join_eui == "d896e0efff000000");
    }
}

BOOST_AUTO_TEST_CASE(takes_the_platforms_join_eui_for_an_empty_one) {
    const auto file = nodes(kHeader + "d896e0ff00000001,123456,," + kKey);
    BOOST_REQUIRE(file.tuples.size() == 1U);
    BOOST_TEST(file.tuples[0].join_eui == "d896e0efff000000");
}

BOOST_AUTO_TEST_CASE(names_line_and_column_of_what_is_wrong) {
    const auto file = nodes(kHeader + kGood +                               //
                            "\n"                                            // line 3
                            "d896e0ff0000000,12345,d896e0efff00000g,0102\n" //
                            "d896e0ff00000002,12345x,,\n"                   //
                            "d896e0ff00000003,123456\n"                     //
                            "d896e0ff00000001,123456,," +
                            kKey +
                            "\n" //
                            "\"d896e0ff\n00000004\",123456,," +
                            kKey +
                            "\n" // lines 8, 9
                            "d896e0ff00000005,\xD9\xA1\xD9\xA2\xD9\xA3,," +
                            kKey + "\n");
    BOOST_TEST(problems(file) == "4 DevEUI is not 16 hexadecimal digits\n"
                                 "4 PIN is not 6 digits\n"
                                 "4 AppKey is not 32 hexadecimal digits\n"
                                 "4 JoinEUI is not 16 hexadecimal digits\n"
                                 "5 PIN is not 6 digits\n"
                                 "5 AppKey is not 32 hexadecimal digits\n"
                                 "6  has 2 cells, the header 4\n"
                                 "7 DevEUI is that of line 2 again\n"
                                 "8 DevEUI is not 16 hexadecimal digits\n"
                                 "10 PIN is not 6 digits\n");
    BOOST_TEST(file.rows == 7U);
    BOOST_TEST(file.tuples.size() == 1U);
}

BOOST_AUTO_TEST_CASE(must_begin_with_its_columns) {
    BOOST_TEST(refusal("").find("header is missing") != std::string::npos);
    BOOST_TEST(refusal("\n\r\n,,\n").find("header is missing") != std::string::npos);
    BOOST_TEST(refusal("DevEUI,PIN\n").find("lacks AppKey") != std::string::npos);
    BOOST_TEST(refusal("DevEUI,PIN,AppKey,Pin\n").find("the column PIN twice") !=
               std::string::npos);
    const auto headless = refusal(kGood);
    BOOST_TEST(headless.find("line 1: the header has none of the columns; a header names the "
                             "columns DevEUI, PIN, AppKey, JoinEUI (if wanted)") == 0U);
    // Without all of its columns a line may be one of secrets.
    BOOST_TEST(refusal("DevEUI,PIN,AppKee\n").find("AppKee") == std::string::npos);
}

BOOST_AUTO_TEST_CASE(names_a_column_too_many_or_leaves_it_out) {
    struct Case {
        std::string header;
        std::string said;
    };
    for (const auto& one :
         {Case{"DevEUI,PIN,AppKey,Name", "has another column, 'Name'; with --ignore-columns"},
          Case{"JoinEU1,DevEUI,PIN,AppKey", "has another column, 'JoinEU1'; "},
          Case{"DevEUI,PIN,AppKey,", "ends with a comma, so that it has a column 4 without a name"},
          Case{"DevEUI,,PIN,AppKey", "has a column 2 without a name"},
          Case{"DevEUI,PIN,AppKey,\x1b[2J", "has another column, '?[2J'"},
          Case{"DevEUI,PIN,AppKey," + std::string(100, 'n'),
               "has another column, '" + std::string(40, 'n') + "...'"}})
        BOOST_TEST(refusal(one.header + "\n").find("line 1: the header " + one.said) == 0U,
                   refusal(one.header + "\n"));
    const auto file = admin::read_registry_file(
        DeviceKind::Node,
        "Name,DevEUI,PIN,AppKey,\nmeter 1,d896e0ff00000001,123456," + kKey + ",\n", secrets,
        admin::ExtraColumns::Ignore);
    BOOST_TEST(problems(file) == "");
    BOOST_REQUIRE(file.tuples.size() == 1U);
    BOOST_TEST(file.tuples[0].eui == "d896e0ff00000001");
    // One that is needed is missed all the same.
    BOOST_CHECK_THROW(admin::read_registry_file(DeviceKind::Node, "Name,DevEUI,PIN\n", secrets,
                                                admin::ExtraColumns::Ignore),
                      admin::Refused);
}

BOOST_AUTO_TEST_CASE(names_what_a_spreadsheet_wrote_instead) {
    const auto row = "d896e0ff00000001;123456;" + kKey + "\n";
    BOOST_TEST(refusal("DevEUI;PIN;AppKey\n" + row) ==
               "line 1: semicolons separate the cells, and commas are needed; save it as CSV with "
               "commas");
    BOOST_TEST(refusal("\r\n\nDevEUI;PIN;AppKey\r\n").find("line 3: semicolons") == 0U);
    BOOST_TEST(refusal("sep=;\r\nDevEUI;PIN;AppKey\r\n") ==
               "line 1: it says that semicolons separate the cells, and commas are needed; save it "
               "as CSV with commas");
    BOOST_TEST(refusal("DevEUI\tPIN\tAppKey\n").find("line 1: tabs separate the cells") == 0U);
    for (const auto& utf16 : {std::string{"\xFF\xFE"
                                          "D\0e\0v\0",
                                          8},
                              std::string{"\xFE\xFF\0D\0e\0v", 8}, std::string{"D\0e\0v\0", 6},
                              std::string{"\0D\0e\0v", 6}})
        BOOST_TEST(refusal(utf16) ==
                   "this is UTF-16 text, and UTF-8 is needed; save it as \"CSV UTF-8\"");
}

BOOST_AUTO_TEST_CASE(counts_lines_that_end_in_cr_alone) {
    const auto file = nodes("DevEUI,PIN,AppKey\rd896e0ff00000001,123456," + kKey +
                            "\rd896e0ff000000ZZ,123456," + kKey + "\r");
    BOOST_TEST(problems(file) == "3 DevEUI is not 16 hexadecimal digits\n");
    BOOST_TEST(file.rows == 2U);
}

BOOST_AUTO_TEST_CASE(hints_at_the_spreadsheet_that_rounded_a_number) {
    const std::string rounded =
        " is not 16 hexadecimal digits but a number as a spreadsheet rounds "
        "it, like 1.2E+15; make its cells text and save it again\n";
    for (const std::string eui : {"1.02030405060731E+15", "1,0203E+15", "1E+15", "1.0e-5"})
        BOOST_TEST(problems(nodes("DevEUI,PIN,AppKey\n\"" + eui + "\",123456," + kKey)) ==
                   "2 DevEUI" + rounded);
    for (const std::string eui : {"1E15", "E+15", "1E+", "1.0E+1x", "12"})
        BOOST_TEST(problems(nodes("DevEUI,PIN,AppKey\n" + eui + ",123456," + kKey)) ==
                   "2 DevEUI is not 16 hexadecimal digits\n");
}

BOOST_AUTO_TEST_CASE(is_refused_from_where_it_is_no_csv) {
    const auto quote = refusal(kHeader + kGood + "d896e0ff00000002,12\"3456,," + kKey + "\n");
    BOOST_TEST(quote.find("line 3: a quote") == 0U);
    BOOST_TEST(quote.find("3456") == std::string::npos);
    const auto open = refusal(kHeader + kGood + "d896e0ff00000002,\"123456,," + kKey + "\n\n\n");
    BOOST_TEST(open.find("line 3: a quoted cell is never closed") == 0U);
}

BOOST_AUTO_TEST_SUITE_END()

} // namespace joingate::test
