#include "handlers/gateway/gateway.h"

#include "handlers/rows.h"

#include <iterator>
#include <optional>
#include <utility>

namespace joingate::gateway {
namespace {

// What is published for Description, and what the columns of the others take.
constexpr std::int64_t kMostOfDescription = 100;
constexpr std::int64_t kMostOfDistrict = 100;
constexpr std::int64_t kMostOfAddress = 255;

constexpr std::int64_t kEast = 180;
constexpr std::int64_t kNorth = 90;

/// Unlike the other names a gateway's may not begin with '_' (domain Q-9).
std::optional<std::string_view> name(const Inputs& in) {
    const auto given = in.optional_unit_name("Name");
    if (given && given->front() == '_') throw Error{Code::InvalidName};
    return given;
}

void append(std::vector<ReplyField>& to, std::vector<ReplyField> fields) {
    to.insert(to.end(), std::make_move_iterator(fields.begin()),
              std::make_move_iterator(fields.end()));
}

} // namespace

Field eui_field() {
    return eui("GwEui").required().like("d896e0ff00000001").means("The gateway.");
}

std::vector<Field> said_fields() {
    return {
        unit_name("Name")
            .like("gateway1")
            .means(
                "Han characters, letters, digits and '_', but no '_' first; 4 to 30 units, a Han "
                "character is 2."),
        text("Description")
            .most_characters(kMostOfDescription)
            .like("On the roof.")
            .means("Any text of up to 100 characters."),
        band("FreqBandPlanGroupId")
            .like("101")
            .means("GroupId of a plan that ListFreqBandPlanGroups shows."),
        choice("CommunicationMode", {"HALF_DUPLEX", "FULL_DUPLEX"})
            .like("FULL_DUPLEX")
            .means("Whether it can send and receive at once."),
        number("AddressCode").like("330106").means("The district's code in AMap's table."),
        text("City").most_characters(kMostOfDistrict).like("Hangzhou").means("The city."),
        text("District").most_characters(kMostOfDistrict).like("Xihu").means("The district."),
        text("Address").most_characters(kMostOfAddress).like("Street 1").means("The street."),
        choice("GisCoordinateSystem", {"WGS_84", "GCJ_02"})
            .also("WGS-84", "WGS_84")
            .also("GCJ-02", "GCJ_02")
            .like("WGS_84")
            .means("What longitude and latitude refer to."),
        decimal("Longitude").between(-kEast, kEast).like("120.024").means("Degrees east."),
        decimal("Latitude").between(-kNorth, kNorth).like("30.281").means("Degrees north."),
    };
}

db::Binds said(const Inputs& in) {
    return {{"name", db::nullable(name(in))},
            {"band", db::nullable(in.optional_band("FreqBandPlanGroupId"))},
            {"description", db::nullable(in.optional_text("Description"))},
            {"mode", db::nullable(in.optional_text("CommunicationMode"))},
            {"address_code", db::nullable(in.optional_number("AddressCode"))},
            {"city", db::nullable(in.optional_text("City"))},
            {"district", db::nullable(in.optional_text("District"))},
            {"address", db::nullable(in.optional_text("Address"))},
            {"coordinates", db::nullable(in.optional_text("GisCoordinateSystem"))},
            {"longitude", db::nullable(in.optional_text("Longitude"))},
            {"latitude", db::nullable(in.optional_text("Latitude"))}};
}

std::vector<ReplyField> reply_fields(std::vector<ReplyField> head, std::vector<ReplyField> states) {
    append(head, {replies("Name", Type::String), replies("Description", Type::String),
                  replies("City", Type::String), replies("District", Type::String),
                  replies("Address", Type::String), replies("AddressCode", Type::Long),
                  replies("GisCoordinateSystem", Type::String), replies("Longitude", Type::Float),
                  replies("Latitude", Type::Float), replies("FreqBandPlanGroupId", Type::Long),
                  replies("CommunicationMode", Type::String)});
    append(head, std::move(states));
    append(head, {replies("OnlineStateChangedMillis", Type::Long),
                  replies("EmbeddedNsId", Type::String).since_2019(),
                  replies("ChargeStatus", Type::String).since_2019(),
                  replies("AuthTypes", Type::String).since_2019()});
    return head;
}

/// No radio passes here: a gateway has never been online, and what it could do in class B or with
/// its clock it has told nobody.
Data gateway_data(const db::Row& row, const Account& account) {
    return Data::fields()
        .add("GwEui", row.text("gw_eui"))
        .add("OnlineState", kOnlineState)
        .add("Name", row.text("gateway_name"))
        .add("Description", optional_text(row, "description"))
        .add("City", row.text("city"))
        .add("District", row.text("district"))
        .add("Address", row.text("address"))
        .add("AddressCode", row.number("address_code"))
        .add("GisCoordinateSystem", row.text("gis_coordinate_system"))
        .add("Longitude", decimal_text(row, "longitude"))
        .add("Latitude", decimal_text(row, "latitude"))
        .add("FreqBandPlanGroupId", row.number("freq_band_plan_group_id"))
        .add("CommunicationMode", row.text("communication_mode"))
        .add("TimeCorrectable", false)
        .add("ClassBSupported", false)
        .add("ClassBWorking", false)
        .add("Enabled", row.flag("enabled"))
        .add("ChargeStatus", std::string{charge_status(account)});
}

} // namespace joingate::gateway
