#include "tests/proofs/support/proof.h"

#include <algorithm>
#include <utility>

namespace joingate::proofs {
namespace {

std::vector<Proof>& proofs() {
    static std::vector<Proof> all;
    return all;
}

} // namespace

Registered::Registered(Proof proof) {
    auto& all = proofs();
    const auto place = std::find_if(all.begin(), all.end(),
                                    [&](const Proof& one) { return one.name > proof.name; });
    all.insert(place, std::move(proof));
}

const std::vector<Proof>& all_proofs() {
    return proofs();
}

} // namespace joingate::proofs
