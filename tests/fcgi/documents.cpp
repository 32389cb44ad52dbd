#include "tenancy/configuration.h"
#include "tenancy/setting.h"
#include "tests/support/places.h"

#include <boost/test/unit_test.hpp>

#include <fstream>
#include <regex>
#include <set>
#include <sstream>

using namespace joingate;

namespace {

std::string content(const std::string& path) {
    std::ifstream file{joingate::places::in_source(path)};
    BOOST_REQUIRE_MESSAGE(file, path);
    std::ostringstream text;
    text << file.rdbuf();
    return text.str();
}

/// First groups of all matches.
std::set<std::string> found(const std::string& path, const std::string& expression) {
    const std::regex pattern{expression};
    const auto text = content(path);
    std::set<std::string> all;
    for (std::sregex_iterator match{text.begin(), text.end(), pattern}, end; match != end; ++match)
        all.insert((*match)[1]);
    return all;
}

const std::string kProperties{"systemd/joingated.properties"};

} // namespace

BOOST_AUTO_TEST_SUITE(documents)

// The table of tenancy/setting.h is the home of names, limits and defaults.
BOOST_AUTO_TEST_CASE(name_every_setting_and_no_other) {
    std::set<std::string> all;
    for (const auto& setting : all_settings())
        all.insert(std::string{setting.name});
    BOOST_TEST(all.size() == all_settings().size());
    BOOST_TEST(all.size() > 20U);
    BOOST_TEST(found("docs/man/joingated.conf.5", R"(\.TP\n\.B ([a-z]+\.[A-Za-z_.]+)\n)") == all,
               boost::test_tools::per_element());
    BOOST_TEST(found(kProperties, R"(\n#?([a-z]+\.[A-Za-z_.]+) =)") == all,
               boost::test_tools::per_element());
}

BOOST_AUTO_TEST_CASE(give_the_defaults_that_hold) {
    // Uncommented, the file must say what holds without it.
    const std::regex comment{"(^|\n)#([a-z]+\\.)"};
    const Configuration config{std::regex_replace(content(kProperties), comment, "$1$2"), "f"};
    // An empty host means the same as none: the socket.
    BOOST_TEST(config.problems().empty());
    for (const auto& setting : all_settings())
        if (setting.name != "fcgi.frontUser") {
            BOOST_TEST(config.is_given(setting.name), setting.name);
            BOOST_TEST(config.text(setting.name) == setting.otherwise, setting.name);
        }
}

BOOST_AUTO_TEST_CASE(give_the_defaults_and_limits_in_the_man_page) {
    const auto page = content("docs/man/joingated.conf.5");
    for (const auto& setting : all_settings()) {
        const auto begin = page.find("\n.TP\n.B " + std::string{setting.name} + "\n");
        BOOST_REQUIRE_MESSAGE(begin != std::string::npos, setting.name);
        const auto section = page.substr(begin, page.find(".TP", begin + 4) - begin);
        BOOST_TEST(section.find("Default: " + std::string{setting.otherwise}) != std::string::npos,
                   setting.name << " has another default in the man page");
        if (setting.takes == Setting::Takes::Number && setting.most < 100'000)
            BOOST_TEST(section.find(std::to_string(setting.least) + " to " +
                                    std::to_string(setting.most)) != std::string::npos,
                       setting.name << " has other limits in the man page");
    }
}

BOOST_AUTO_TEST_CASE(name_every_option) {
    const auto options = found("fcgi/main.cpp", R"re(Option\{"([a-z-]+)")re");
    BOOST_TEST(options.size() >= 5U);
    const auto page = content("docs/man/joingated.8");
    for (auto option : options) {
        option = std::regex_replace(option, std::regex{"-"}, R"(\-)");
        BOOST_TEST(page.find(R"(\-\-)" + option) != std::string::npos, option);
    }
}

BOOST_AUTO_TEST_SUITE_END()
