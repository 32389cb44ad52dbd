#include "fcgi/catalogue.h"

#include "handlers/action.h"

#include <Poco/JSON/Array.h>
#include <Poco/JSON/Object.h>
#include <Poco/JSON/Parser.h>

#include <boost/test/unit_test.hpp>

BOOST_AUTO_TEST_SUITE(catalogue)

BOOST_AUTO_TEST_CASE(names_every_action_and_every_code) {
    Poco::JSON::Parser parser;
    const auto root = parser.parse(joingate::catalogue()).extract<Poco::JSON::Object::Ptr>();
    const auto actions = root->getArray("actions");
    BOOST_TEST(actions->size() == joingate::all_actions().size());
    unsigned index = 0;
    for (const auto& action : joingate::all_actions()) {
        const auto entry = actions->getObject(index++);
        BOOST_TEST(entry->getValue<std::string>("name") == action.name());
        BOOST_TEST(entry->getArray("parameters")->size() == action.fields().size());
        BOOST_TEST(entry->getArray("resources")->size() == action.resources().size());
        BOOST_TEST(entry->has("reply") == (action.reply() != nullptr));
    }
    BOOST_TEST(root->getArray("codes")->size() == joingate::all_codes().size());
}

BOOST_AUTO_TEST_SUITE_END()
