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
    BOOST_TEST(settings.front_users.empty());
    const auto& api = settings.service.handlers;
    BOOST_TEST(api.license.oui.empty());
    BOOST_TEST(api.license.free.size() == 1U);
    BOOST_TEST(api.license.free.at("GATEWAY") == 3);
    BOOST_TEST(api.regions.at(0).id == "cn-shanghai");
}

BOOST_AUTO_TEST_CASE(are_read) {
    const auto settings = read("worker.threads = 3\nworker.logLevel = debug\n"
                               "fcgi.frontUser = root, 33\nrequest.budgetMillis = 1000\n"
                               "request.mostWaitMillis = 250\n"
                               "volume.folder = /srv\nvolume.alarmPercent = 30\n"
                               "volume.refusePercent = 10\n");
    BOOST_TEST(settings.threads == 3U);
    BOOST_TEST(settings.log_level == "debug");
    BOOST_TEST(settings.service.budget.count() == 1000);
    BOOST_TEST(settings.service.most_wait.count() == 250);
    BOOST_TEST(settings.volume.folder == "/srv");
    BOOST_TEST(settings.volume.alarm_percent == 30U);
    BOOST_TEST(settings.volume.refuse_percent == 10U);
    BOOST_TEST(settings.front_users == (std::vector<uid_t>{0, 33}));
}

BOOST_AUTO_TEST_CASE(say_what_is_free_and_which_regions_there_are) {
    const auto api = read("license.oui = D896E0\nlicense.free.NODE = 10\nlicense.free.GATEWAY =\n"
                          "api.regions = cn-shanghai  China (Shanghai), eu-1 Europe\n")
                         .service.handlers;
    BOOST_TEST(api.license.oui == "D896E0");
    BOOST_TEST(api.license.free.size() == 1U);
    BOOST_TEST(api.license.free.at("NODE") == 10);
    BOOST_TEST(api.regions.size() == 2U);
    BOOST_TEST(api.regions.at(0).local_name == "China (Shanghai)");
    BOOST_TEST(api.regions.at(1).id == "eu-1");
}

BOOST_AUTO_TEST_CASE(are_refused_by_name) {
    for (const char* key :
         {"worker.threads = 0", "worker.threads = 257", "worker.threads = 8x",
          "worker.logLevel = loud", "fcgi.frontUser = nobody-of-this-name",
          "request.budgetMillis = 1", "request.mostWaitMillis = 0", "license.oui = d896e0ff",
          "license.free.NODE = -1", "api.regions = cn-shanghai"}) {
        const std::string line{key};
        BOOST_CHECK_EXCEPTION(read(line), std::runtime_error, [&](const std::runtime_error& e) {
            return std::string{e.what()}.find(line.substr(0, line.find(' '))) != std::string::npos;
        });
    }
}

BOOST_AUTO_TEST_SUITE_END()
