#pragma once

#include "handlers/action.h"

#include <cstdint>
#include <optional>
#include <string_view>
#include <vector>

namespace joingate::permission {

inline constexpr std::string_view kLocal{"LOCAL"};
inline constexpr std::string_view kRoaming{"ROAMING"};

/// The parameters that several actions share.
Field id_field();
Field name_field();
Field band_field();
Field class_mode_field();
/// RxDelay and DataRate, as create and apply type them (Long, with a default) and as the updates do
/// (String, none).
std::vector<Field> radio_fields();
std::vector<Field> radio_text_fields();
Field enabled_field();

/// To whom an owned LOCAL permission is offered or rented.
enum class Grant {
    None, ///< AuthState NEW
    Self, ///< the owner rents it
    Other ///< offered to, or rented by, another account
};

/// Locks an owned LOCAL permission of this instance until the end of the transaction, against
/// changes and against offers; a grant can only end meanwhile. None where there is no such
/// permission.
std::optional<Grant> lock_owned(Call& call, std::int64_t id);

/// For an id that names nothing in this instance, in actions whose table tells a foreign resource
/// from none: NotResourceOwner or NonExistent (domain Q-3).
Error foreign_or_none(Call& call, std::int64_t id);

/// Gives the new permission its id.
std::int64_t new_id(Call& call);

/// Takes the id of a permission that is no more out of use.
void forget_id(Call& call, std::int64_t id);

struct Terms {
    std::string_view type;
    std::string_view name; ///< checked
    std::int64_t band = 0; ///< checked
    std::string_view class_mode;
    std::string_view join_eui;
    std::int64_t rx_delay = 1;
    std::optional<std::int64_t> data_rate;
};

/// A new permission of this instance. Throws JoinPermissionNameDuplicated where the account has the
/// name in this instance already (domain Q-8).
void add(Call& call, std::int64_t id, const Terms& terms);

/// What an update may change; what is left out stays.
struct Changes {
    std::optional<std::string_view> name; ///< checked
    std::optional<std::int64_t> band;     ///< checked
    std::optional<std::string_view> class_mode;
    std::optional<std::string_view> join_eui;
    std::optional<std::int64_t> rx_delay;
    std::optional<std::int64_t> data_rate;
};

/// Of a permission that is locked; a lease's copy of its terms follows where `is_leased`. Without
/// any change not even the version differs afterwards (domain section 3). Throws as add() does.
void change(Call& call, std::int64_t id, const Changes& changes, bool is_leased);

/// Switches a permission that is locked on or off, and a lease's copy with it.
void enable(Call& call, std::int64_t id, bool enabled, bool is_leased);

} // namespace joingate::permission
