#include "tenancy/policy/values.h"

#include <boost/test/unit_test.hpp>

#include <array>
#include <string_view>

using namespace joingate::policy;

namespace {

bool contains(std::string_view range, std::string_view host) {
    const auto network = parse_network(range);
    const auto address = parse_address(host);
    BOOST_REQUIRE(network);
    BOOST_REQUIRE(address);
    return network->contains(*address);
}

std::int64_t seconds(std::string_view text) {
    const auto instant = parse_instant(text);
    BOOST_REQUIRE(instant);
    return instant->whole;
}

} // namespace

BOOST_AUTO_TEST_SUITE(policy_values)

BOOST_AUTO_TEST_CASE(order_numbers_exactly) {
    constexpr std::array<std::string_view, 14> ascending{"-999999999999999999.999999999",
                                                         "-2",
                                                         "-1.5",
                                                         "-1.000000001",
                                                         "-1",
                                                         "-0.5",
                                                         "0",
                                                         "0.000000001",
                                                         "0.1",
                                                         "0.11",
                                                         "1",
                                                         "10",
                                                         "900719925474099300",
                                                         "900719925474099301"};
    for (std::size_t i = 1; i < ascending.size(); ++i) {
        const auto low = parse_number(ascending[i - 1]);
        const auto high = parse_number(ascending[i]);
        BOOST_REQUIRE((low && high));
        BOOST_TEST((*low < *high), ascending[i]);
        BOOST_TEST(!(*high < *low), ascending[i]);
    }
    BOOST_TEST((*parse_number("-0") == *parse_number("+0.0")));
    BOOST_TEST((*parse_number("007.50") == *parse_number("7.5")));
}

BOOST_AUTO_TEST_CASE(refuse_what_is_no_number) {
    for (const std::string_view text :
         {"", "+", "-", ".", ".5", "5.", "1e3", "0x1", " 1", "1 ", "1,000", "--1", "+-1", "1.2.3",
          "1234567890123456789", "0.1234567890", "nan", "１"})
        BOOST_TEST(!parse_number(text), text);
}

BOOST_AUTO_TEST_CASE(compare_times_as_instants) {
    BOOST_TEST(seconds("1970-01-01T00:00:00Z") == 0);
    BOOST_TEST(seconds("2000-02-29T00:00:00Z") == 951'782'400);
    BOOST_TEST(seconds("1969-12-31T23:59:59Z") == -1);
    BOOST_TEST(seconds("9999-12-31T23:59:59Z") == 253'402'300'799);
    BOOST_TEST(seconds("0001-01-01T00:00:00Z") == -62'135'596'800);
    BOOST_TEST(seconds("0000-03-01T00:00:00+01:00") == -62'162'035'200 - 3600);
    BOOST_TEST(seconds("2019-08-12T17:00:00+08:00") == seconds("2019-08-12T09:00:00Z"));
    BOOST_TEST(seconds("2026-01-01T00:00:00-14:00") == seconds("2026-01-01T14:00:00Z"));
    BOOST_TEST(parse_instant("1969-12-31T23:59:59.25Z")->billionths == 250'000'000);
    BOOST_TEST((*parse_instant("2026-01-01T00:00:00.5Z") ==
                *parse_instant("2026-01-01T00:00:00.500000000Z")));
}

BOOST_AUTO_TEST_CASE(refuse_what_is_no_time_with_a_zone) {
    for (const std::string_view text : {"",
                                        "2026-01-01",
                                        "2026-01-01T00:00:00",
                                        "2026-01-01T00:00:00z",
                                        "2026-01-01t00:00:00Z",
                                        "2026-1-01T00:00:00Z",
                                        "02026-01-01T00:00:00Z",
                                        "2026-02-29T00:00:00Z",
                                        "2026-13-01T00:00:00Z",
                                        "2026-00-01T00:00:00Z",
                                        "2026-01-00T00:00:00Z",
                                        "2026-01-01T24:00:00Z",
                                        "2026-01-01T00:60:00Z",
                                        "2026-01-01T23:59:60Z",
                                        "2026-01-01T00:00:00.Z",
                                        "2026-01-01T00:00:00.1234567890Z",
                                        "2026-01-01T00:00:00+0800",
                                        "2026-01-01T00:00:00+08",
                                        "2026-01-01T00:00:00+14:01",
                                        "2026-01-01T00:00:00+08:60",
                                        "2026-01-01T00:00:00ZZ",
                                        "2026-01-01T00:00:00Z ",
                                        "+026-01-01T00:00:00Z",
                                        "garbage"})
        BOOST_TEST(!parse_instant(text), text);
}

BOOST_AUTO_TEST_CASE(read_booleans_in_any_letter_case) {
    BOOST_TEST(parse_boolean("tRuE").value());
    BOOST_TEST(!parse_boolean("FALSE").value());
    for (const std::string_view text : {"", "yes", "1", " true", "true "})
        BOOST_TEST(!parse_boolean(text), text);
}

BOOST_AUTO_TEST_CASE(drop_the_host_bits_of_a_range) {
    BOOST_TEST(contains("10.0.0.77/24", "10.0.0.1"));
    BOOST_TEST(!contains("10.0.0.77/24", "10.0.1.77"));
    BOOST_TEST(contains("10.0.0.2/31", "10.0.0.3"));
    BOOST_TEST(!contains("10.0.0.2/31", "10.0.0.4"));
    BOOST_TEST(contains("0.0.0.0/0", "255.255.255.255"));
    BOOST_TEST(!contains("10.0.0.1", "10.0.0.2"));
    BOOST_TEST(contains("2001:db8::ffff/33", "2001:db8:7fff::1"));
    BOOST_TEST(!contains("2001:db8::/33", "2001:db8:8000::1"));
    BOOST_TEST(contains("::/0", "2001:db8::1"));
}

BOOST_AUTO_TEST_CASE(take_a_mapped_address_for_its_ipv4_address) {
    BOOST_TEST(contains("::ffff:10.0.0.0/104", "10.9.9.9"));
    BOOST_TEST(contains("::ffff:0a00:0/104", "::FFFF:10.9.9.9"));
    BOOST_TEST(contains("::ffff:0.0.0.0/96", "8.8.8.8"));
    BOOST_TEST(contains("10.0.0.1", "::ffff:a00:1"));
    BOOST_TEST(!contains("::/0", "8.8.8.8"));
    BOOST_TEST(!contains("::/0", "::ffff:8.8.8.8"));
    BOOST_TEST(!contains("0.0.0.0/0", "::1"));
    BOOST_TEST(!contains("0.0.0.0/0", "::8.8.8.8"));
    BOOST_TEST(!parse_network("::ffff:10.0.0.0/95"));
    BOOST_TEST(!parse_network("::ffff:10.0.0.0/8"));
}

BOOST_AUTO_TEST_CASE(refuse_what_is_no_address) {
    for (const std::string_view text :
         {"", "unknown", "10.1", "010.0.0.1", "10.0.0.256", "10.0.0.1 ", " 10.0.0.1", "10.0.*",
          "10.0.0.1.2", "fe80::1%eth0", "[::1]", "1::2::3", "12345::", "::ffff:010.0.0.1",
          "10.0.0.1:80", "0x7f.0.0.1", "1:2:3:4:5:6:7:8:9",
          "2001:0db8:0000:0000:0000:0000:0000:0000:0000:0000:0000"})
        BOOST_TEST(!parse_network(text), text);
    BOOST_TEST(!parse_address(std::string_view{"10.0.0.1\0x", 10}));
    BOOST_TEST(!parse_address("10.0.0.0/8"));
    for (const std::string_view text :
         {"10.0.0.0/", "10.0.0.0/33", "10.0.0.0/+8", "10.0.0.0/08", "10.0.0.0/-1", "10.0.0.0/8 ",
          "10.0.0.0/255.0.0.0", "::/129", "::/1280", "10.0.0.0/8/8", "/8", "10.0.0.0/99999999999"})
        BOOST_TEST(!parse_network(text), text);
}

BOOST_AUTO_TEST_SUITE_END()
