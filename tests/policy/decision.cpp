#include "tenancy/policy/decision.h"

#include <boost/test/unit_test.hpp>

#include <cstddef>
#include <string>

using namespace joingate::policy;

namespace {

DocumentPtr document(const std::string& statements, Kind kind = Kind::Identity) {
    return Document::parse(R"({"Version":"1","Statement":[)" + statements + "]}", kind);
}

DocumentPtr allow(const std::string& action, const std::string& resource = "*") {
    return document(R"({"Effect":"Allow","Action":")" + action + R"(","Resource":")" + resource +
                    "\"}");
}

DocumentPtr deny(const std::string& action, const std::string& resource = "*") {
    return document(R"({"Effect":"Deny","Action":")" + action + R"(","Resource":")" + resource +
                    "\"}");
}

DocumentPtr trust(const std::string& principal, const std::string& effect = "Allow") {
    return document(R"({"Effect":")" + effect +
                        R"(","Action":"sts:AssumeRole","Principal":{"RAM":")" + principal + "\"}}",
                    Kind::Trust);
}

Asker user(std::vector<DocumentPtr> documents) {
    Asker asker;
    asker.account = "1";
    asker.user = "alice";
    asker.identity = std::move(documents);
    return asker;
}

Asker session(std::vector<DocumentPtr> documents) {
    auto asker = user(std::move(documents));
    asker.user.reset();
    asker.role = "reader";
    return asker;
}

Question reading(std::vector<std::string> resources = {"acs:linkwan:cn-shanghai:1:gateway/1"}) {
    return {"linkwan:GetGateway", std::move(resources), {}};
}

Question assuming(const std::string& resource = "acs:ram::1:role/admin") {
    return {"sts:AssumeRole", {resource}, {}};
}

bool allowed(const Asker& asker, const Question& question) {
    return decide(asker, question) == Decision::Allow;
}

bool explicitly_denied(const Asker& asker, const Question& question) {
    return decide(asker, question) == Decision::ExplicitDeny;
}

} // namespace

BOOST_AUTO_TEST_SUITE(policy_decision)

BOOST_AUTO_TEST_CASE(tells_an_explicit_deny_from_an_implicit_one) {
    BOOST_TEST((Decision{} == Decision::ExplicitDeny));
    BOOST_TEST((decide(user({}), reading()) == Decision::ImplicitDeny));
    BOOST_TEST((decide(user({allow("*")}), reading()) == Decision::Allow));
    BOOST_TEST(explicitly_denied(user({allow("*"), deny("linkwan:Get*")}), reading()));
    BOOST_TEST(explicitly_denied(user({deny("linkwan:Get*"), allow("*")}), reading()));
}

BOOST_AUTO_TEST_CASE(denies_everything_where_a_document_is_not_understood) {
    BOOST_TEST(explicitly_denied(user({allow("*"), nullptr}), reading()));
    BOOST_TEST(explicitly_denied(user({nullptr, allow("*")}), reading()));
    auto with_session = session({allow("*")});
    with_session.session = DocumentPtr{};
    BOOST_TEST(explicitly_denied(with_session, reading()));
    auto with_trust = user({allow("*")});
    with_trust.trust = DocumentPtr{};
    BOOST_TEST(explicitly_denied(with_trust, assuming()));
    BOOST_TEST(allowed(with_trust, reading()));
    auto root = user({nullptr});
    root.user.reset();
    BOOST_TEST(allowed(root, reading()));
}

BOOST_AUTO_TEST_CASE(never_reads_a_document_as_one_of_another_kind) {
    BOOST_TEST(explicitly_denied(user({allow("*"), trust("acs:ram::1:root")}), reading()));
    auto asker = user({allow("*")});
    asker.trust = allow("*");
    BOOST_TEST(explicitly_denied(asker, assuming()));
}

BOOST_AUTO_TEST_CASE(never_leaves_the_tenant) {
    auto root = user({});
    root.user.reset();
    for (const auto& asker : {user({allow("*")}), session({allow("*")}), root}) {
        BOOST_TEST(allowed(asker, reading()));
        for (const auto* const resource :
             {"acs:linkwan:cn-shanghai:2:gateway/1", "acs:linkwan:cn-shanghai:11:gateway/1",
              "acs:linkwan:cn-shanghai:system:gateway/1", "acs:ram::system:policy/x",
              "acs:ram::2:role/x"}) {
            BOOST_TEST(explicitly_denied(asker, reading({resource})), resource);
            BOOST_TEST(explicitly_denied(asker, reading({reading().resources[0], resource})));
            BOOST_TEST(explicitly_denied(asker, reading({resource, reading().resources[0]})));
        }
        const Question system{"ram:GetPolicy", {"acs:ram::system:policy/x"}, {}};
        BOOST_TEST(allowed(asker, system));
        for (const auto* const resource :
             {"acs:ram::2:policy/x", "acs:ram::system:user/x", "acs:ram::system:policy/",
              "acs:ram:cn-x:system:policy/x", "acs:linkwan::system:policy/x"})
            BOOST_TEST(explicitly_denied(asker, {"ram:GetPolicy", {resource}, {}}), resource);
    }
    auto system = user({allow("*")});
    system.account = "system";
    BOOST_TEST(explicitly_denied(system, reading({"acs:linkwan:r:system:gateway/1"})));
}

BOOST_AUTO_TEST_CASE(denies_a_question_that_is_none) {
    const auto asker = user({allow("*")});
    for (const auto* const action : {"", "*", "linkwan", "linkwan:", ":GetNode", "linkwan:Get*",
                                     "link?an:GetNode", "linkwan:Get:Node", "linkwan:Get Node"})
        BOOST_TEST(explicitly_denied(asker, {action, reading().resources, {}}), action);
    for (const auto* const resource :
         {"", "*", "acs:linkwan:r:1", "acs:linkwan:r:1:", "acs:*:r:1:x", "acs:linkwan:*:1:x",
          "acs:linkwan:r:*:x", "acs:linkwan:r:1?:x", "acs::r:1:x", "acs:linkwan:r::x",
          "ACS:linkwan:r:1:x", "acs:LinkWAN:r:1:x"})
        BOOST_TEST(explicitly_denied(asker, reading({resource})), resource);
    BOOST_TEST(explicitly_denied(asker, reading({})));
    auto both = asker;
    both.role = "reader";
    BOOST_TEST(explicitly_denied(both, reading()));
    auto nobody = asker;
    nobody.account = "";
    BOOST_TEST(explicitly_denied(nobody, reading()));
}

BOOST_AUTO_TEST_CASE(takes_statements_of_other_services_along) {
    const std::string passing = R"({"Effect":"Allow","Action":"ram:PassRole","Resource":"*",)"
                                R"("Condition":{"StringEquals":{"acs:Service":"x.example"}}})";
    const std::string all = R"({"Effect":"Allow","Action":"linkwan:*","Resource":"*"},)";
    BOOST_TEST(allowed(user({document(all + passing)}), reading()));
    // Its key is never set, so the statement itself allows nothing.
    const Question pass{"ram:PassRole", {"acs:ram::1:role/admin"}, {}};
    BOOST_TEST(!allowed(user({document(passing)}), pass));
    const std::string here = R"({"Effect":"Allow","Action":"linkwan:*","Resource":"*",)"
                             R"("Condition":{"StringEquals":{"acs:Service":"x.example"}}})";
    BOOST_TEST(!allowed(user({document(here)}), reading()));
}

BOOST_AUTO_TEST_CASE(needs_every_one_of_many_resources) {
    std::vector<std::string> all;
    for (unsigned i = 0; i < 200; ++i)
        all.push_back("acs:linkwan:r:1:event/" + std::to_string(i));
    const Question question{"linkwan:UpdateNotificationsHandleState", all, {}};
    BOOST_TEST(allowed(user({allow("*")}), question));
    for (const auto* const id : {"0", "63", "64", "127", "128", "199"}) {
        const std::string arn = std::string{"acs:linkwan:*:*:event/"} + id;
        const auto all_but =
            document(R"({"Effect":"Allow","Action":"*","NotResource":")" + arn + "\"}");
        BOOST_TEST((decide(user({all_but}), question) == Decision::ImplicitDeny), id);
        BOOST_TEST(allowed(user({all_but, allow("*", arn)}), question), id);
        BOOST_TEST(explicitly_denied(user({allow("*"), deny("*", arn)}), question), id);
        BOOST_TEST(explicitly_denied(user({deny("*", arn)}), question), id);
    }
    auto foreign = question;
    foreign.resources.back() = "acs:linkwan:r:2:event/199";
    BOOST_TEST(explicitly_denied(user({allow("*")}), foreign));
}

BOOST_AUTO_TEST_CASE(lets_a_role_session_do_what_both_sides_allow) {
    auto asker = session({allow("linkwan:*")});
    BOOST_TEST(allowed(asker, reading()));
    asker.session = allow("linkwan:List*");
    BOOST_TEST((decide(asker, reading()) == Decision::ImplicitDeny));
    asker.session = deny("*");
    BOOST_TEST(explicitly_denied(asker, reading()));
    asker.session = allow("*");
    BOOST_TEST(allowed(asker, reading()));
    asker.identity.clear();
    BOOST_TEST(!allowed(asker, reading()));
}

BOOST_AUTO_TEST_CASE(lets_a_role_be_assumed_where_both_sides_agree) {
    for (const auto* const principal : {"acs:ram::1:root", "acs:ram::1:user/ALICE"}) {
        auto asker = user({allow("sts:*")});
        BOOST_TEST((decide(asker, assuming()) == Decision::ImplicitDeny));
        asker.trust = trust(principal);
        BOOST_TEST(allowed(asker, assuming()));
        BOOST_TEST(allowed(asker, {"STS:assumerole", {"acs:ram::2:role/admin"}, {}}));
        asker.trust = trust(principal, "Deny");
        BOOST_TEST(explicitly_denied(asker, assuming()));
        asker.trust = trust(principal);
        asker.identity = {allow("linkwan:*")};
        BOOST_TEST(!allowed(asker, assuming()));
    }
    auto chained = session({allow("sts:*")});
    chained.trust = trust("acs:ram::1:role/Reader");
    BOOST_TEST(allowed(chained, assuming()));
    chained.session = allow("linkwan:*");
    BOOST_TEST(!allowed(chained, assuming()));
    chained.session.reset();
    chained.trust = trust("acs:ram::1:user/reader");
    BOOST_TEST(!allowed(chained, assuming()));
    chained.trust = trust("acs:ram::2:role/reader");
    BOOST_TEST(!allowed(chained, assuming()));

    auto root = user({});
    root.user.reset();
    root.trust = trust("acs:ram::1:root");
    BOOST_TEST(explicitly_denied(root, assuming()));
}

BOOST_AUTO_TEST_CASE(lets_only_a_role_be_assumed) {
    auto asker = user({allow("*")});
    asker.trust = trust("acs:ram::1:root");
    for (const auto* const resource :
         {"acs:ram::1:user/admin", "acs:ram::1:role/", "acs:ram::1:role/*", "acs:ram::1:role/a/b",
          "acs:ram:cn-x:1:role/admin", "acs:ram::system:role/admin", "acs:linkwan::1:role/admin"})
        BOOST_TEST(explicitly_denied(asker, assuming(resource)), resource);
    auto two = assuming();
    two.resources.push_back(two.resources.front());
    BOOST_TEST(explicitly_denied(asker, two));
}

BOOST_AUTO_TEST_CASE(holds_a_deny_whose_condition_cannot_be_told) {
    const auto guarded = [](const std::string& effect) {
        return document(R"({"Effect":")" + effect +
                        R"(","Action":"*","Resource":"*","Condition":{)"
                        R"("NotIpAddress":{"acs:SourceIp":"10.0.0.0/8"},)"
                        R"("DateGreaterThan":{"acs:CurrentTime":"2026-01-01T00:00:00Z"}}})");
    };
    auto question = reading();
    question.context = {{"ACS:SOURCEIP", "unknown"}, {"acs:CurrentTime", "2026-06-01T00:00:00Z"}};
    BOOST_TEST(!allowed(user({guarded("Allow")}), question));
    BOOST_TEST(explicitly_denied(user({allow("*"), guarded("Deny")}), question));
    question.context[1].second = "2025-06-01T00:00:00Z";
    BOOST_TEST(allowed(user({allow("*"), guarded("Deny")}), question));
    question.context = {{"acs:SourceIp", "192.0.2.1"}, {"acs:CurrentTime", "now"}};
    BOOST_TEST(explicitly_denied(user({allow("*"), guarded("Deny")}), question));
}

/// As large as a document can be; it allows whom one of the patterns fits.
DocumentPtr full_of(const std::string& pattern) {
    const std::string begin = R"({"Effect":"Allow","Action":"*","Resource":"*","Condition":)"
                              R"({"StringLike":{"acs:UserAgent":[)";
    const std::string end = "]}}}";
    auto list = '"' + pattern + '"';
    while (list.size() + pattern.size() + 150 < 6144)
        list += ",\"" + pattern + '"';
    return document(begin + list + end);
}

/// As many documents as can apply to a user (its own and those of five groups, spec "policy",
/// section 6, in round numbers), and the longest User-Agent that the gate passes on.
constexpr std::size_t kManyDocuments = 35;
const std::string kLongAgent(1024, 'a');

BOOST_AUTO_TEST_CASE(takes_few_steps_for_patterns_of_one_star) {
    for (const std::size_t letters : {1U, 2U, 15U, 60U, 500U, 5000U}) {
        auto documents = std::vector<DocumentPtr>(kManyDocuments,
                                                  full_of('*' + std::string(letters, 'a') + 'b'));
        auto question = reading();
        question.context = {{"acs:UserAgent", kLongAgent}};
        Effort effort;
        BOOST_TEST((decide(user(documents), question, effort) == Decision::ImplicitDeny));
        BOOST_TEST(effort.steps() > kManyDocuments);
        BOOST_TEST(effort.steps() < Effort::kMost / 4, letters << " letters");
        // And what others allow stays allowed.
        documents.push_back(allow("*"));
        BOOST_TEST(allowed(user(documents), question));
    }
}

BOOST_AUTO_TEST_CASE(ends_with_a_deny_where_it_takes_too_many_steps) {
    std::string hard = "*";
    while (hard.size() < 400)
        hard += "a?";
    auto documents = std::vector<DocumentPtr>(kManyDocuments, full_of(hard + "b*"));
    documents.insert(documents.begin(), allow("*"));
    auto question = reading();
    question.context = {{"acs:UserAgent", kLongAgent}};
    Effort effort;
    BOOST_TEST(
        (decide(user(documents), question, effort) == Decision::Allow)); // it looks no further
    documents.push_back(deny("linkwan:GetNode"));
    documents.erase(documents.begin());
    documents.push_back(allow("*"));
    Effort another;
    BOOST_TEST((decide(user(documents), question, another) == Decision::ExplicitDeny));
    BOOST_TEST(another.is_spent());
    BOOST_TEST(another.steps() < Effort::kMost + 10'000);
}

BOOST_AUTO_TEST_CASE(takes_few_steps_for_a_document_full_of_stars) {
    std::string stars;
    while (stars.size() < 5900)
        stars += "*1";
    auto question = reading({"acs:linkwan:r:1:gateway/" + std::string(256, '1') + 'x'});
    const std::vector<DocumentPtr> documents(20, allow("*", "acs:*:*:*:" + stars));
    Effort effort;
    BOOST_TEST((decide(user(documents), question, effort) == Decision::ImplicitDeny));
    BOOST_TEST(effort.steps() < Effort::kMost / 100);
}

BOOST_AUTO_TEST_CASE(has_effort_enough_for_a_hundred_resources_and_a_thousand_patterns) {
    std::string list;
    for (int i = 100000; list.size() < 5900; ++i)
        list += (list.empty() ? "\"acs:linkwan:*:*:notification/"
                              : ",\"acs:linkwan:*:*:notification/") +
                std::to_string(i) + '"';
    const auto many =
        document(R"({"Effect":"Allow","Action":"linkwan:*","Resource":[)" + list + "]}");
    std::vector<std::string> resources;
    for (int i = 200000; i < 200100; ++i)
        resources.push_back("acs:linkwan:cn-shanghai:1:notification/" + std::to_string(i));
    std::vector<DocumentPtr> documents(10, many);
    documents.push_back(allow("linkwan:*"));
    Effort effort;
    BOOST_TEST((decide(user(documents), reading(resources), effort) == Decision::Allow),
               effort.steps() << " steps");
}

BOOST_AUTO_TEST_SUITE_END()
