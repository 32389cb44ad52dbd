#include "handlers/action.h"
#include "tests/support/contract.h"
#include "tests/support/recipes.h"

#include <Poco/Logger.h>

#include <boost/test/unit_test.hpp>

#include <algorithm>
#include <functional>
#include <string>
#include <vector>

namespace {

using namespace joingate;
using test::good_call;
using test::GoodCall;
using test::Tenant;
using test::TwoTenants;

std::vector<std::string> versions_of(const Action& action) {
    std::vector<std::string> versions;
    for (const auto version : {Version::V2018, Version::V2019})
        if (action.in(version)) versions.emplace_back(version_text(version));
    return versions;
}

/// The names of the actions of a tier, as published.
std::vector<std::string> published_names(int tier) {
    std::vector<std::string> names;
    for (const auto& [name, action] : *test::published_api().getObject("actions"))
        if (action.extract<Poco::JSON::Object::Ptr>()->getValue<int>("tier") == tier)
            names.push_back(name);
    return names;
}

/// While it lives, no table of the exchange or of a tenant has the name that statements know.
class NoTables {
public:
    explicit NoTables(const std::vector<std::string>& schemas) {
        // Each failure would be logged.
        log_.setLevel(Poco::Message::PRIO_FATAL);
        for (const auto& schema : schemas)
            in_ += (in_.empty() ? "'" : ",'") + schema + "'";
        const std::string name = "CONCAT(table_schema, '.', table_name)";
        rename("CONCAT(" + name + ", ' TO ', " + name + ", '_away')");
    }
    ~NoTables() {
        rename("CONCAT(table_schema, '.', table_name, ' TO ', table_schema, '.', "
               "LEFT(table_name, CHAR_LENGTH(table_name) - CHAR_LENGTH('_away')))");
        log_.setLevel(Poco::Message::PRIO_ERROR);
    }
    NoTables(const NoTables&) = delete;
    NoTables& operator=(const NoTables&) = delete;

private:
    void rename(const std::string& pair) const {
        TwoTenants::run("RENAME TABLE " +
                        TwoTenants::value_of("SELECT GROUP_CONCAT(" + pair +
                                             ") FROM information_schema.tables WHERE table_type = "
                                             "'BASE TABLE' AND table_schema IN (" +
                                             in_ + ")"));
    }

    Poco::Logger& log_ = Poco::Logger::get("joingate.service");
    std::string in_;
};

struct EveryAction : TwoTenants {
    /// Runs a check of every action on a fresh stage.
    void each(const std::function<void(const Action&, const GoodCall&)>& check) {
        for (const auto& action : all_actions())
            BOOST_TEST_CONTEXT(action.name()) {
                check(action, staged(action));
            }
    }

    GoodCall staged(const Action& action) {
        empty();
        auto call = good_call(*this, action.name());
        BOOST_TEST_REQUIRE(call.has_value());
        return *call;
    }
};

bool documents(const Action& action, const std::string& code) {
    const auto errors = test::published_action(std::string{action.name()})->getArray("errors");
    return std::any_of(errors->begin(), errors->end(),
                       [&](const auto& one) { return one == code; });
}

} // namespace

BOOST_FIXTURE_TEST_SUITE(every_action, EveryAction)

BOOST_AUTO_TEST_CASE(answers_as_published_in_each_version_and_form) {
    const std::vector<Tenant::Form> forms{{Client::Format::Json, false},
                                          {Client::Format::Json, true},
                                          {Client::Format::Xml, false},
                                          {Client::Format::Xml, true}};
    for (const auto& action : all_actions())
        for (const auto& version : versions_of(action))
            for (const auto& form : forms) {
                const auto call = staged(action);
                const auto reply = call.caller->reply(
                    action.name(), test::with(call.params, {{"Version", version}}), form);
                BOOST_TEST(reply.status == 200, action.name() << ": " << reply.body);
            }
}

BOOST_AUTO_TEST_CASE(is_refused_for_want_of_room_if_it_creates) {
    for (const auto& action : all_actions()) {
        const auto verb = action.name().substr(0, 5);
        const bool creates = verb == "Creat" || verb == "Apply" || verb == "Submi" ||
                             action.name() == "AddNodeToGroup";
        BOOST_TEST(action.creates() == creates, action.name());
    }
}

BOOST_AUTO_TEST_CASE(is_not_found_in_a_version_that_lacks_it) {
    each([](const Action& action, const GoodCall& call) {
        for (const auto version : {Version::V2018, Version::V2019}) {
            if (action.in(version)) continue;
            const std::string text{version_text(version)};
            const auto params = test::with(call.params, {{"Version", text}});
            BOOST_TEST(call.caller->outcome(action.name(), params).code ==
                       "InvalidAction.NotFound");
        }
    });
}

BOOST_AUTO_TEST_CASE(misses_each_required_parameter) {
    each([](const Action& action, const GoodCall& call) {
        for (const auto& field : action.fields()) {
            if (!field.is_required()) continue;
            const std::string name{field.name()};
            // An empty value counts as none.
            const auto sent = field.most_items() ? name + ".1" : name;
            const auto params = test::with(call.params, {{sent, ""}});
            const auto missed = call.caller->outcome(action.name(), params);
            BOOST_TEST(missed.code == "MissingParameter", name);
            if (missed.code == "MissingParameter")
                BOOST_TEST(missed.body->getValue<std::string>("Message").find('"' + name + '"') !=
                           std::string::npos);
        }
    });
}

BOOST_AUTO_TEST_CASE(ignores_what_it_does_not_know) {
    each([](const Action& action, const GoodCall& call) {
        const auto params = test::with(call.params, {{"NoSuchParameter", "-1"}});
        BOOST_TEST(call.caller->outcome(action.name(), params).code == "");
    });
}

BOOST_AUTO_TEST_CASE(ignores_a_parameter_of_the_newer_version_in_the_older) {
    each([](const Action& action, const GoodCall& call) {
        if (!action.in(Version::V2018)) return;
        auto params = test::with(call.params, {{"Version", "2018-12-30"}});
        for (const auto& field : action.fields())
            if (!field.in(Version::V2018))
                params = test::with(params, {{std::string{field.name()}, "\xFF"}});
        BOOST_TEST(call.caller->outcome(action.name(), params).code == "");
    });
}

BOOST_AUTO_TEST_CASE(tells_nothing_of_a_broken_database) {
    each([](const Action& action, const GoodCall& call) {
        const NoTables broken{{"joingateexchange", call.caller->schema()}};
        const auto code = call.caller->outcome(action.name(), call.params).code;
        BOOST_TEST(code == (action.kind() == Action::Kind::Lookup ? "" : "InternalError"));
    });
}

BOOST_AUTO_TEST_CASE(finds_nothing_without_an_instance) {
    const auto nobody = homeless();
    each([&](const Action& action, const GoodCall& call) {
        if (documents(action, "NonExistent") && action.kind() != Action::Kind::Lookup)
            BOOST_TEST(nobody.outcome(action.name(), call.params).code == "NonExistent");
    });
}

BOOST_AUTO_TEST_SUITE_END()

BOOST_FIXTURE_TEST_SUITE(actions_of_tier_2, TwoTenants)

BOOST_AUTO_TEST_CASE(are_not_found) {
    const auto names = published_names(2);
    BOOST_TEST(names.size() == 39U);
    for (const auto& name : names)
        for (const auto* version : {"2018-12-30", "2019-03-01"})
            BOOST_TEST(owner.calls(name, {{"Version", version}}) == "InvalidAction.NotFound", name);
}

BOOST_AUTO_TEST_SUITE_END()

BOOST_AUTO_TEST_SUITE(actions_of_tier_1)

BOOST_AUTO_TEST_CASE(are_all_there) {
    const auto names = published_names(1);
    BOOST_TEST(names.size() == 58U);
    for (const auto& name : names)
        BOOST_TEST((find_action(name) != nullptr), name << " is missing");
}

BOOST_AUTO_TEST_SUITE_END()
