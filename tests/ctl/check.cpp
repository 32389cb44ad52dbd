#include "tenancy/ctl/program.h"
#include "tests/support/catalog.h"

#include <Poco/JSON/Object.h>
#include <Poco/JSON/Parser.h>
#include <boost/test/unit_test.hpp>

#include <sstream>

namespace joingate::test {

BOOST_FIXTURE_TEST_SUITE(ctl_check, WithCatalog)

// Other cases leave other differences in the server that they share; one without any is checked
// from outside (tests/e2e/check.cpp).
BOOST_AUTO_TEST_CASE(tells_what_differs_in_words_and_for_programs) {
    const auto tenant = server.fresh_tenant();
    const auto words = ctl({"check"});
    BOOST_TEST(words.status == 1);
    const std::string problem = "is of no instance: a restore is under way or was killed";
    BOOST_TEST(words.out.find("schemas: schema " + tenant + ' ' + problem + '\n') !=
               std::string::npos);
    BOOST_TEST(words.out.find("\ninstances: ") != std::string::npos);

    const auto json = ctl({"check", "--json"});
    BOOST_TEST(json.status == 1);
    const auto object = Poco::JSON::Parser{}.parse(json.out).extract<Poco::JSON::Object::Ptr>();
    BOOST_TEST(!object->getValue<bool>("Clean"));
    const auto differences = object->getArray("Differences");
    bool told = false;
    for (unsigned i = 0; i < differences->size(); ++i) {
        const auto one = differences->getObject(i);
        told = told || (one->getValue<std::string>("Where") == "schemas" &&
                        one->getValue<std::string>("Subject") == "schema " + tenant &&
                        one->getValue<std::string>("Problem") == problem);
    }
    BOOST_TEST(told);
}

BOOST_AUTO_TEST_CASE(says_what_it_could_not_look_at) {
    server.run("RENAME TABLE joingate.instance TO joingate.instance_away");
    const auto words = ctl({"check"});
    const auto json = ctl({"check", "--json"});
    server.run("RENAME TABLE joingate.instance_away TO joingate.instance");
    BOOST_TEST(words.status == 3);
    BOOST_TEST(words.out.rfind("all else: could not be looked at: ", 0) == 0U);
    BOOST_TEST(words.out.find("\ninstances: 0, differences: 0, could not be looked at: 1\n") !=
               std::string::npos);
    BOOST_TEST(words.err.empty());
    BOOST_TEST(json.status == 3);
    const auto object = Poco::JSON::Parser{}.parse(json.out).extract<Poco::JSON::Object::Ptr>();
    BOOST_TEST(!object->getValue<bool>("Clean"));
    BOOST_TEST(object->getArray("Unseen")->getObject(0)->getValue<std::string>("Where") ==
               "all else");
}

BOOST_AUTO_TEST_CASE(does_not_pass_for_a_difference_where_it_cannot_begin) {
    std::istringstream in;
    std::ostringstream out;
    BOOST_TEST(joingate::ctl::run({"check", "--config", "/nowhere"}, {in, out, out}) == 3);
}

BOOST_AUTO_TEST_CASE(tells_who_has_to_finish_an_instance) {
    const auto account = fresh_account();
    const auto id =
        admin::create_instance(catalog, tenants(), {account, fresh_name("iot-check"), false}).id;
    const auto in_state = [&](const std::string& state) {
        server.run("UPDATE joingate.instance SET state = '" + state +
                   "' WHERE iot_instance_id = '" + id + "'");
        return ctl({"check"}).err;
    };
    BOOST_TEST(in_state("CREATING")
                   .find("instance " + id +
                         " is CREATING: `joingatectl instance "
                         "create " +
                         account + " --id " + id + "` finishes it\n") != std::string::npos);
    BOOST_TEST(in_state("DELETING")
                   .find("instance " + id +
                         " is DELETING: `joingatectl instance "
                         "delete " +
                         id + " --yes` finishes it\n") != std::string::npos);
    BOOST_TEST(in_state("READY").find(id) == std::string::npos);
}

BOOST_AUTO_TEST_SUITE_END()

} // namespace joingate::test
