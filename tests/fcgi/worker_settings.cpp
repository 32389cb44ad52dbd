#include "fcgi/worker_settings.h"

#include <Poco/AutoPtr.h>
#include <Poco/Util/PropertyFileConfiguration.h>

#include <boost/test/unit_test.hpp>

#include <sstream>

using joingate::WorkerSettings;

namespace {

WorkerSettings read(const std::string& text) {
    std::istringstream stream{text};
    const Poco::AutoPtr<Poco::Util::PropertyFileConfiguration> config{
        new Poco::Util::PropertyFileConfiguration{stream}};
    return joingate::read_worker_settings(*config);
}

} // namespace

BOOST_AUTO_TEST_SUITE(worker_settings)

BOOST_AUTO_TEST_CASE(have_defaults) {
    const auto settings = read("");
    BOOST_TEST(settings.threads == 8U);
    BOOST_TEST(settings.log_level == "information");
    BOOST_TEST(settings.service.budget.count() == 2500);
    BOOST_TEST(settings.window.count() == 900);
    BOOST_TEST(settings.front_users.empty());
}

BOOST_AUTO_TEST_CASE(are_read) {
    const auto settings = read("worker.threads = 3\nworker.logLevel = debug\n"
                               "fcgi.frontUser = root, 33\nrequest.budgetMillis = 1000\n"
                               "gate.windowSeconds = 60\n");
    BOOST_TEST(settings.threads == 3U);
    BOOST_TEST(settings.log_level == "debug");
    BOOST_TEST(settings.service.budget.count() == 1000);
    BOOST_TEST(settings.window.count() == 60);
    BOOST_TEST(settings.front_users == (std::vector<uid_t>{0, 33}));
}

BOOST_AUTO_TEST_CASE(are_refused_by_name) {
    for (const char* key : {"worker.threads = 0", "worker.threads = 257", "worker.threads = 8x",
                            "worker.logLevel = loud", "fcgi.frontUser = nobody-of-this-name",
                            "request.budgetMillis = 1", "gate.windowSeconds = 1,000"}) {
        const std::string line{key};
        BOOST_CHECK_EXCEPTION(read(line), std::runtime_error, [&](const std::runtime_error& e) {
            return std::string{e.what()}.find(line.substr(0, line.find(' '))) != std::string::npos;
        });
    }
}

BOOST_AUTO_TEST_SUITE_END()
