#include "tenancy/policy/document.h"
#include "tenancy/policy/statement.h"

#include <boost/test/unit_test.hpp>

using namespace joingate::policy;

BOOST_AUTO_TEST_SUITE(policy_system_policy)

BOOST_AUTO_TEST_CASE(is_an_identity_policy_whose_text_says_the_same) {
    const auto names = system_policy_names();
    BOOST_TEST(names.size() == 6U);
    for (const auto name : names) {
        const auto document = system_policy(name);
        BOOST_REQUIRE(document);
        BOOST_TEST((document->kind() == Kind::Identity));
        const auto parsed = Document::parse(system_policy_text(name), Kind::Identity);
        BOOST_TEST(parsed->statements().front().actions.size() ==
                   document->statements().front().actions.size());
    }
}

BOOST_AUTO_TEST_CASE(is_found_in_any_letter_case_and_compiled_once) {
    BOOST_TEST(system_policy("administratoraccess") == system_policy("AdministratorAccess"));
    BOOST_TEST(system_policy_text("ADMINISTRATORACCESS") ==
               system_policy_text("AdministratorAccess"));
}

BOOST_AUTO_TEST_CASE(is_null_for_a_name_that_does_not_exist) {
    BOOST_TEST(!system_policy("AliyunIOTFullAccess"));
    BOOST_TEST(!system_policy(""));
    BOOST_TEST(system_policy_text("AliyunIOTFullAccess").empty());
}

BOOST_AUTO_TEST_SUITE_END()
