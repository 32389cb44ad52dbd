#include "handlers/node/node.h"

namespace joingate {
namespace {

Data get(Call& call) {
    return node::shown(node::own(call));
}

ReplyField reply() {
    auto fields = node::replies_shown();
    fields.push_back(replies("AuthTypes", Type::String).since_2019());
    return replies_struct("Data", std::move(fields));
}

} // namespace

Action GetNode() {
    return Action::read("Reads a node that is in one of the caller's node groups.")
        .on("node", "DevEui")
        .needs("NODE")
        .takes({node::dev_eui_field()})
        .answers(reply())
        .refuses({Code::NonExistent, Code::NotResourceOwner})
        .handled_by(get);
}

} // namespace joingate
