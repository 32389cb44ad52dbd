#pragma once

#include "handlers/action.h"
#include "tenancy/client.h"

namespace joingate::proofs {

/// A value of the right form for a parameter, which names nothing that is there.
std::string example_of(const Field& field);

/// Parameters of the right form for all that the action takes.
Client::Pairs example_of(const Action& action);

/// The name under which a parameter is sent: that of its first item where it is a list.
std::string sent_name(const Field& field);

} // namespace joingate::proofs
