#include "tests/proofs/support/self_check.h"

#include <exception>

namespace joingate::proofs {

void self_check(const e2e::Site& site, Run& run) {
    std::string found;
    try {
        site.ctl({"check"});
    } catch (const std::exception& e) {
        found = e.what();
    }
    run.must(kSelfCheck, found.empty(), found);
}

} // namespace joingate::proofs
