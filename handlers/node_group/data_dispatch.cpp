#include "handlers/node_group/data_dispatch.h"

#include "handlers/rows.h"

namespace joingate::data_dispatch {

std::optional<Data> config(const db::Row& row) {
    if (!row.has("dispatch_destination")) return std::nullopt;
    const auto& destination = row.text("dispatch_destination");
    auto config = Data::fields().add("Destination", destination);
    if (destination == kIot)
        config.add("IotProduct", Data::fields()
                                     .add("ProductName", row.text("product_name"))
                                     .add("ProductKey", row.text("product_key"))
                                     .add("ProductType", row.text("product_type"))
                                     .add("DebugSwitch", row.flag("debug_switch")));
    else
        config.add("OnsTopics", Data::fields()
                                    .add("UplinkRegionName", row.text("uplink_region_name"))
                                    .add("UplinkTopic", row.text("uplink_topic")));
    return config;
}

ReplyField replies_config(ReplyField debug_switch) {
    return replies_struct(
        "DataDispatchConfig",
        {replies("Destination", Type::String),
         replies_struct("IotProduct",
                        {replies("ProductName", Type::String), replies("ProductKey", Type::String),
                         replies("ProductType", Type::String), std::move(debug_switch)}),
         replies_struct("OnsTopics", {replies("DownlinkRegionName", Type::String),
                                      replies("DownlinkTopic", Type::String),
                                      replies("UplinkRegionName", Type::String),
                                      replies("UplinkTopic", Type::String)})});
}

} // namespace joingate::data_dispatch
