#include "handlers/action.h"

namespace joingate {
namespace {

Data check(const Query& query) {
    return query.caller.account().activated;
}

} // namespace

Action CheckCloudProductOpenStatus() {
    return Action::lookup("Tells whether the caller's account has activated Link WAN.")
        .on("user-license", "*")
        .before_activation()
        .takes({choice("ServiceCode", {"linkwan"}).like("linkwan").means("The product.")})
        .answers(replies("Data", Type::Boolean))
        .handled_by(check);
}

} // namespace joingate
