#include "tenancy/params.h"

#include <boost/test/unit_test.hpp>

#include <ostream>

namespace joingate {

std::ostream& operator<<(std::ostream& out, Params::Problem problem) {
    return out << static_cast<int>(problem);
}

namespace {

using Problem = Params::Problem;

Params good(std::string_view query, std::string_view form_body = {}) {
    auto parsed = Params::parse(query, form_body);
    BOOST_TEST(parsed.problem == Problem::None);
    return std::move(parsed.params);
}

void check_refused(std::string_view query, std::string_view form_body, Problem problem,
                   std::string_view culprit) {
    const auto parsed = Params::parse(query, form_body);
    BOOST_TEST(parsed.problem == problem);
    BOOST_TEST(parsed.culprit == culprit);
    BOOST_TEST(parsed.params.all().empty());
}

std::string text_of(const std::vector<Params::Pair>& pairs) {
    std::string text;
    for (const auto& [name, value] : pairs)
        text += name + "=" + value + ";";
    return text;
}

std::string numbered(int from, int count) {
    std::string text;
    for (int i = from; i < from + count; ++i)
        text += "&P." + std::to_string(i) + "=x";
    return text;
}

} // namespace

BOOST_AUTO_TEST_SUITE(params)

BOOST_AUTO_TEST_CASE(are_empty_where_nothing_was_sent) {
    BOOST_TEST(good("").all().empty());
    BOOST_TEST(good("&&&", "&").all().empty());
}

BOOST_AUTO_TEST_CASE(are_decoded_once) {
    const auto params = good("a=%41%2525+%2B&b%2e1=%e5%87%AD&c=x=y&d&e=");
    BOOST_TEST(text_of(params.all()) == "a=A%25 +;b.1=\xE5\x87\xAD;c=x=y;d=;e=;");
}

BOOST_AUTO_TEST_CASE(keep_every_byte) {
    const auto params = good("a=%00b%FF&%00n=1");
    BOOST_TEST(*params.sent("a") == (std::string{"\0b\xFF", 3}));
    BOOST_TEST(*params.sent(std::string_view{"\0n", 2}) == "1");
}

BOOST_AUTO_TEST_CASE(are_sorted_by_the_bytes_of_their_decoded_names) {
    const auto params = good("a=1&_=2&%41b=3&A1=4&A.10=5&A.1=6&A.2=7&A-1=8&A=9&%C3%A9=0");
    BOOST_TEST(text_of(params.all()) ==
               "A=9;A-1=8;A.1=6;A.10=5;A.2=7;A1=4;Ab=3;_=2;a=1;\xC3\xA9=0;");
}

BOOST_AUTO_TEST_CASE(are_one_set_in_which_the_body_wins) {
    const auto params = good("c=query&a=query", "b=body&c=body");
    BOOST_TEST(text_of(params.all()) == "a=query;b=body;c=body;");
    BOOST_TEST(text_of(params.query()) == "a=query;c=query;");
}

BOOST_AUTO_TEST_CASE(may_come_from_one_place_only) {
    BOOST_TEST(text_of(good("a=1").query()) == "a=1;");
    const auto params = good("", "a=1");
    BOOST_TEST(text_of(params.all()) == "a=1;");
    BOOST_TEST(params.query().empty());
}

BOOST_AUTO_TEST_CASE(count_as_absent_when_empty_but_were_sent) {
    const auto params = good("empty=&full=x");
    BOOST_TEST(!params.find("empty").has_value());
    BOOST_TEST(params.sent("empty") != nullptr);
    BOOST_TEST(*params.find("full") == "x");
    BOOST_TEST(!params.find("ful").has_value());
    BOOST_TEST(params.sent("fulls") == nullptr);
}

BOOST_AUTO_TEST_CASE(let_an_empty_body_value_win_too) {
    BOOST_TEST(!good("a=query", "a=").find("a").has_value());
}

BOOST_AUTO_TEST_CASE(are_refused_for_a_broken_escape) {
    for (const auto* const value : {"%", "%4", "%4G", "%G4", "x%-1", "% 1", "%%41", "%0x41"})
        check_refused("Name=" + std::string{value}, "", Problem::BadEscape, "Name");
    check_refused("N%G1=1", "", Problem::BadEscape, "N%G1");
    check_refused("", "a=%", Problem::BadEscape, "a");
    check_refused("a=%", "a=fine", Problem::BadEscape, "a");
}

BOOST_AUTO_TEST_CASE(are_refused_for_the_same_name_twice_in_one_place) {
    check_refused("a=1&b=2&a=1", "", Problem::Duplicate, "a");
    check_refused("", "a=1&%61=2", Problem::Duplicate, "a");
}

BOOST_AUTO_TEST_CASE(number_1000_at_most_in_both_places_together) {
    BOOST_TEST(good(numbered(0, 1000)).all().size() == 1000U);
    BOOST_TEST(good(numbered(0, 400), numbered(400, 600)).all().size() == 1000U);
    check_refused(numbered(0, 1001), "", Problem::TooMany, "P.1000");
    check_refused(numbered(0, 400), numbered(400, 601), Problem::TooMany, "P.1000");
}

BOOST_AUTO_TEST_CASE(have_names_of_128_bytes_at_most) {
    const std::string longest(128, 'n');
    BOOST_TEST(good(longest + "=1").sent(longest) != nullptr);
    check_refused(longest + "n=1", "", Problem::NameTooLong, longest.substr(0, 64));
    std::string encoded;
    for (int i = 0; i < 128; ++i)
        encoded += "%6E";
    BOOST_TEST(good(encoded).sent(longest) != nullptr);
}

BOOST_AUTO_TEST_CASE(have_values_of_64_kib_at_most) {
    const std::string longest(65536, 'v');
    BOOST_TEST(good("", "a=" + longest).sent("a")->size() == 65536U);
    check_refused("", "a=" + longest + "v", Problem::ValueTooLong, "a");
}

BOOST_AUTO_TEST_CASE(show_of_a_culprit_what_any_reply_can_carry) {
    check_refused("%00%0D%0A%22%C3%A9=%", "", Problem::BadEscape, "???\"??");
}

BOOST_AUTO_TEST_CASE(takes_the_values_of_a_list_by_their_numbers) {
    const auto items = [](std::string_view query) {
        const auto params = good(query);
        std::string text;
        for (const auto& [number, value] : params.items("Id"))
            text += std::string{value} + ";";
        return text;
    };
    BOOST_TEST(items("Id.1=a&Id.2=b&Id.10=c") == "a;b;c;");
    BOOST_TEST(items("Id.0=a&Id.1=b") == "a;b;");
    BOOST_TEST(items("Id.7=b&Id.3=a") == "a;b;");
    BOOST_TEST(items("Id.1=&Id.2=b") == "b;");
    BOOST_TEST(items("Id=x&Id.=x&Id.x=x&Id.01=x&Id.1.2=x&Idx.1=x&I.1=x&Id.-1=x") == "");
    BOOST_TEST(items("Id.99999999999=x") == "");
}

BOOST_AUTO_TEST_SUITE_END()

} // namespace joingate
