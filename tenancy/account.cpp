#include "tenancy/account.h"

#include <algorithm>

namespace joingate {
namespace {

template <class Predicate>
const Instance* first_of(const std::vector<Instance>& instances, Predicate predicate) {
    const auto found = std::find_if(instances.begin(), instances.end(), predicate);
    return found == instances.end() ? nullptr : &*found;
}

} // namespace

unsigned Account::rate(std::string_view action) const {
    const auto own = rates.find(action);
    return own != rates.end() ? own->second : rates.at("*");
}

const Instance* Account::instance(std::string_view iot_instance_id) const {
    return first_of(instances, [&](const Instance& one) { return one.id == iot_instance_id; });
}

const Instance* Account::instance(std::int64_t number) const {
    return first_of(instances, [&](const Instance& one) { return one.number == number; });
}

const Instance* Account::public_instance() const {
    return first_of(instances, [](const Instance& one) { return one.is_public; });
}

const Instance* Account::home() const {
    if (const auto* one = public_instance()) return one;
    return instances.empty() || public_is_away ? nullptr : &instances.front();
}

std::string_view charge_status(const Account& account) {
    return account.in_arrearage ? "ARREARAGE" : "NORMAL";
}

db::Scope scope_of(const Account& account, const Instance& instance) {
    return {instance.schema,
            instance.schema,
            {{"caller", account.name}, {"instance", std::to_string(instance.number)}}};
}

} // namespace joingate
