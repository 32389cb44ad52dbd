#include "fcgi/catalogue.h"

#include "handlers/action.h"

#include <Poco/JSON/Array.h>
#include <Poco/JSON/Object.h>

#include <sstream>

namespace joingate {
namespace {

using Poco::JSON::Array;
using Poco::JSON::Object;

constexpr unsigned kIndent = 2;

Object object() {
    return Object{Poco::JSON_PRESERVE_KEY_ORDER};
}

std::string plain(std::string_view view) {
    return std::string{view};
}

std::string kind_text(Action::Kind kind) {
    switch (kind) {
    case Action::Kind::Lookup: return "lookup";
    case Action::Kind::Read: return "read";
    case Action::Kind::Write: return "write";
    }
    return {};
}

std::string rule_text(Rule rule) {
    switch (rule) {
    case Rule::Text: return "text";
    case Rule::Id: return "id";
    case Rule::Name: return "name";
    case Rule::Eui: return "eui";
    case Rule::Pin: return "pin";
    case Rule::EuiPart: return "euiPart";
    case Rule::Number: return "number";
    case Rule::Decimal: return "decimal";
    case Rule::Band: return "band";
    case Rule::Boolean: return "boolean";
    case Rule::Choice: return "choice";
    }
    return {};
}

std::string place_text(Place place) {
    switch (place) {
    case Place::Home: return "home";
    case Place::Named: return "named";
    case Place::OfId: return "ofId";
    }
    return {};
}

/// `thing` is a Field or a ReplyField: both know their versions.
template <class Thing> Array versions_of(const Thing& thing) {
    Array versions;
    for (const auto version : {Version::V2018, Version::V2019})
        if (thing.in(version)) versions.add(plain(version_text(version)));
    return versions;
}

Object parameter(const Field& field) {
    auto out = object();
    out.set("name", plain(field.name()));
    out.set("type", field.wire_type());
    out.set("rule", rule_text(field.rule()));
    out.set("required", field.is_required());
    out.set("versions", versions_of(field));
    if (const auto least = field.least()) out.set("least", *least);
    if (const auto most = field.most()) out.set("most", *most);
    if (const auto most = field.most_characters()) out.set("mostCharacters", *most);
    if (const auto most = field.most_items()) out.set("mostItems", *most);
    if (const auto value = field.default_value()) out.set("default", *value);
    if (!field.values().empty()) {
        Array values;
        for (const auto value : field.values())
            values.add(plain(value));
        out.set("values", values);
    }
    if (field.rule() == Rule::Id && !field.can_name_nothing())
        out.set("unknown", plain(wire_code(field.unknown())));
    if (!field.example().empty()) out.set("example", plain(field.example()));
    out.set("meaning", plain(field.meaning()));
    return out;
}

Object reply_field(const ReplyField& field) {
    auto out = object();
    out.set("name", plain(field.name));
    out.set("type", plain(type_text(field.type)));
    out.set("versions", versions_of(field));
    if (field.type == Type::List) {
        out.set("item", plain(field.item_name));
        out.set("cppItem", plain(field.cpp_item_name));
    }
    if (!field.fields.empty()) {
        Array fields;
        for (const auto& inner : field.fields)
            fields.add(reply_field(inner));
        out.set("fields", fields);
    }
    return out;
}

Object action_entry(const Action& action) {
    auto out = object();
    out.set("name", plain(action.name()));
    out.set("summary", plain(action.summary()));
    out.set("kind", kind_text(action.kind()));
    out.set("place", place_text(action.place()));
    out.set("versions", versions_of(action));
    if (!action.feature().empty()) out.set("feature", plain(action.feature()));
    Array resources;
    for (const auto& resource : action.resources()) {
        auto entry = object();
        entry.set("type", plain(resource.type));
        entry.set("id", plain(resource.id));
        resources.add(entry);
    }
    out.set("resources", resources);
    Array parameters;
    for (const auto& field : action.fields())
        parameters.add(parameter(field));
    out.set("parameters", parameters);
    if (const auto* data = action.reply()) out.set("reply", reply_field(*data));
    Array codes;
    for (const auto code : action.codes())
        codes.add(plain(wire_code(code)));
    out.set("codes", codes);
    return out;
}

Object code_entry(Code code) {
    auto out = object();
    out.set("code", plain(wire_code(code)));
    out.set("status", http_status(code));
    out.set("message", plain(wire_message(code)));
    return out;
}

} // namespace

std::string catalogue() {
    auto out = object();
    out.set("product", "LinkWAN");
    Array versions;
    for (const auto version : {Version::V2018, Version::V2019})
        versions.add(plain(version_text(version)));
    out.set("versions", versions);
    Array actions;
    for (const auto& action : all_actions())
        actions.add(action_entry(action));
    out.set("actions", actions);
    Array codes;
    for (const auto code : all_codes())
        codes.add(code_entry(code));
    out.set("codes", codes);
    std::ostringstream stream;
    out.stringify(stream, kIndent);
    stream << '\n';
    return stream.str();
}

} // namespace joingate
