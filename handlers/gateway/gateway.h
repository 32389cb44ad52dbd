#pragma once

#include "handlers/action.h"

#include <vector>

namespace joingate::gateway {

/// The parameter that names a gateway.
Field eui_field();

/// What an account says about a gateway: parameters that an update may leave out.
std::vector<Field> said_fields();

/// Those of them that are given, as statements bind them; NULL for the others. Throws InvalidName,
/// InvalidFreqBandPlan.
db::Binds said(const Inputs& in);

/// A gateway in a reply. The fields stand in a published order: `head`, what is said about it,
/// `states`, the rest.
std::vector<ReplyField> reply_fields(std::vector<ReplyField> head, std::vector<ReplyField> states);

/// A row of own_gateway or own_gateways.
Data gateway_data(const db::Row& row, const Account& account);

/// Of every gateway: no radio passes here.
inline constexpr const char* kOnlineState = "OFFLINE";

} // namespace joingate::gateway
