#include "handlers/inputs.h"

#include <boost/test/data/test_case.hpp>
#include <boost/test/unit_test.hpp>

#include <functional>
#include <ostream>
#include <stdexcept>
#include <string>

namespace {

using namespace joingate;
namespace data = boost::unit_test::data;

const std::vector<Field>& all_kinds() {
    static const std::vector<Field> fields{
        id("Id").unknown_is(Code::NodeGroupDoesNotExist),
        unit_name("Name"),
        eui("Eui"),
        number("Number").between(1, 15).default_to(1),
        number_text("Open"),
        band("Band"),
        boolean("Boolean"),
        choice("Choice", {"LOCAL", "ROAMING"}),
        text("Text"),
        text("Late").since_2019(),
        instance_id(),
    };
    return fields;
}

Inputs read(const std::string& query, Version version = Version::V2019,
            const std::vector<Field>& fields = all_kinds()) {
    const auto parsed = Params::parse(query, "");
    BOOST_REQUIRE(parsed.problem == Params::Problem::None);
    return {fields, parsed.params, version};
}

/// The wire code, a blank and what the message names; empty where nothing is refused.
std::string refusal_of(const std::function<void()>& work) {
    try {
        work();
        return {};
    } catch (const Error& error) {
        const auto message = error.wire_message();
        const auto from = message.find('"');
        return from == std::string::npos
                   ? error.wire_code()
                   : error.wire_code() + " " +
                         message.substr(from + 1, message.rfind('"') - from - 1);
    }
}

std::string refusal_of(const std::string& query) {
    return refusal_of([&] { read(query).check_ids(); });
}

struct Case {
    const char* query;
    const char* refusal;
};

std::ostream& operator<<(std::ostream& out, const Case& one) {
    return out << one.query;
}

} // namespace

BOOST_AUTO_TEST_SUITE(inputs)

BOOST_AUTO_TEST_CASE(take_an_empty_value_for_none) {
    const auto in = read("Text=&Number=&Boolean=&Id=&Name=&Band=");
    BOOST_TEST(!in.has("Text"));
    BOOST_TEST(!in.optional_text("Text"));
    BOOST_TEST(!in.optional_flag("Boolean"));
    BOOST_TEST(!in.optional_unit_name("Name"));
    BOOST_TEST(!in.optional_band("Band"));
    BOOST_TEST(!in.optional_number("Open"));
}

BOOST_AUTO_TEST_CASE(name_the_required_parameter_that_is_missing) {
    std::vector<Field> fields{text("Given").required(), id("Wanted").required()};
    BOOST_TEST(refusal_of([&] { read("Given=1", Version::V2019, fields); }) ==
               "MissingParameter Wanted");
    BOOST_TEST(refusal_of([&] { read("Given=1&Wanted=", Version::V2019, fields); }) ==
               "MissingParameter Wanted");
}

BOOST_AUTO_TEST_CASE(miss_nothing_that_the_version_does_not_know) {
    std::vector<Field> fields{text("Late").since_2019().required()};
    BOOST_TEST(!read("Late=x", Version::V2018, fields).has("Late"));
    BOOST_TEST(!read("", Version::V2018, fields).has("Late"));
    BOOST_TEST(refusal_of([&] { read("", Version::V2019, fields); }) == "MissingParameter Late");
}

BOOST_AUTO_TEST_CASE(do_not_judge_what_the_version_does_not_know) {
    std::vector<Field> fields{number("Late").since_2019().between(1, 15).default_to(1)};
    BOOST_TEST(read("Late=abc", Version::V2018, fields).number("Late") == 1);
}

BOOST_AUTO_TEST_CASE(need_a_dependent_parameter_only_where_another_has_its_value) {
    const std::vector<Field> fields{boolean("Default").required(),
                                    eui("Own").since_2019().required_where("Default", "false")};
    BOOST_TEST(!read("Default=TRUE&Own=no_eui", Version::V2019, fields).has("Own"));
    BOOST_TEST(read("Default=false&Own=000000000000000A", Version::V2019, fields).text("Own") ==
               "000000000000000a");
    BOOST_TEST(!read("Default=false&Own=000000000000000A", Version::V2018, fields).has("Own"));
    BOOST_TEST(refusal_of([&] { read("Default=false", Version::V2019, fields); }) ==
               "MissingParameter Own");
    BOOST_TEST(refusal_of([&] { read("Default=False&Own=no_eui", Version::V2019, fields); }) ==
               "InvalidParameter Own");

    const std::vector<Field> by_choice{choice("Kind", {"A", "B"}).also("C", "B"),
                                       text("OfB").required_where("Kind", "B")};
    BOOST_TEST(!read("Kind=A&OfB=x", Version::V2019, by_choice).has("OfB"));
    BOOST_TEST(!read("OfB=x", Version::V2019, by_choice).has("OfB"));
    BOOST_TEST(read("Kind=C&OfB=x", Version::V2019, by_choice).text("OfB") == "x");
    BOOST_TEST(refusal_of([&] { read("Kind=C", Version::V2019, by_choice); }) ==
               "MissingParameter OfB");
}

BOOST_AUTO_TEST_CASE(count_the_characters_of_a_text) {
    const std::vector<Field> fields{text("Short").most_characters(2)};
    for (const auto* good : {"a", "ab", "名字"})
        BOOST_TEST(read(std::string{"Short="} + good, Version::V2019, fields).text("Short") ==
                   good);
    for (const auto* bad : {"abc", "名字名"})
        BOOST_TEST(refusal_of([&] { read(std::string{"Short="} + bad, Version::V2019, fields); }) ==
                   "InvalidParameter Short");
}

BOOST_AUTO_TEST_CASE(fall_back_to_the_default_of_a_number) {
    const auto in = read("");
    BOOST_TEST(!in.has("Number"));
    BOOST_TEST(in.number("Number") == 1);
    BOOST_TEST(in.optional_number("Number").value() == 1);
}

BOOST_AUTO_TEST_CASE(read_each_kind) {
    const auto in = read("Id=123&Name=%E5%87%AD%E8%AF%811&Eui=D896E0EFFF00000A&Number=15&Open=-7&"
                         "Band=201&Boolean=TRUE&Choice=ROAMING&Text=%25_%27&IotInstanceId=iot-x");
    BOOST_TEST(in.text("Id") == "123");
    BOOST_TEST(in.number("Id") == 123);
    BOOST_TEST(in.unit_name("Name") == "凭证1");
    BOOST_TEST(in.text("Eui") == "d896e0efff00000a");
    BOOST_TEST(in.number("Number") == 15);
    BOOST_TEST(in.number("Open") == -7);
    BOOST_TEST(in.band("Band") == 201);
    BOOST_TEST(in.flag("Boolean"));
    BOOST_TEST(in.text("Choice") == "ROAMING");
    BOOST_TEST(in.text("Text") == "%_'");
    BOOST_TEST(!read("Boolean=False").flag("Boolean"));
}

const Case kRefused[]{
    {"Number=0", "InvalidParameter Number"},
    {"Number=16", "InvalidParameter Number"},
    {"Number=%2B5", "InvalidParameter Number"},
    {"Number=+5", "InvalidParameter Number"},
    {"Number=5+", "InvalidParameter Number"},
    {"Number=1,000", "InvalidParameter Number"},
    {"Number=0x5", "InvalidParameter Number"},
    {"Number=5.0", "InvalidParameter Number"},
    {"Open=9223372036854775808", "InvalidParameter Open"},
    {"Open=%00", "InvalidParameter Open"},
    {"Boolean=1", "InvalidParameter Boolean"},
    {"Boolean=yes", "InvalidParameter Boolean"},
    {"Choice=local", "InvalidParameter Choice"},
    {"Choice=LOCAL%00", "InvalidParameter Choice"},
    {"Eui=d896e0efff00000", "InvalidParameter Eui"},
    {"Eui=d896e0efff00000g", "InvalidParameter Eui"},
    {"Text=a%00b", "InvalidParameter Text"},
    {"Text=%C0%AF", "InvalidParameter Text"},
    {"Text=%ED%A0%80", "InvalidParameter Text"},
    {"Text=%F4%90%80%80", "InvalidParameter Text"},
    {"Text=%E5%87", "InvalidParameter Text"},
    {"Text=%FF", "InvalidParameter Text"},
    {"Id=%FF", "InvalidParameter Id"},
    {"Id=0", "NodeGroupDoesNotExist"},
    {"Id=007", "NodeGroupDoesNotExist"},
    {"Id=-1", "NodeGroupDoesNotExist"},
    {"Id=*", "NodeGroupDoesNotExist"},
    {"Id=1+", "NodeGroupDoesNotExist"},
    {"Id=9223372036854775808", "NodeGroupDoesNotExist"},
    {"Id=12345678901234567890", "NodeGroupDoesNotExist"},
    {"Id=abc&Text=%FF", "InvalidParameter Text"},
    {"IotInstanceId=a1234567890123456789012345678901234567890123456789012345678901234",
     "InvalidIotInstanceId"},
};

BOOST_DATA_TEST_CASE(refuse, data::make(kRefused), one) {
    BOOST_TEST(refusal_of(one.query) == one.refusal);
}

BOOST_AUTO_TEST_CASE(reach_the_largest_id_and_number) {
    const auto in = read("Id=9223372036854775807&Open=9223372036854775807");
    BOOST_TEST(in.number("Id") == std::numeric_limits<std::int64_t>::max());
    BOOST_TEST(in.number("Open") == std::numeric_limits<std::int64_t>::max());
}

BOOST_AUTO_TEST_CASE(judge_a_name_and_a_band_when_they_are_read) {
    const auto in = read("Name=%FF%00&Band=999");
    BOOST_TEST(refusal_of([&] { in.unit_name("Name"); }) == "InvalidName");
    BOOST_TEST(refusal_of([&] { in.optional_unit_name("Name"); }) == "InvalidName");
    BOOST_TEST(refusal_of([&] { in.band("Band"); }) == "InvalidFreqBandPlan");
    BOOST_TEST(refusal_of([&] { read("Band=abc").optional_band("Band"); }) ==
               "InvalidFreqBandPlan");
}

BOOST_AUTO_TEST_CASE(tell_a_bug_from_a_wrong_request) {
    const auto in = read("Name=abcd");
    BOOST_CHECK_THROW(in.text("Nothing"), std::logic_error);
    BOOST_CHECK_THROW(in.text("Text"), std::logic_error);
    BOOST_CHECK_THROW(in.number("Open"), std::logic_error);
    BOOST_CHECK_THROW(in.text("Name"), std::logic_error);
}

const std::string kNames[]{"abcd",
                           "_abc",
                           "A_9z",
                           "凭证",
                           "凭证1",
                           "㐀㐀",
                           "一鿿",
                           "豈\xEF\xAB\xBF",
                           "\xF0\xA0\x80\x80\xF0\xB2\x8E\xAF",
                           "abcdefghijklmnopqrstuvwxyz0123",
                           "一二三四五六七八九十一二三四五",
                           "a一二三四五六七八九十一二三四z"};

BOOST_DATA_TEST_CASE(accept_as_a_name, data::make(kNames), name) {
    BOOST_TEST(is_unit_name(name));
}

const std::string kNoNames[]{"",
                             "abc",
                             "凭",
                             "凭1",
                             "abcdefghijklmnopqrstuvwxyz01234",
                             "一二三四五六七八九十一二三四五a",
                             "ab d",
                             "ab-d",
                             "abcé",
                             "ａｂｃｄ",
                             "かなかな",
                             "凭证。1",
                             "㏿abc",
                             "ab\xF0\x9F\x98\x80",
                             std::string{"abc\0d", 5},
                             "abcd\xFF",
                             "abcd\xE5\x87",
                             "abcd\xC1\x81",
                             "abc\xED\xA0\x80",
                             "\xF0\xB2\x8E\xB0\xF0\xB2\x8E\xB0",
                             "\xE4\xB7\x80\xE4\xB7\x80",
                             "\xEF\xA2\xFF"};

BOOST_DATA_TEST_CASE(do_not_accept_as_a_name, data::make(kNoNames), name) {
    BOOST_TEST(!is_unit_name(name));
}

BOOST_AUTO_TEST_CASE(reads_a_decimal_as_plain_digits) {
    const std::vector<Field> fields{decimal("Decimal").between(-180, 180)};
    const auto text = [&](const std::string& given) {
        const auto inputs = read("Decimal=" + given, Version::V2019, fields);
        return std::string{inputs.text("Decimal")};
    };
    BOOST_TEST(text("120.153576") == "120.153576");
    BOOST_TEST(text("-180") == "-180");
    BOOST_TEST(text("180.000") == "180");
    BOOST_TEST(text("1e-05") == "0.00001");
    BOOST_TEST(text("1.5E2") == "150");
    for (const auto* wrong : {"180.0000001", "-181", "nan", "inf", "0x10", "1,5", "%2B1", "1e999",
                              "--1", "1.2.3", "%201", "abc"})
        BOOST_TEST(refusal_of([&] { text(wrong); }) == "InvalidParameter Decimal");
}

BOOST_AUTO_TEST_CASE(reads_every_value_of_a_repeated_parameter_once) {
    const std::vector<Field> fields{
        Field{"Id", Type::Long, Rule::Id}.repeated(3).required(),
        choice("Kind", {"A", "B"}).repeated(2),
    };
    const auto inputs = read("Id.1=7&Id.2=5&Id.3=7&Kind.0=B&Kind.1=A", Version::V2019, fields);
    const std::vector<std::int64_t> ids{7, 5};
    BOOST_TEST(inputs.numbers("Id") == ids, boost::test_tools::per_element());
    const std::vector<std::string_view> kinds{"B", "A"};
    BOOST_TEST(inputs.texts("Kind") == kinds, boost::test_tools::per_element());
    BOOST_TEST(!read("Id.1=7", Version::V2019, fields).has("Kind"));

    const auto refused = [&](const std::string& query) {
        return refusal_of([&] { read(query, Version::V2019, fields).check_ids(); });
    };
    BOOST_TEST(refused("Id=7") == "MissingParameter Id");
    BOOST_TEST(refused("Id.1=1&Id.2=2&Id.3=3&Id.4=4") == "InvalidParameter Id");
    BOOST_TEST(refused("Id.999=1") == "");
    BOOST_TEST(refused("Id.1000=1") == "InvalidParameter Id");
    BOOST_TEST(refused("Id.1=1&Kind.1=C") == "InvalidParameter Kind");
    BOOST_TEST(refused("Id.1=1&Id.2=007") == "NonExistent");
}

BOOST_AUTO_TEST_CASE(takes_another_spelling_of_a_choice) {
    const std::vector<Field> fields{choice("To", {"IOT", "ONS"}).also("MQ", "ONS")};
    BOOST_TEST(read("To=MQ", Version::V2019, fields).text("To") == "ONS");
    BOOST_TEST(refusal_of([&] { read("To=mq", Version::V2019, fields); }) == "InvalidParameter To");
}

BOOST_AUTO_TEST_CASE(counts_the_characters_of_a_text) {
    const std::vector<Field> fields{text("Text").most_characters(3)};
    BOOST_TEST(read("Text=凭证1", Version::V2019, fields).text("Text") == "凭证1");
    BOOST_TEST(refusal_of([&] { read("Text=凭证12", Version::V2019, fields); }) ==
               "InvalidParameter Text");
}

BOOST_AUTO_TEST_SUITE_END()
