#include "fcgi/worker_settings.h"
#include "tests/support/places.h"

#include <Poco/AutoPtr.h>
#include <Poco/Util/PropertyFileConfiguration.h>

#include <boost/test/unit_test.hpp>

#include <fstream>
#include <regex>
#include <set>
#include <sstream>

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

BOOST_AUTO_TEST_CASE(name_the_same_settings_in_man_page_and_configuration) {
    const auto documented =
        found("docs/man/joingated.conf.5", R"(\.TP\n\.B ([a-z]+\.[A-Za-z_.]+)\n)");
    const auto configured = found(kProperties, R"(\n#?([a-z]+\.[A-Za-z_.]+) =)");
    BOOST_TEST(documented.size() > 20U);
    BOOST_TEST(documented == configured, boost::test_tools::per_element());
}

BOOST_AUTO_TEST_CASE(name_every_setting_that_the_code_reads) {
    const auto configured = found(kProperties, R"(\n#?([a-z]+\.[A-Za-z_.]+) =)");
    for (const char* path : {"fcgi/worker_settings.cpp", "tenancy/settings.cpp"})
        for (
            const auto& key : found(
                path,
                R"re("((worker|fcgi|request|gate|database|admin|secrets|rate|renter|pin|permission|license|api|volume)\.[A-Za-z]+)")re"))
            BOOST_TEST(configured.count(key) == 1U, key << " is not documented");
}

BOOST_AUTO_TEST_CASE(give_the_defaults_that_hold) {
    // Uncommented, the file must say what holds without it.
    const std::regex comment{"(^|\n)#([a-z]+\\.)"};
    auto text = std::regex_replace(content(kProperties), comment, "$1$2");
    text = std::regex_replace(text, std::regex{"www-data"}, "");
    std::istringstream stream{text};
    const Poco::AutoPtr<Poco::Util::PropertyFileConfiguration> config{
        new Poco::Util::PropertyFileConfiguration{stream}};
    const auto settings = joingate::read_worker_settings(*config);
    const joingate::WorkerSettings defaults;
    BOOST_TEST(settings.threads == defaults.threads);
    BOOST_TEST(settings.log_level == defaults.log_level);
    BOOST_TEST(settings.service.budget.count() == defaults.service.budget.count());
    BOOST_TEST(settings.volume.folder == defaults.volume.folder);
    BOOST_TEST(settings.volume.alarm_percent == defaults.volume.alarm_percent);
    BOOST_TEST(settings.volume.refuse_percent == defaults.volume.refuse_percent);
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
