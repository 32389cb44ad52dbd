#include "tenancy/policy/element.h"

#include "tenancy/policy/pattern.h"

namespace joingate::policy {

std::string shown(std::string_view text) {
    constexpr std::size_t kLongest = 80;
    if (text.size() <= kLongest) return '"' + std::string{text} + '"';
    auto end = kLongest;
    while (is_continuation(text[end]))
        --end;
    return '"' + std::string{text.substr(0, end)} + "...\"";
}

const Json& object_in(const Json& element, const std::string& where) {
    if (!element.is_object()) throw Flaw{where, "data type mismatch: this must be an object"};
    return element;
}

const std::string& text_in(const Json& element, const std::string& where) {
    if (!element.is_string())
        throw Flaw{where, "data type mismatch: this must be a string in quotes"};
    return element.get_ref<const std::string&>();
}

std::vector<std::string> texts_in(const Json& element, const std::string& where) {
    if (element.is_string()) return {text_in(element, where)};
    if (!element.is_array())
        throw Flaw{where, "data type mismatch: this must be a string or an array of strings"};
    check_count(element.size(), where);
    std::vector<std::string> texts;
    texts.reserve(element.size());
    for (const auto& entry : element)
        texts.push_back(text_in(entry, where + ", entry " + std::to_string(texts.size() + 1)));
    return texts;
}

void check_count(std::size_t count, const std::string& where) {
    if (count == 0) throw Flaw{where, "the array is empty; it needs at least one entry"};
}

const Json* member(const Json& object, const char* name) {
    const auto found = object.find(name);
    return found == object.end() ? nullptr : &*found;
}

} // namespace joingate::policy
