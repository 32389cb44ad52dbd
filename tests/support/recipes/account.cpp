#include "tests/support/recipes/family.h"

namespace joingate::test {

Recipes account_recipes() {
    const Recipe without_parameters = [](TwoTenants& w) { return by_owner(w, {}); };
    return {
        {"GetUserLicense", without_parameters},
        {"ListActivatedFeatures",
         [](TwoTenants& w) {
             return by_owner(w, {{"Environment", "IotInstance"}});
         }},
        {"CheckCloudProductOpenStatus",
         [](TwoTenants& w) {
             return by_owner(w, {{"ServiceCode", "linkwan"}});
         }},
        {"CheckUserChargeStatus", without_parameters},
        {"DescribeRegions", without_parameters},
    };
}

} // namespace joingate::test
