#include "tests/node_group/dispatch.h"

#include <boost/test/unit_test.hpp>

using joingate::test::Dispatch;
using joingate::test::Tenant;
using joingate::test::with;

namespace {

struct ListGroups : Dispatch {
    ListGroups() {
        for (const auto* name : {"first_group", "second_group", "third_group"}) {
            ids.push_back(group(renter, name));
            run("UPDATE " + renter.schema() + ".node_group SET create_millis = " +
                std::to_string(ids.size() % 3) + " WHERE group_id = " + ids.back());
        }
    }

    static std::string list(Tenant& account, const Tenant::Pairs& changes = {}) {
        return account.calls("ListNodeGroups", with({{"Offset", "0"}, {"Limit", "10"}}, changes));
    }
    std::string names(const Tenant::Pairs& changes = {}) {
        BOOST_TEST(list(renter, changes) == "");
        return renter.column("NodeGroupName");
    }
    std::string counted(const Tenant::Pairs& filters) {
        BOOST_TEST(renter.calls("CountNodeGroups", filters) == "");
        return renter.data();
    }
    std::vector<std::string> ids;
};

} // namespace

BOOST_FIXTURE_TEST_SUITE(ListNodeGroups, ListGroups)

BOOST_AUTO_TEST_CASE(shows_the_newest_first_unless_told_otherwise) {
    BOOST_TEST(names() == "second_group first_group third_group");
    BOOST_TEST(renter.field("TotalCount") == "3");
    BOOST_TEST(names({{"SortingField", "CREATED_MILLIS"}, {"Ascending", "true"}}) ==
               "third_group first_group second_group");
    BOOST_TEST(names({{"Version", "2018-12-30"}}) == "second_group first_group third_group");
    BOOST_TEST(list(renter, {{"SortingField", "LAST_JOIN_MILLIS"}}) == "InvalidParameter");
}

BOOST_AUTO_TEST_CASE(shows_what_is_known_of_each) {
    const auto permission = rented_by(renter);
    BOOST_TEST(bind(renter, ids[0], permission) == "");
    add_node(renter, ids[0], "d896e0ff00000001");
    BOOST_TEST(configure(renter, iot(ids[0])) == "");
    lock(renter, ids[1], "first", "WRITE");
    lock(renter, ids[1], "second", "WRITE");
    BOOST_TEST(list(renter) == "");
    BOOST_TEST(renter.column("JoinPermissionId") == "absent " + permission + " absent");
    BOOST_TEST(renter.column("JoinPermissionOwnerAliyunId") == "absent owner absent");
    BOOST_TEST(renter.column("NodesCnt") == "0 1 0");
    BOOST_TEST(renter.column("RxDailySum") == "0 0 0");
    BOOST_TEST(compact(renter.field(0, "Locks")) ==
               R"([{"CreateMillis":1,"Enabled":true,"LockId":"first","LockType":"WRITE"},)"
               R"({"CreateMillis":1,"Enabled":true,"LockId":"second","LockType":"WRITE"}])");
    BOOST_TEST(compact(renter.field(1, "Locks")) == "[]");
    BOOST_TEST(compact(renter.field(0, "DataDispatchConfig")) == "absent");
    BOOST_TEST(compact(renter.field(1, "DataDispatchConfig")).substr(0, 20) ==
               R"({"Destination":"IOT")");
}

BOOST_AUTO_TEST_CASE(filters_as_its_count_does) {
    const auto permission = rented_by(renter);
    BOOST_TEST(bind(renter, ids[0], permission) == "");
    add_node(renter, ids[0], "d896e0ff00000001");
    add_node(renter, ids[0], "d896e0ff00000002");
    add_node(renter, ids[1], "d896e0ff00000003");
    add_node(stranger, group(stranger, "first_group"), "d896e0ff00000004");

    const std::vector<std::pair<Tenant::Pairs, std::string>> expected{
        {{{"FuzzyName", "r"}}, "second_group first_group third_group"},
        {{{"FuzzyName", "t_g"}}, "first_group"},
        {{{"FuzzyName", "First"}}, ""},
        {{{"FuzzyName", "%"}}, ""},
        {{{"FuzzyJoinEui", "D896E0EF"}}, "first_group"},
        {{{"FuzzyJoinEui", "e"}, {"FuzzyName", "second"}}, ""},
        {{{"FuzzyDevEui", "FF0000000"}}, "second_group first_group"},
        {{{"FuzzyDevEui", "01"}}, "first_group"},
        {{{"FuzzyDevEui", "ff00000004"}}, ""},
        {{{"FuzzyDevEui", "ff00000004"}, {"FuzzyName", ""}}, ""},
    };
    for (const auto& [filters, wanted] : expected)
        BOOST_TEST_CONTEXT(filters.front().first << ' ' << filters.front().second) {
            BOOST_TEST(names(filters) == wanted);
            const auto total = renter.field("TotalCount");
            BOOST_TEST(counted(filters) == total);
        }
}

BOOST_AUTO_TEST_CASE(pages) {
    BOOST_TEST(names({{"Offset", "1"}, {"Limit", "1"}}) == "first_group");
    BOOST_TEST(renter.field("TotalCount") == "3");
    BOOST_TEST(names({{"Limit", "0"}}) == "");
    BOOST_TEST(renter.field("TotalCount") == "3");
    BOOST_TEST(names({{"Offset", "3"}}) == "");
    BOOST_TEST(list(renter, {{"Limit", "201"}}) == "InvalidParameter");
}

BOOST_AUTO_TEST_CASE(shows_a_stranger_nothing) {
    BOOST_TEST(list(stranger) == "");
    BOOST_TEST(stranger.field("TotalCount") == "0");
}

BOOST_AUTO_TEST_CASE(is_scoped_to_the_instance) {
    enterprise_group("7000000");
    BOOST_TEST(list(owner) == "");
    BOOST_TEST(owner.field("TotalCount") == "0");
    BOOST_TEST(list(owner, {{"IotInstanceId", enterprise_id()}}) == "");
    BOOST_TEST(owner.column("NodeGroupName") == "there");
    BOOST_TEST(owner.calls("CountNodeGroups", {{"IotInstanceId", enterprise_id()}}) == "");
    BOOST_TEST(owner.data() == "1");
    BOOST_TEST(owner.calls("CountNodeGroups") == "");
    BOOST_TEST(owner.data() == "0");
}

BOOST_AUTO_TEST_SUITE_END()
