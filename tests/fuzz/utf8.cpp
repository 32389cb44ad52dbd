#include "fcgi/text.h"
#include "handlers/inputs.h"
#include "tenancy/signature.h"

#include "tests/fuzz/target.h"

#include <Poco/JSON/Array.h>
#include <Poco/JSON/Parser.h>

#include <algorithm>
#include <optional>

namespace joingate::fuzz {
namespace {

constexpr std::int64_t kMostCharacters = 5;

bool is_taken(const Field& field, const Params& params) {
    try {
        const std::vector<Field> fields{field};
        const Inputs inputs{fields, params, Version::V2019};
        return inputs.has("n");
    } catch (const Error&) {
        return false;
    }
}

/// 0 for a character that a name must not have.
int units(char32_t c) {
    if ((c >= U'0' && c <= U'9') || (c >= U'A' && c <= U'Z') || (c >= U'a' && c <= U'z') ||
        c == U'_')
        return 1;
    const bool is_han = (c >= 0x3400 && c <= 0x4DBF) || (c >= 0x4E00 && c <= 0x9FFF) ||
                        (c >= 0xF900 && c <= 0xFAFF) || (c >= 0x20000 && c <= 0x323AF);
    return is_han ? 2 : 0;
}

bool is_name(const std::u32string& characters) {
    int sum = 0;
    for (const auto character : characters) {
        if (units(character) == 0 || sum > 30) return false;
        sum += units(character);
    }
    return sum >= 4 && sum <= 30;
}

/// The text in a list of one.
std::optional<std::string> from_json(const std::string& json) {
    try {
        Poco::JSON::Parser parser;
        const auto list = parser.parse(json).extract<Poco::JSON::Array::Ptr>();
        return list->getElement<std::string>(0);
    } catch (const Poco::Exception&) {
        return std::nullopt;
    }
}

void check_written(std::string_view text, bool is_valid) {
    std::string json{"[\""};
    append_json_text(json, text);
    json += "\"]";
    const auto read = from_json(json);
    must(read.has_value(), "what is written is JSON");
    must(!is_valid || *read == text, "text comes back from JSON");

    std::string xml;
    append_xml_text(xml, text);
    must(is_utf8(xml), "what is written as XML is UTF-8");
    must(xml.find_first_of("<>\"") == std::string::npos, "no text opens an element");

    std::string line;
    append_line_text(line, text);
    must(line.size() == text.size() &&
             std::all_of(line.begin(), line.end(), [](char c) { return c >= ' ' && c <= '~'; }),
         "a line stays one line");
}

} // namespace

void check(std::string_view text) {
    std::u32string characters;
    const bool is_valid = decode_utf8(text, characters);
    check_written(text, is_valid);
    must(is_unit_name(text) == (is_valid && is_name(characters)), "a name is 4 to 30 units");
    if (text.empty()) return; // an empty value counts as absent

    const auto params = Params::parse("n=" + signature::percent_encode(text), {}).params;
    const bool is_text = is_valid && text.find('\0') == std::string_view::npos;
    static const Field any = joingate::text("n");
    static const Field limited = joingate::text("n").most_characters(kMostCharacters);
    must(is_taken(any, params) == is_text, "UTF-8 without NUL is taken, and nothing else");
    must(is_taken(limited, params) == (is_text && characters.size() <= kMostCharacters),
         "characters are counted, not bytes");
}

} // namespace joingate::fuzz
