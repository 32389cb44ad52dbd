#pragma once

#include "handlers/action.h"

#include <string_view>
#include <vector>

namespace joingate::node {

/// DevEui of an action that is about one node.
Field dev_eui_field();
/// The filter that every list of nodes takes.
Field part_field();

/// A node in a group of the caller's account, and the class of the permission that is bound to it.
/// Throws NotResourceOwner for a node of another account, NonExistent for one in no group.
db::Row own(Call& call);

/// What every reply that shows a node begins with: DevEui to BoundMillis. ClassMode is that of the
/// permission bound to its group. There is no radio, so nobody has an address or has joined.
Data shown(const db::Row& row);
std::vector<ReplyField> replies_shown();

/// Values of SortingField. Nobody has joined, so the second puts all in the order of the first.
std::vector<std::string_view> sorting_fields();

/// What the two lists by the id of a group or permission and their counts filter by.
db::Binds in_group(const Inputs& in);
db::Binds by_owned_permission(const Inputs& in);

} // namespace joingate::node
