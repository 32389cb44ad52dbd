#include "fcgi/ledger_result.h"

#include <algorithm>
#include <chrono>
#include <stdexcept>

namespace joingate {
namespace {

constexpr char kNumber = 'n';
constexpr char kText = 't';
constexpr char kRefusal = 'r';
constexpr std::int64_t kWindowMillis = 900'000;
constexpr std::int64_t kLeastKeptMillis = 1'800'000;

} // namespace

db::LedgerEntry ledger_entry(const Request& request, const Caller& caller, const Action& action) {
    const auto now = std::chrono::duration_cast<std::chrono::milliseconds>(
                         std::chrono::system_clock::now().time_since_epoch())
                         .count();
    return {caller.principal().access_key_id, caller.nonce(), request.request_id, action.name(),
            std::max(caller.stamp() * 1000 + kWindowMillis, now + kLeastKeptMillis)};
}

std::string to_ledger(const Data& data) {
    if (data.empty()) return {};
    if (const auto* number = std::get_if<std::int64_t>(&data.value()))
        return kNumber + std::to_string(*number);
    if (const auto* text = std::get_if<std::string>(&data.value())) return kText + *text;
    throw std::logic_error{"a write answers with nothing, a number or a text"};
}

std::string to_ledger(const Error& refusal) {
    return kRefusal + std::to_string(static_cast<int>(refusal.code()));
}

Data from_ledger(const std::string& kept) {
    if (kept.empty()) return {};
    const auto rest = kept.substr(1);
    switch (kept.front()) {
    case kNumber: return Data{static_cast<std::int64_t>(std::stoll(rest))};
    case kText: return Data{rest};
    case kRefusal: throw Error{static_cast<Code>(std::stoi(rest))};
    default: throw std::logic_error{"unknown result in the request ledger"};
    }
}

} // namespace joingate
