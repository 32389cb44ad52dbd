#include "tenancy/admin/check_looks.h"

#include "sql/failure.h"

#include <boost/test/unit_test.hpp>

#include <algorithm>

namespace joingate::test {
namespace {

using admin::Differences;
using admin::Part;
using admin::Question;

/// Answers with one of these after the other, and ever again with the last.
Question in_turn(std::vector<Question> answers) {
    return [answers = std::move(answers), turn = std::size_t{0}]() mutable {
        return answers.at(turn + 1 < answers.size() ? turn++ : turn)();
    };
}

Question differs(const std::string& subject, const std::string& problem) {
    return [=] { return Differences{{"part", subject, problem}}; };
}

const Question kClean = [] { return Differences{}; };
const Question kGone = []() -> Differences { throw db::Fault{1049, "gone"}; };
const Question kSlow = []() -> Differences { throw db::Unavailable{1969, "slow"}; };

/// What two looks at these tell.
struct Told {
    std::vector<std::string> lines;

    explicit Told(
        const std::vector<Part>& parts, const std::function<void()>& reach = [] {}) {
        admin::CheckResult result;
        const admin::CheckProgress nobody = [](std::size_t /*done*/, std::size_t /*all*/) {};
        try {
            admin::Looks looks{result, reach, parts.size(), nobody};
            for (const auto& part : parts)
                looks.first(part);
            looks.second();
        } catch (const db::Failure& e) {
            lines.push_back(std::string{"ended: "} + e.what());
        }
        for (const auto& one : result.differences)
            lines.push_back(one.where + ": " + one.subject + ' ' + one.problem);
        for (const auto& one : result.unseen)
            lines.push_back(one.where + " unseen: " + one.reason);
    }
};

using Lines = std::vector<std::string>;

} // namespace

BOOST_AUTO_TEST_SUITE(check_looks)

BOOST_AUTO_TEST_CASE(tell_what_both_saw) {
    const auto too_much = [](const std::string& what) { return differs("login", "has " + what); };
    const Told told{{{"part", too_much("all"), kClean},
                     {"part", in_turn({too_much("jg000001"), too_much("jg000002")}), kClean},
                     {"part", in_turn({too_much("all"), kClean}), kClean}}};
    BOOST_TEST(told.lines == Lines{"part: login has all"}, boost::test_tools::per_element());
}

BOOST_AUTO_TEST_CASE(take_no_failure_for_a_look) {
    const auto wrong = differs("role", "has too much");
    const Told told{{{"now", in_turn({wrong, kGone}), kClean},
                     {"before", in_turn({kGone, wrong}), kClean},
                     {"always", kGone, differs("permission", "is not asked")},
                     {"no more", in_turn({kGone, kClean}), kClean}}};
    const Lines expected{"now unseen: gone", "before unseen: gone", "always unseen: gone"};
    BOOST_TEST(told.lines == expected, boost::test_tools::per_element());
}

BOOST_AUTO_TEST_CASE(ask_for_the_content_of_a_structure_that_differs) {
    const auto key = differs("table", "lacks a key");
    const Told told{{{"part", key, differs("permission", "is nobody's")}, {"part", key, kGone}}};
    const Lines expected{"part: table lacks a key", "part: permission is nobody's",
                         "part: table lacks a key", "part unseen: gone"};
    BOOST_TEST(std::is_permutation(told.lines.begin(), told.lines.end(), expected.begin(),
                                   expected.end()));
}

BOOST_AUTO_TEST_CASE(go_on_behind_what_takes_too_long) {
    const Told told{{{"slow", kClean, kSlow}, {"part", kClean, differs("node", "is nobody's")}}};
    const Lines expected{"part: node is nobody's", "slow unseen: slow"};
    BOOST_TEST(told.lines == expected, boost::test_tools::per_element());
}

BOOST_AUTO_TEST_CASE(end_when_nobody_answers_any_more) {
    const Told told{{{"first", kClean, differs("node", "is nobody's")},
                     {"second", kSlow, kClean},
                     {"third", kClean, differs("node", "is not asked for")}},
                    [] {
                        throw db::Unavailable{2002, "nobody"};
                    }};
    const Lines expected{"ended: nobody", "part: node is nobody's"};
    BOOST_TEST(told.lines == expected, boost::test_tools::per_element());
}

BOOST_AUTO_TEST_SUITE_END()

} // namespace joingate::test
