#include "handlers/join_permission/permission.h"

#include "handlers/expect_one.h"
#include "handlers/refusals.h"
#include "sql/failure.h"
#include "sql/statements.h"

namespace joingate::permission {
namespace {

constexpr std::int64_t kLeastRxDelay = 1;
constexpr std::int64_t kMostRxDelay = 15;
constexpr std::int64_t kMostDataRate = 5;

std::vector<Field> radio(Field rx_delay, Field data_rate) {
    return {rx_delay.since_2019()
                .between(kLeastRxDelay, kMostRxDelay)
                .like("1")
                .means("Delay of the receive window in seconds; takes effect in class A."),
            data_rate.since_2019()
                .between(0, kMostDataRate)
                .like("4")
                .means("Index of the wanted downlink data rate; takes effect in class B.")};
}

bool is_empty(const Changes& changes) {
    return !changes.name && !changes.band && !changes.class_mode && !changes.join_eui &&
           !changes.rx_delay && !changes.data_rate;
}

/// Runs a statement that sets a name.
template <class Change> void naming(Change&& change) {
    refuse_duplicate("permission_name", Code::JoinPermissionNameDuplicated,
                     std::forward<Change>(change));
}

} // namespace

Field id_field() {
    return id("JoinPermissionId").required().like("123").means("The join permission.");
}

Field name_field() {
    return unit_name("JoinPermissionName")
        .like("凭证1")
        .means("Han characters, letters, digits and '_'; 4 to 30 units, a Han character is 2.");
}

Field band_field() {
    return band("FreqBandPlanGroupId")
        .like("101")
        .means("GroupId of a plan that ListFreqBandPlanGroups shows.");
}

Field class_mode_field() {
    return choice("ClassMode", {"A", "B", "C"}).like("A").means("LoRaWAN device class.");
}

std::vector<Field> radio_fields() {
    return radio(number("RxDelay").default_to(kLeastRxDelay), number("DataRate"));
}

std::vector<Field> radio_text_fields() {
    return radio(number_text("RxDelay"), number_text("DataRate"));
}

Field enabled_field() {
    return boolean("Enabled").required().like("true").means("Whether nodes may join.");
}

std::optional<Grant> lock_owned(Call& call, std::int64_t id) {
    const auto row = call.db.row(statement::permission_to_change, {{"permission", id}});
    if (!row) return std::nullopt;
    if (!row->has("granted_to")) return Grant::None;
    return row->text("granted_to") == "SELF" ? Grant::Self : Grant::Other;
}

Error foreign_or_none(Call& call, std::int64_t id) {
    return joingate::foreign_or_none(call, statement::permission_of_another_account,
                                     {{"permission", id}});
}

std::int64_t new_id(Call& call) {
    return call.db.insert(statement::add_permission_id);
}

void forget_id(Call& call, std::int64_t id) {
    expect_one(call.db.change(statement::remove_permission_id, {{"permission", id}}),
               "id of a join permission");
}

void add(Call& call, std::int64_t id, const Terms& terms) {
    naming([&] {
        call.db.change(statement::add_permission, {{"permission", id},
                                                   {"type", terms.type},
                                                   {"name", terms.name},
                                                   {"band", terms.band},
                                                   {"class_mode", terms.class_mode},
                                                   {"join_eui", terms.join_eui},
                                                   {"rx_delay", terms.rx_delay},
                                                   {"data_rate", db::nullable(terms.data_rate)}});
    });
    if (terms.type == kLocal) call.db.change(statement::add_name_suffixes, {{"permission", id}});
}

void change(Call& call, std::int64_t id, const Changes& changes, bool is_leased) {
    if (is_empty(changes)) return;
    naming([&] {
        expect_one(call.db.change(statement::change_permission,
                                  {{"permission", id},
                                   {"name", db::nullable(changes.name)},
                                   {"band", db::nullable(changes.band)},
                                   {"class_mode", db::nullable(changes.class_mode)},
                                   {"join_eui", db::nullable(changes.join_eui)},
                                   {"rx_delay", db::nullable(changes.rx_delay)},
                                   {"data_rate", db::nullable(changes.data_rate)}}),
                   "join permission that is locked");
    });
    // A ROAMING permission has no suffixes to remove.
    if (changes.name && call.db.change(statement::remove_name_suffixes, {{"permission", id}}) != 0)
        call.db.change(statement::add_name_suffixes, {{"permission", id}});
    if (is_leased) call.db.change(statement::copy_terms_to_lease, {{"permission", id}});
}

void enable(Call& call, std::int64_t id, bool enabled, bool is_leased) {
    expect_one(call.db.change(statement::enable_permission,
                              {{"permission", id}, {"enabled", std::int64_t{enabled}}}),
               "join permission that is locked");
    if (is_leased) call.db.change(statement::copy_terms_to_lease, {{"permission", id}});
}

} // namespace joingate::permission
