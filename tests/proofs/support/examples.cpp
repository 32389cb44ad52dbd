#include "tests/proofs/support/examples.h"

namespace joingate::proofs {

std::string example_of(const Field& field) {
    if (!field.example().empty()) return std::string{field.example()};
    if (!field.values().empty()) return std::string{field.values().front()};
    switch (field.rule()) {
    case Rule::Boolean: return "true";
    case Rule::Eui:
    case Rule::EuiPart: return "d896e0ff00000001";
    case Rule::Name: return "some_name";
    case Rule::Number:
    case Rule::Decimal: return std::to_string(field.least().value_or(1));
    case Rule::Pin: return "123456";
    case Rule::Band: return "101";
    case Rule::Choice:
    case Rule::Id:
    case Rule::Text: break;
    }
    return "123";
}

Client::Pairs example_of(const Action& action) {
    Client::Pairs pairs;
    for (const auto& field : action.fields())
        pairs.emplace_back(sent_name(field), example_of(field));
    return pairs;
}

std::string sent_name(const Field& field) {
    return std::string{field.name()} + (field.most_items() ? ".1" : "");
}

} // namespace joingate::proofs
