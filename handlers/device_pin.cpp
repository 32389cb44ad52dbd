#include "handlers/device_pin.h"

#include "handlers/throttle.h"

namespace joingate {

Field pin_field() {
    return pin("PinCode").required().like("123456").means(
        "Six digits that are printed on the device.");
}

void check_pin(Call& call, DeviceKind kind, std::string_view eui, const db::Row& tuple) {
    throttle::refuse_blocked(call, throttle::kPin);
    const PinHash kept{static_cast<int>(tuple.number("key_version")), tuple.text("pin_hash")};
    if (!call.devices.pin_matches(kind, eui, call.in.text("PinCode"), kept))
        throttle::miss(call, throttle::kPin, call.settings.pin);
    throttle::confirm_hit(call, throttle::kPin);
}

} // namespace joingate
