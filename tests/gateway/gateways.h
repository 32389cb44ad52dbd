#pragma once

#include "tests/support/two_tenants.h"

#include <stdexcept>
#include <string>

namespace joingate::test {

/// Gateways that the operator has registered, and those that accounts have taken. The PIN of each
/// is 123456.
class Gateways : public TwoTenants {
public:
    static constexpr const char* kPin = "123456";

    /// The GwEUI with this number.
    static std::string eui(int number = 1) {
        constexpr std::size_t kDigits = 8;
        const auto digits = std::to_string(number);
        return "d896e0fe" + std::string(kDigits - digits.size(), '0') + digits;
    }

    /// Puts a gateway into the registry; its GwEUI.
    static std::string registered(int number = 1, const std::string& state = "ACTIVE") {
        const auto gateway = eui(number);
        const auto hash = devices().hash_pin(DeviceKind::Gateway, gateway, kPin);
        std::string bytes;
        for (const auto byte : hash.bytes) {
            constexpr std::string_view kHex{"0123456789abcdef"};
            const auto value = static_cast<unsigned char>(byte);
            bytes += {kHex[value / kHex.size()], kHex[value % kHex.size()]};
        }
        run("INSERT INTO joingateexchange.gateway_tuple (gw_eui, pin_hash, key_version, state, "
            "create_millis) VALUES ('" +
            gateway + "', x'" + bytes + "', " + std::to_string(hash.key_version) + ", '" + state +
            "', 1)");
        return gateway;
    }

    /// What CreateGateway needs.
    static Tenant::Pairs request(const std::string& gateway, const Tenant::Pairs& changes = {}) {
        return with({{"GwEui", gateway},
                     {"PinCode", kPin},
                     {"Name", "gateway1"},
                     {"FreqBandPlanGroupId", "101"},
                     {"CommunicationMode", "FULL_DUPLEX"},
                     {"City", "杭州"},
                     {"District", "西湖"},
                     {"Address", "Street 1"},
                     {"GisCoordinateSystem", "GCJ_02"},
                     {"Longitude", "120.024"},
                     {"Latitude", "30.281"},
                     {"AddressCode", "330106"}},
                    changes);
    }

    /// A registered gateway that the account has taken; its GwEUI.
    static std::string gateway(Tenant& account, int number = 1, const Tenant::Pairs& changes = {}) {
        const auto taken = registered(number);
        if (const auto code = account.calls("CreateGateway", request(taken, changes));
            !code.empty())
            throw std::runtime_error{"CreateGateway: " + code};
        return taken;
    }

    /// A column of an account's only gateway.
    static std::string column(const Tenant& account, const std::string& name) {
        return value_of("SELECT " + name + " FROM " + account.schema() + ".gateway");
    }
    static std::string claims() {
        return value_of("SELECT COUNT(*) FROM joingateexchange.gateway_claim");
    }
};

} // namespace joingate::test
