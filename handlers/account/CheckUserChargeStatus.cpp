#include "handlers/action.h"

namespace joingate {
namespace {

Data check(const Query& query) {
    return std::string{charge_status(query.caller.account())};
}

} // namespace

Action CheckUserChargeStatus() {
    return Action::lookup("Tells whether the caller's account has paid its bills.")
        .on("user-license", "*")
        .since_2019()
        .answers(replies("Data", Type::String))
        .handled_by(check);
}

} // namespace joingate
