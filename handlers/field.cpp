#include "handlers/field.h"

namespace joingate {

std::optional<Version> parse_version(std::string_view text) {
    if (text == "2019-03-01") return Version::V2019;
    if (text == "2018-12-30") return Version::V2018;
    return std::nullopt;
}

std::string_view version_text(Version version) {
    return version == Version::V2019 ? "2019-03-01" : "2018-12-30";
}

std::string_view type_text(Type type) {
    switch (type) {
    case Type::String: return "String";
    case Type::Long: return "Long";
    case Type::Integer: return "Integer";
    case Type::Boolean: return "Boolean";
    case Type::Float: return "Float";
    case Type::Struct: return "Struct";
    case Type::List: return "List";
    }
    return {};
}

std::string Field::wire_type() const {
    const std::string one{type_text(type_)};
    return most_items_ ? "RepeatList<" + one + '>' : one;
}

Field instance_id() {
    return text("IotInstanceId")
        .since_2019()
        .like("iot-060a09wy")
        .means("The instance of the caller's account; without it the public one.");
}

} // namespace joingate
