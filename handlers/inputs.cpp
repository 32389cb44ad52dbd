#include "handlers/inputs.h"

#include "handlers/freq_band/plans.h"

#include <Poco/String.h>
#include <Poco/UTF8Encoding.h>

#include <algorithm>
#include <array>
#include <charconv>
#include <limits>
#include <stdexcept>
#include <utility>

namespace joingate {
namespace {

constexpr std::size_t kLongestInstanceId = 64;
constexpr std::size_t kLongestId = 19;
constexpr std::size_t kEuiDigits = 16;
constexpr int kFewestNameUnits = 4;
constexpr int kMostNameUnits = 30;

/// Takes the next character off `rest`; none where its bytes are not the one right UTF-8 form of a
/// character.
std::optional<int> take_character(std::string_view& rest) {
    static const Poco::UTF8Encoding utf8;
    const auto* bytes = reinterpret_cast<const unsigned char*>(rest.data());
    const int available = static_cast<int>(std::min<std::size_t>(rest.size(), 4));
    const int character = utf8.queryConvert(bytes, available);
    if (character < 0) return std::nullopt;
    rest.remove_prefix(static_cast<std::size_t>(utf8.sequenceLength(bytes, available)));
    return character;
}

/// Well-formed UTF-8 without NUL.
bool is_text(std::string_view text) {
    while (!text.empty()) {
        const auto character = take_character(text);
        if (!character || *character == 0) return false;
    }
    return true;
}

std::int64_t characters(std::string_view text) {
    std::int64_t count = 0;
    while (!text.empty() && take_character(text))
        ++count;
    return count;
}

bool is_digit(int character) {
    return character >= '0' && character <= '9';
}

bool is_name_letter(int character) {
    return is_digit(character) || (character >= 'A' && character <= 'Z') ||
           (character >= 'a' && character <= 'z') || character == '_';
}

/// The unified ideographs and the compatibility block, by ranges rather than by script: kana and
/// full-width forms are no Han (domain Q-10).
bool is_han(int character) {
    return (character >= 0x3400 && character <= 0x4DBF) ||
           (character >= 0x4E00 && character <= 0x9FFF) ||
           (character >= 0xF900 && character <= 0xFAFF) ||
           (character >= 0x20000 && character <= 0x323AF);
}

std::optional<std::int64_t> whole_number(std::string_view text) {
    std::int64_t value = 0;
    const auto* end = text.data() + text.size();
    const auto [stopped, problem] = std::from_chars(text.data(), end, value);
    if (problem != std::errc{} || stopped != end) return std::nullopt;
    return value;
}

/// Ids are compared as the server once wrote them. "007" is not 7: a policy that names 7 would not
/// see it coming.
std::optional<std::int64_t> resource_id(std::string_view text) {
    if (text.empty() || text.size() > kLongestId || text.front() == '0') return std::nullopt;
    if (!std::all_of(text.begin(), text.end(), is_digit)) return std::nullopt;
    return whole_number(text);
}

bool is_eui(std::string_view text) {
    return text.size() == kEuiDigits && std::all_of(text.begin(), text.end(), [](char digit) {
               return is_digit(digit) || (digit >= 'a' && digit <= 'f') ||
                      (digit >= 'A' && digit <= 'F');
           });
}

bool is_pin(std::string_view text) {
    constexpr std::size_t kDigits = 6;
    return text.size() == kDigits && std::all_of(text.begin(), text.end(), is_digit);
}

std::optional<bool> truth(std::string_view text) {
    const std::string given{text};
    if (Poco::icompare(given, "true") == 0) return true;
    if (Poco::icompare(given, "false") == 0) return false;
    return std::nullopt;
}

std::int64_t checked_number(const Field& field, std::string_view text) {
    const auto value = whole_number(text);
    if (!value || *value < field.least().value_or(std::numeric_limits<std::int64_t>::min()) ||
        *value > field.most().value_or(std::numeric_limits<std::int64_t>::max()))
        throw invalid(field.name());
    return *value;
}

/// The shortest text of it without an exponent, so that it comes back as it was meant.
std::string checked_decimal(const Field& field, std::string_view text) {
    double value = 0;
    const auto* end = text.data() + text.size();
    const auto [stopped, problem] = std::from_chars(text.data(), end, value);
    const auto least = static_cast<double>(field.least().value());
    const auto most = static_cast<double>(field.most().value());
    // Written so that it is false for what is not a number.
    const bool fits = value >= least && value <= most;
    if (problem != std::errc{} || stopped != end || !fits) throw invalid(field.name());

    constexpr std::size_t kLongest = 512;
    std::array<char, kLongest> digits{};
    const auto written = std::to_chars(digits.data(), digits.data() + digits.size(), value,
                                       std::chars_format::fixed);
    return {digits.data(), written.ptr};
}

std::string choice_of(const Field& field, const std::string& text) {
    const auto& spellings = field.spellings();
    const auto other = std::find_if(spellings.begin(), spellings.end(),
                                    [&](const auto& pair) { return pair.first == text; });
    if (other != spellings.end()) return std::string{other->second};
    const auto& values = field.values();
    if (std::find(values.begin(), values.end(), text) == values.end()) throw invalid(field.name());
    return text;
}

} // namespace

bool is_unit_name(std::string_view utf8) {
    int units = 0;
    while (!utf8.empty()) {
        const auto character = take_character(utf8);
        if (!character) return false;
        if (is_han(*character))
            units += 2;
        else if (is_name_letter(*character))
            units += 1;
        else
            return false;
        if (units > kMostNameUnits) return false;
    }
    return units >= kFewestNameUnits;
}

Inputs::Inputs(const std::vector<Field>& fields, const Params& params, Version version)
    : version_{version} {
    entries_.reserve(fields.size());
    for (const Field& field : fields) {
        Entry& entry = entries_.emplace_back();
        entry.field = &field;
        if (!field.in(version)) continue;
        fill(entry, params);
        if (!entry.given && field.is_required()) throw missing(field.name());
    }

    for (Entry& one : entries_) {
        if (one.field->where()) settle(one);
        if (one.given) read(one);
    }
}

void Inputs::fill(Entry& entry, const Params& params) {
    const Field& field = *entry.field;
    if (const auto most = field.most_items()) {
        const auto items = params.items(field.name());
        // The last number that may be used: spec "robustness", section 2.
        constexpr unsigned kMostNumber = 999;
        if (items.size() > *most) throw invalid(field.name());
        for (const auto& [number, value] : items) {
            if (number > kMostNumber) throw invalid(field.name());
            entry.values.push_back({std::string{value}});
        }
        entry.given = !items.empty();
    } else if (const auto sent = params.find(field.name())) {
        entry.value.text = *sent;
        entry.given = true;
    }
}

void Inputs::read(Entry& entry) {
    const auto check = [&](Value& value) {
        if (read(*entry.field, value)) return;
        value = {"0"};
        if (names_nothing_ == nullptr && !entry.field->can_name_nothing())
            names_nothing_ = entry.field;
    };
    if (!entry.field->most_items()) check(entry.value);
    for (Value& value : entry.values)
        check(value);
}

void Inputs::check_ids() const {
    if (names_nothing_ != nullptr) throw Error{names_nothing_->unknown(), "not an id"};
}

void Inputs::settle(Entry& dependent) {
    const Field& field = *dependent.field;
    const auto& [parameter, value] = *field.where();
    if (const Entry& decisive = entry(parameter); !decisive.given || decisive.value.text != value)
        dependent.given = false;
    else if (!dependent.given && field.in(version_))
        throw missing(field.name());
}

bool Inputs::read(const Field& field, Value& value) {
    auto& text = value.text;
    if (field.rule() == Rule::Name) return true;
    if (!is_text(text)) throw invalid(field.name());

    switch (field.rule()) {
    case Rule::Name:
    case Rule::Band: break;
    case Rule::Text:
        if (field.name() == "IotInstanceId" && text.size() > kLongestInstanceId)
            throw Error{Code::InvalidCommonParameter}.about("IotInstanceId");
        if (const auto most = field.most_characters(); most && characters(text) > *most)
            throw invalid(field.name());
        break;
    case Rule::Id: {
        const auto id = resource_id(text);
        value.number = id.value_or(0);
        return id.has_value();
    }
    case Rule::Eui:
        if (!is_eui(text)) throw invalid(field.name());
        Poco::toLowerInPlace(text);
        break;
    case Rule::Pin:
        if (!is_pin(text)) throw invalid(field.name());
        break;
    case Rule::EuiPart: Poco::toLowerInPlace(text); break;
    case Rule::Number: value.number = checked_number(field, text); break;
    case Rule::Decimal: text = checked_decimal(field, text); break;
    case Rule::Boolean: {
        const auto given = truth(text);
        if (!given) throw invalid(field.name());
        value = {*given ? "true" : "false", *given ? 1 : 0};
        break;
    }
    case Rule::Choice: text = choice_of(field, text); break;
    }
    return true;
}

const Inputs::Entry& Inputs::entry(std::string_view name) const {
    const auto found = std::find_if(entries_.begin(), entries_.end(),
                                    [&](const Entry& one) { return one.field->name() == name; });
    if (found == entries_.end())
        throw std::logic_error{"the action does not take " + std::string{name}};
    return *found;
}

const Inputs::Entry& Inputs::given(std::string_view name) const {
    const Entry& found = entry(name);
    if (!found.given) throw std::logic_error{std::string{name} + " is optional and was not given"};
    return found;
}

std::string_view Inputs::text(std::string_view name) const {
    const Entry& found = given(name);
    if (found.field->rule() == Rule::Name)
        throw std::logic_error{std::string{name} + " must be read by unit_name"};
    return found.value.text;
}

std::optional<std::string_view> Inputs::optional_text(std::string_view name) const {
    if (!has(name)) return std::nullopt;
    return text(name);
}

std::int64_t Inputs::number(std::string_view name) const {
    if (const auto value = optional_number(name)) return *value;
    return given(name).value.number;
}

std::optional<std::int64_t> Inputs::optional_number(std::string_view name) const {
    const Entry& found = entry(name);
    return found.given ? std::optional{found.value.number} : found.field->default_value();
}

std::vector<std::string_view> Inputs::texts(std::string_view name) const {
    std::vector<std::string_view> all;
    for (const Value& value : entry(name).values)
        if (std::find(all.begin(), all.end(), value.text) == all.end()) all.push_back(value.text);
    return all;
}

std::vector<std::int64_t> Inputs::numbers(std::string_view name) const {
    std::vector<std::int64_t> all;
    for (const Value& value : entry(name).values)
        if (std::find(all.begin(), all.end(), value.number) == all.end())
            all.push_back(value.number);
    return all;
}

bool Inputs::flag(std::string_view name) const {
    return given(name).value.number != 0;
}

std::optional<bool> Inputs::optional_flag(std::string_view name) const {
    if (!has(name)) return std::nullopt;
    return flag(name);
}

std::string_view Inputs::unit_name(std::string_view name) const {
    const Entry& found = given(name);
    if (!is_unit_name(found.value.text)) throw Error{Code::InvalidName};
    return found.value.text;
}

std::optional<std::string_view> Inputs::optional_unit_name(std::string_view name) const {
    if (!has(name)) return std::nullopt;
    return unit_name(name);
}

std::int64_t Inputs::band(std::string_view name) const {
    const Entry& found = given(name);
    const auto id = whole_number(found.value.text);
    if (!id || freq_band::find_plan(*id) == nullptr)
        throw Error{found.field->unknown()}.about(std::string{name});
    return *id;
}

std::optional<std::int64_t> Inputs::optional_band(std::string_view name) const {
    if (!has(name)) return std::nullopt;
    return band(name);
}

} // namespace joingate
