#include "fcgi/worker_settings.h"

#include "tenancy/configuration.h"

#include <boost/test/unit_test.hpp>

using joingate::WorkerSettings;

namespace {

WorkerSettings read(const std::string& text) {
    return joingate::read_worker_settings(joingate::Configuration{text, "f"});
}

} // namespace

BOOST_AUTO_TEST_SUITE(worker_settings)

// The parts that are used without a configuration too have these in their declarations as well.
BOOST_AUTO_TEST_CASE(have_defaults) {
    const auto settings = read("");
    const WorkerSettings declared;
    BOOST_TEST(settings.threads == declared.threads);
    BOOST_TEST(settings.log_level == declared.log_level);
    BOOST_TEST(settings.front_users.empty());
    BOOST_TEST(settings.service.budget.count() == declared.service.budget.count());
    BOOST_TEST(settings.service.most_wait.count() == declared.service.most_wait.count());
    BOOST_TEST(settings.volume.folder == declared.volume.folder);
    BOOST_TEST(settings.volume.alarm_percent == declared.volume.alarm_percent);
    BOOST_TEST(settings.volume.refuse_percent == declared.volume.refuse_percent);
    const auto& api = settings.service.handlers;
    const auto& declared_api = declared.service.handlers;
    for (const auto limits :
         {&joingate::HandlerSettings::renter, &joingate::HandlerSettings::pin}) {
        BOOST_TEST((api.*limits).misses == (declared_api.*limits).misses);
        BOOST_TEST((api.*limits).window_millis == (declared_api.*limits).window_millis);
        BOOST_TEST((api.*limits).block_millis == (declared_api.*limits).block_millis);
    }
    BOOST_TEST(api.own_join_eui_prefix == declared_api.own_join_eui_prefix);
    BOOST_TEST(api.license.oui == declared_api.license.oui);
    BOOST_TEST((api.license.free == declared_api.license.free));
    BOOST_TEST(api.license.free.at("GATEWAY") == 3);
    BOOST_REQUIRE(api.regions.size() == declared_api.regions.size());
    BOOST_TEST(api.regions.at(0).id == declared_api.regions.at(0).id);
    BOOST_TEST(api.regions.at(0).local_name == declared_api.regions.at(0).local_name);
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

BOOST_AUTO_TEST_CASE(are_refused_with_their_place) {
    BOOST_CHECK_THROW(read("worker.threads = 257"), joingate::BadConfiguration);
    BOOST_CHECK_EXCEPTION(read("\nfcgi.frontUser = root, nobody-of-this-name"),
                          joingate::BadConfiguration, [](const joingate::BadConfiguration& e) {
                              return std::string{e.what()} ==
                                     "f:2: fcgi.frontUser: there is no user nobody-of-this-name";
                          });
}

BOOST_AUTO_TEST_SUITE_END()
