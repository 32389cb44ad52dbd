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
    BOOST_TEST(secrets.pin_matches(DeviceKind::Node, tuple.eui, "123456", {3, tuple.pin_hash}));
    BOOST_TEST(secrets.open_app_key(tuple.eui, 3, tuple.app_key) ==
               "000102030405060708090a0b0c0d0e0f");
}

BOOST_AUTO_TEST_CASE(holds_a_gateway) {
    const auto file = gateways("pin,GWEUI\n000000,d896e0ff00000002");
    BOOST_TEST(problems(file).empty());
    BOOST_REQUIRE(file.tuples.size() == 1U);
    BOOST_TEST(file.tuples[0].eui == "d896e0ff00000002");
    BOOST_TEST(secrets.pin_matches(DeviceKind::Gateway, "d896e0ff00000002", "000000",
                                   {3, file.tuples[0].pin_hash}));
}

BOOST_AUTO_TEST_CASE(is_read_in_every_form_that_csv_comes_in) {
    const auto row = "123456," + kKey + ",d896e0ff00000001";
    for (const auto& csv :
         {"PIN,AppKey,DevEUI\n" + row, "\xEF\xBB\xBFPIN,AppKey,DevEUI\r\n" + row + "\r\n",
          "pin, APPKEY ,deveui\r\n\r\n\r\n\"123456\"," + kKey + ", \"d896e0ff00000001\"\r\n\r\n",
          "\n\n\"PIN\",\"AppKey\",\"DevEUI\"\n,,\n" + row + "\n,,\n"}) {
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
    BOOST_TEST(refusal("DevEUI,PIN,AppKey,Pin\n").find("column twice, 4") != std::string::npos);
    BOOST_TEST(refusal("DevEUI,PIN,AppKey,JoinEU1\n").find("another column, 4") !=
               std::string::npos);
    BOOST_TEST(refusal("\nDevEUI;PIN;AppKey\n").find("line 2: the header has another column, 1") !=
               std::string::npos);
    const auto headless = refusal(kGood);
    BOOST_TEST(headless.find("another column, 1") != std::string::npos);
    BOOST_TEST(headless.find("123456") == std::string::npos);
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
