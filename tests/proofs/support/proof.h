#pragma once

#include "tests/proofs/support/run.h"

#include <functional>
#include <string>
#include <vector>

namespace joingate::proofs {

/// A bug under which a proof must turn red. Where tests/bugs/NAME.patch exists, it is one of the
/// worker: Run::worker() is then the program with the bug in it. Where tests/bugs/in_process/
/// has it, the proof runs in a program like its own with the bug in it. Else the proof itself
/// spoils the set-up where Run::has_bug() says so.
struct Bug {
    std::string name;
    std::string breaks; ///< the rule that must be seen broken, as given to Run::must()
};

struct Proof {
    std::string name; ///< as in docs/proofs.md, e.g. worker-kill
    std::function<void(Run&)> prove;
    std::vector<Bug> bugs; ///< at least one: a check that cannot fail is worth nothing
};

/// A global of this type makes the proof known to the program.
class Registered {
public:
    explicit Registered(Proof proof);
};

/// By name.
const std::vector<Proof>& all_proofs();

} // namespace joingate::proofs
