#pragma once

#include "handlers/action.h"

#include <string>
#include <string_view>
#include <vector>

namespace joingate::permission {

/// What the list of owned permissions and its count take as filters.
std::vector<Field> owned_filter_fields();

/// The filters of a call, for one page or count. A part of a name or of a JoinEUI that few
/// permissions have is found by an index, any other on the way through all of them.
class OwnedFilters {
public:
    explicit OwnedFilters(Call& call);
    OwnedFilters(const OwnedFilters&) = delete;
    OwnedFilters& operator=(const OwnedFilters&) = delete;

    const db::Binds& binds() const { return binds_; }

private:
    void add(Call& call, const db::Statement& finder, std::string_view parameter,
             std::string_view filter, std::string_view rare_filter, std::string& ids);

    std::string name_ids_;
    std::string join_eui_ids_;
    db::Binds binds_;
};

} // namespace joingate::permission
