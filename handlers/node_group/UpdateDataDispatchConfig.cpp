#include "handlers/expect_one.h"
#include "handlers/node_group/data_dispatch.h"
#include "handlers/node_group/group.h"

#include "sql/statements.h"

namespace joingate {
namespace {

constexpr std::string_view kDestination{"DataDispatchDestination"};

/// A configuration is replaced as a whole: what the destination does not use is gone.
Data configure(Call& call) {
    const auto id = call.in.number("NodeGroupId");
    node_group::lock(call, id);

    const auto text = [&](std::string_view name) {
        return db::nullable(call.in.optional_text(name));
    };
    const auto destination = call.in.text(kDestination);
    db::Value debug_switch;
    if (destination == data_dispatch::kIot)
        debug_switch = std::int64_t{call.in.optional_flag("DebugSwitch").value_or(false)};
    expect_one(call.db.change(statement::configure_data_dispatch,
                              {{"group", id},
                               {"destination", destination},
                               {"product_type", text("ProductType")},
                               {"product_name", text("ProductName")},
                               {"product_key", text("ProductKey")},
                               {"debug_switch", debug_switch},
                               {"uplink_region_name", text("UplinkRegionName")},
                               {"uplink_topic", text("UplinkTopic")}}),
               "node group that is locked");
    return {};
}

std::vector<Field> fields() {
    using data_dispatch::kIot;
    using data_dispatch::kOns;
    constexpr std::int64_t kMostOfName = 64;
    constexpr std::int64_t kMostOfTopic = 255;
    return {
        node_group::id_field(),
        choice(kDestination, {kIot, kOns})
            .also("MQ", kOns)
            .required()
            .like("IOT")
            .means("A product of the IoT platform, or a topic of a message queue."),
        choice("ProductType", {"IOT_SUITE", "IOT_SUITE_SENIOR"})
            .required_where(kDestination, kIot)
            .like("IOT_SUITE")
            .means("Edition of the product; needed for IOT."),
        text("ProductName")
            .required_where(kDestination, kIot)
            .most_characters(kMostOfName)
            .like("product1")
            .means("Name of the product; needed for IOT."),
        text("ProductKey")
            .required_where(kDestination, kIot)
            .most_characters(kMostOfName)
            .like("a1B2c3D4e5F")
            .means("Key of the product; needed for IOT."),
        text("UplinkRegionName")
            .required_where(kDestination, kOns)
            .most_characters(kMostOfName)
            .like("cn-shanghai")
            .means("Region of the topic; needed for ONS."),
        text("UplinkTopic")
            .required_where(kDestination, kOns)
            .most_characters(kMostOfTopic)
            .like("uplink")
            .means("The topic; needed for ONS."),
        boolean("DebugSwitch")
            .since_2019()
            .like("true")
            .means("Whether IOT also gets the data for debugging; not without it."),
    };
}

} // namespace

Action UpdateDataDispatchConfig() {
    return Action::write("Sets where the uplink data of a node group go.")
        .on("node-group", "NodeGroupId")
        .at(Place::OfId)
        .needs("NODE")
        .takes(fields())
        .refuses({Code::NonExistent, Code::NotResourceOwner, Code::ResourceLocked})
        .handled_by(configure);
}

} // namespace joingate
