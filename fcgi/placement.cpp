#include "fcgi/placement.h"

#include "handlers/error.h"
#include "sql/statements.h"

#include <Poco/String.h>

namespace joingate {
namespace {

constexpr std::string_view kInstanceId{"IotInstanceId"};

} // namespace

const Instance* named_instance(const Action& action, const Account& account, const Inputs& inputs) {
    const auto* field = action.field(kInstanceId);
    if (action.place() != Place::Named || field == nullptr || !field->in(inputs.version()))
        return nullptr;
    const auto id = inputs.optional_text(kInstanceId);
    const auto* instance = id ? account.instance(*id) : account.public_instance();
    if (instance == nullptr) {
        const bool has_code = action.lists(Code::GatewayInstanceInvalid);
        throw Error{has_code ? Code::GatewayInstanceInvalid : Code::NonExistent,
                    id ? "unknown, foreign or unavailable IotInstanceId"
                       : "the account has no public instance"};
    }
    return instance;
}

std::optional<std::string_view> placing_id(const Action& action, const Inputs& inputs) {
    if (action.place() == Place::Home) return std::nullopt;
    for (const auto& resource : action.resources())
        if (resource.id != "*" && inputs.has(resource.id)) return resource.id;
    return std::nullopt;
}

const db::Statement& locator(std::string_view parameter) {
    if (parameter == "DevEui") return statement::instance_of_own_node;
    if (parameter == "GwEui") return statement::instance_of_own_gateway;
    return statement::instance_of_own_resource;
}

std::string_view form_body(const Request& request) {
    constexpr std::string_view kForm{"application/x-www-form-urlencoded"};
    const auto is_form = Poco::icompare(request.content_type, 0, kForm.size(), kForm.data()) == 0;
    return is_form ? std::string_view{request.body} : std::string_view{};
}

} // namespace joingate
