#include "tests/support/recipes/family.h"

namespace joingate::test {

Recipes freq_band_recipes() {
    return {
        {"ListFreqBandPlanGroups", [](TwoTenants& w) { return by_owner(w, {}); }},
        {"GetFreqBandPlanGroup",
         [](TwoTenants& w) {
             return by_owner(w, {{"GroupId", "201"}});
         }},
    };
}

} // namespace joingate::test
