#include "tests/support/contract.h"

#include "handlers/freq_band/plans.h"

#include <Poco/JSON/Array.h>
#include <Poco/JSON/Parser.h>

#include <boost/test/unit_test.hpp>

#include <functional>
#include <memory>
#include <string>

using namespace joingate;
using Poco::JSON::Object;
using test::first_difference;
using test::published_action;

namespace {

void is_as_published(const Action& action) {
    const auto published = published_action(std::string{action.name()});
    BOOST_REQUIRE_MESSAGE(published, action.name() << " is no published action");
    const auto difference = first_difference(action, *published);
    BOOST_TEST(difference.empty(), action.name() << ": " << difference);
}

/// One test case per registered action, made when the tests start: the list of actions is not there
/// yet while static objects are set up.
class CasePerAction : public boost::unit_test::test_unit_generator {
public:
    boost::unit_test::test_unit* next() const override {
        if (next_ == all_actions().size()) return nullptr;
        const Action& action = all_actions()[next_++];
        return boost::unit_test::make_test_case([&action] { is_as_published(action); },
                                                std::string{action.name()}, __FILE__, __LINE__);
    }

private:
    mutable std::size_t next_ = 0;
};

/// A copy of an action's published description, free to be changed.
Object::Ptr copy_of(const std::string& action) {
    std::ostringstream text;
    published_action(action)->stringify(text);
    return Poco::JSON::Parser{}.parse(text.str()).extract<Object::Ptr>();
}

/// What the comparison says once `plant` has changed the published description.
std::string found(const std::string& action, const std::function<void(Object&)>& plant) {
    auto published = copy_of(action);
    plant(*published);
    return first_difference(*find_action(action), *published);
}

Object& parameter(Object& action, unsigned index) {
    return *action.getArray("parameters")->getObject(index);
}

Object& reply_field(Object& action, unsigned index) {
    return *action.getObject("response")->getArray("fields")->getObject(index);
}

Object& data_field(Object& action, unsigned index) {
    return *reply_field(action, 2).getArray("fields")->getObject(index);
}

const std::string kSubmit = "SubmitJoinPermissionAuthOrder";
const std::string kGet = "GetJoinPermissionAuthOrder";
const std::string kList = "ListFreqBandPlanGroups";

} // namespace

BOOST_AUTO_TEST_SUITE(published_api)

BOOST_AUTO_TU_REGISTRAR(every_action)
(boost::shared_ptr<boost::unit_test::test_unit_generator>{new CasePerAction},
 boost::unit_test::decorator::collector_t::instance());

BOOST_AUTO_TEST_CASE(has_the_texts_of_our_refusals) {
    const auto errors = test::published_api().getObject("errors");
    for (const auto code : all_codes()) {
        const auto published = errors->getObject(std::string{wire_code(code)});
        if (!published) continue; // the gateway's
        BOOST_TEST_CONTEXT(wire_code(code)) {
            BOOST_TEST(wire_message(code) == published->getValue<std::string>("message"));
            BOOST_TEST(http_status(code) == published->getValue<int>("http"));
        }
    }
}

BOOST_AUTO_TEST_CASE(has_our_frequency_band_plans) {
    const auto published = test::published_api().getArray("freq_band_plan_groups");
    BOOST_REQUIRE(published->size() == freq_band::kPlans.size());
    for (unsigned i = 0; i < freq_band::kPlans.size(); ++i) {
        const auto& plan = freq_band::kPlans.at(i);
        const auto& group = *published->getObject(i);
        BOOST_TEST(plan.id == group.getValue<std::int64_t>("GroupId"));
        BOOST_TEST(plan.region == group.getValue<std::string>("FrequencyRegionId"));
        BOOST_TEST(plan.frequency_type == group.getValue<std::string>("FrequencyType"));
        BOOST_TEST(plan.begin_mhz == group.getValue<std::int64_t>("BeginFrequency"));
        BOOST_TEST(plan.end_mhz == group.getValue<std::int64_t>("EndFrequency"));
    }
}

BOOST_AUTO_TEST_CASE(shows_a_planted_difference_of_an_action) {
    BOOST_TEST(found(kSubmit, [](Object& action) { action.set("write", false); }) ==
               "write: ours is true, published is false");
    BOOST_TEST(found(kSubmit, [](Object& action) { action.set("feature", "NODE"); }) != "");
    BOOST_TEST(found(kSubmit, [](Object& action) { action.getArray("versions")->remove(0); }) !=
               "");
    BOOST_TEST(found(kSubmit, [](Object& action) {
                   action.getObject("ram")->getArray("resources")->remove(0);
               }) != "");
    BOOST_TEST(found(kSubmit, [](Object& action) {
                   action.getObject("ram")->set("action", "linkwan:Submit");
               }) != "");
}

BOOST_AUTO_TEST_CASE(shows_a_planted_difference_of_a_parameter) {
    BOOST_TEST(found(kSubmit, [](Object& action) {
                   parameter(action, 1).set("required", false);
               }) == "parameter RenterAliyunId required: ours is true, published is false");
    BOOST_TEST(found(kSubmit, [](Object& action) { parameter(action, 1).set("name", "Renter"); }) !=
               "");
    BOOST_TEST(found(kSubmit, [](Object& action) { parameter(action, 1).set("type", "Long"); }) !=
               "");
    BOOST_TEST(found(kSubmit, [](Object& action) { parameter(action, 1).set("default", 1); }) !=
               "");
    BOOST_TEST(found(kSubmit, [](Object& action) { parameter(action, 0).remove("pattern"); }) !=
               "");
    BOOST_TEST(found(kSubmit, [](Object& action) {
                   parameter(action, 0).getArray("versions")->remove(0);
               }) != "");
    BOOST_TEST(found("GetFreqBandPlanGroup", [](Object& action) {
                   parameter(action, 0).getArray("enum")->remove(0);
               }) != "");
    BOOST_TEST(found(kSubmit, [](Object& action) {
                   Object range;
                   range.set("min", 1);
                   parameter(action, 1).set("range", range);
               }) != "");
}

BOOST_AUTO_TEST_CASE(shows_a_planted_difference_of_a_reply) {
    BOOST_TEST(found(kSubmit, [](Object& action) {
                   reply_field(action, 2).set("type", "String");
               }) == "reply.Data type: ours is 'Long', published is 'String'");
    BOOST_TEST(found(kGet, [](Object& action) { data_field(action, 5).set("type", "String"); }) !=
               "");
    BOOST_TEST(found(kGet, [](Object& action) { data_field(action, 5).set("name", "Millis"); }) !=
               "");
    BOOST_TEST(found(kGet, [](Object& action) {
                   Poco::JSON::Array versions;
                   versions.add("2019-03-01");
                   data_field(action, 5).set("versions", versions);
               }) != "");
    BOOST_TEST(found(kList, [](Object& action) {
                   reply_field(action, 2).getObject("item_element")->set("xml", "Group");
               }) != "");
    BOOST_TEST(found(kList, [](Object& action) {
                   reply_field(action, 2).getObject("item_element")->set("sdk_item_name", "Plan");
               }) != "");
    BOOST_TEST(found(kList, [](Object& action) {
                   reply_field(action, 2).getObject("item")->getArray("fields")->remove(0);
               }) != "");
}

BOOST_AUTO_TEST_CASE(shows_a_planted_difference_of_the_codes) {
    BOOST_TEST(found(kSubmit,
                     [](Object& action) { action.getArray("errors")->add("NonExistent"); }) != "");
    BOOST_TEST(found(kGet, [](Object& action) { action.getArray("errors")->remove(4); }) ==
               "codes: ours is [ NonExistent NotResourceOwner ], published is [ NonExistent ]");
}

BOOST_AUTO_TEST_SUITE_END()
