#include "tests/support/reply_contract.h"

#include "handlers/error.h"
#include "tests/support/contract.h"
#include "tests/support/places.h"
#include "tests/support/server.h"

#include <Poco/AutoPtr.h>
#include <Poco/DOM/DOMParser.h>
#include <Poco/DOM/Document.h>
#include <Poco/DOM/Element.h>
#include <Poco/Exception.h>
#include <Poco/JSON/Array.h>
#include <Poco/JSON/Parser.h>
#include <Poco/NumberParser.h>
#include <Poco/RegularExpression.h>

#include <algorithm>
#include <array>
#include <fstream>
#include <mutex>
#include <optional>
#include <set>
#include <stdexcept>

namespace joingate::test {
namespace {

using Poco::Dynamic::Var;
using Poco::JSON::Array;
using Poco::JSON::Object;

class Breach : public std::runtime_error {
    using std::runtime_error::runtime_error;
};

template <class Predicate> Object::Ptr find(const Array::Ptr& list, const Predicate& wanted) {
    for (unsigned i = 0; list && i < list->size(); ++i)
        if (auto one = list->getObject(i); wanted(*one)) return one;
    return nullptr;
}

bool has_text(const Object& object, const std::string& key, const std::string& text) {
    return object.optValue<std::string>(key, "") == text;
}

Object::Ptr named(const Array::Ptr& list, const std::string& name) {
    return find(list, [&](const Object& one) { return has_text(one, "name", name); });
}

bool contains(const Array::Ptr& texts, const std::string& text) {
    return texts && std::any_of(texts->begin(), texts->end(),
                                [&](const Var& one) { return one.convert<std::string>() == text; });
}

bool is_list(const Object& shape) {
    return has_text(shape, "type", "List");
}

/// The fields of a Struct, or of the items of a List; null where these are plain texts.
Array::Ptr fields_of(const Object& shape) {
    return is_list(shape) ? shape.getObject("item")->getArray("fields") : shape.getArray("fields");
}

/// Reads XML as the JSON that says the same, by the published shapes, so that one set of rules
/// holds for both.
class XmlReader {
public:
    static Object::Ptr fields(const Poco::XML::Node& parent, const Array::Ptr& shapes) {
        Object::Ptr all = new Object;
        for (const auto* node = parent.firstChild(); node != nullptr; node = node->nextSibling()) {
            const auto& name = node->nodeName();
            if (node->nodeType() != Poco::XML::Node::ELEMENT_NODE)
                throw Breach{parent.nodeName() + ": holds a text"};
            if (all->has(name)) throw Breach{name + ": stands there twice"};
            const auto shape = named(shapes, name);
            all->set(name, shape ? value(*node, *shape) : Var{node->innerText()});
        }
        return all;
    }

private:
    static Var value(const Poco::XML::Node& node, const Object& shape) {
        const auto type = shape.getValue<std::string>("type");
        const auto text = node.innerText();
        if (type == "Struct") return fields(node, fields_of(shape));
        if (type == "List") return items(node, shape);
        if (type == "Boolean" && (text == "true" || text == "false")) return text == "true";
        if (type == "Long" || type == "Integer") {
            Poco::Int64 number = 0;
            if (Poco::NumberParser::tryParse64(text, number)) return number;
        }
        double decimal = 0;
        if (type == "Float" && Poco::NumberParser::tryParseFloat(text, decimal)) return decimal;
        return text;
    }

    static Var items(const Poco::XML::Node& list, const Object& shape) {
        const auto element = shape.getObject("item_element")->getValue<std::string>("xml");
        Array::Ptr all = new Array;
        for (const auto* item = list.firstChild(); item != nullptr; item = item->nextSibling()) {
            if (item->nodeName() != element)
                throw Breach{shape.getValue<std::string>("name") + ": an item is <" +
                             item->nodeName() + ">, not <" + element + ">"};
            const auto inner = fields_of(shape);
            if (inner)
                all->add(fields(*item, inner));
            else
                all->add(item->innerText());
        }
        return all;
    }
};

/// The rules for values, on JSON.
class Shapes {
public:
    explicit Shapes(const Exchange& exchange)
        : version_{exchange.version},
          wrapped_{exchange.by_cpp_sdk && exchange.format == Client::Format::Json} {}

    void check_fields(const std::string& where, const Array::Ptr& shapes,
                      const Object& given) const {
        for (const auto& [name, value] : given) {
            const auto shape = named(shapes, name);
            if (!shape) throw Breach{where + name + ": is no field of the contract"};
            if (shape->has("versions") && !contains(shape->getArray("versions"), version_))
                throw Breach{where + name + ": is a field of another version"};
            check_value(where + name, *shape, value);
        }
        for (const std::string name : {"TotalCount", "List"})
            if (named(shapes, name) && !given.has(name))
                throw Breach{where + name + ": is missing"};
    }

private:
    void check_value(const std::string& where, const Object& shape, const Var& value) const {
        const auto type = shape.getValue<std::string>("type");
        if (type == "List") {
            check_list(where, shape, value);
            return;
        }
        if (!is_of(type, value)) throw Breach{where + ": is no " + type};
        if (type == "Struct")
            check_fields(where + ".", fields_of(shape), *value.extract<Object::Ptr>());
        else if (shape.has("enum") &&
                 !contains(shape.getArray("enum"), value.convert<std::string>()))
            throw Breach{where + ": " + value.convert<std::string>() + " is no value of it"};
    }

    void check_list(const std::string& where, const Object& shape, const Var& value) const {
        auto list = value;
        if (wrapped_) {
            const auto item =
                shape.getObject("item_element")->getValue<std::string>("sdk_item_name");
            if (value.type() != typeid(Object::Ptr) || value.extract<Object::Ptr>()->size() != 1 ||
                !value.extract<Object::Ptr>()->has(item))
                throw Breach{where + ": is not wrapped in " + item};
            list = value.extract<Object::Ptr>()->get(item);
        }
        if (list.type() != typeid(Array::Ptr)) throw Breach{where + ": is no array"};
        const auto inner = fields_of(shape);
        for (const auto& item : *list.extract<Array::Ptr>()) {
            if (!is_of(inner ? "Struct" : "String", item))
                throw Breach{where + "[]: is no " + (inner ? "Struct" : "String")};
            if (inner) check_fields(where + "[].", inner, *item.extract<Object::Ptr>());
        }
    }

    static bool is_of(const std::string& type, const Var& value) {
        if (type == "Struct") return value.type() == typeid(Object::Ptr);
        if (type == "String") return value.isString();
        if (type == "Boolean") return value.isBoolean();
        if (value.isBoolean() || value.isString()) return false;
        return type == "Float" ? value.isNumeric() : value.isInteger();
    }

    const std::string& version_;
    bool wrapped_;
};

/// What stands at `${name}` where the text is made of this pattern; empty for a pattern without it.
std::optional<std::string> subject_of(const std::string& pattern, const std::string& text) {
    const std::string placeholder{"${name}"};
    const auto at = pattern.find(placeholder);
    if (at == std::string::npos)
        return pattern == text ? std::optional{std::string{}} : std::nullopt;
    const auto end = pattern.substr(at + placeholder.size());
    if (text.size() <= at + end.size() || text.compare(0, at, pattern, 0, at) != 0 ||
        text.compare(text.size() - end.size(), end.size(), end) != 0)
        return std::nullopt;
    return text.substr(at, text.size() - at - end.size());
}

/// The rows of errors.def that a wire code can be; the codes of the gateway are made for common
/// parameters only.
std::vector<Code> rows_of(const std::string& wire) {
    const auto is_common = [](const std::string& name) {
        return name == "IotInstanceId" ||
               named(published_api().getArray("common_parameters"), name);
    };
    std::vector<Code> exact;
    std::vector<Code> made;
    for (const auto code : all_codes()) {
        const auto subject = subject_of(std::string{wire_code(code)}, wire);
        if (subject && subject->empty()) exact.push_back(code);
        if (subject && is_common(*subject)) made.push_back(code);
    }
    return exact.empty() ? made : exact;
}

bool may_answer(const Object& page, const std::string& action, const std::string& code) {
    return contains(page.getArray("errors"), code) ||
           contains(decided().getArray("codes_of_every_action"), code) ||
           is_decided_code(action, code);
}

void check_request_id(const Object& body) {
    static const Poco::RegularExpression upper_case_uuid{
        "^[0-9A-F]{8}(-[0-9A-F]{4}){3}-[0-9A-F]{12}$"};
    if (!upper_case_uuid.match(body.optValue<std::string>("RequestId", "")))
        throw Breach{"RequestId: is missing or no id"};
}

void check_refusal(const Exchange& exchange, const Object::Ptr& action, const Object& body) {
    constexpr std::array kTexts{"Code", "HostId", "Message", "Recommend", "RequestId"};
    for (const auto* name : kTexts)
        if (!body.has(name) || !body.get(name).isString())
            throw Breach{std::string{name} + ": is missing or no String"};
    for (const auto& [name, value] : body)
        if (name != "Success" && std::find(kTexts.begin(), kTexts.end(), name) == kTexts.end())
            throw Breach{name + ": is no field of an error"};
    const auto code = body.getValue<std::string>("Code");
    const auto rows = rows_of(code);
    if (rows.empty()) throw Breach{"Code: " + code + " is no code of ours"};
    const bool is_of_actions = published_api().getObject("errors")->has(code);
    if (is_of_actions && (!action || !may_answer(*action, exchange.action, code)))
        throw Breach{"Code: " + code + " is no code of this action"};
    const auto message = body.getValue<std::string>("Message");
    if (std::none_of(rows.begin(), rows.end(), [&](Code row) {
            return subject_of(std::string{wire_message(row)}, message).has_value();
        }))
        throw Breach{"Message: is not the text of " + code};
    if (exchange.status != http_status(rows.front()))
        throw Breach{"HTTP status: " + std::to_string(exchange.status) + " for " + code};
}

void check_success(const Exchange& exchange, const Object::Ptr& action, const Object& body) {
    if (!action) throw Breach{"Success: there is no such action"};
    if (exchange.status != 200) throw Breach{"HTTP status: " + std::to_string(exchange.status)};
    if (!contains(action->getArray("versions"), exchange.version) &&
        !find(decided().getArray("more_versions"), [&](const Object& more) {
            return has_text(more, "action", exchange.action) &&
                   has_text(more, "version", exchange.version);
        }))
        throw Breach{"Success: there is no such action in " + exchange.version};
    // One client throws on any reply with a Code (spec "gateway", section 6.1).
    if (body.has("Code") || body.has("ErrorMessage")) throw Breach{"Code: a success has none"};
    const auto shapes = action->getObject("response")->getArray("fields");
    if (named(shapes, "Data") && !body.has("Data")) throw Breach{"Data: is missing"};
    Shapes{exchange}.check_fields("", shapes, body);
}

Object::Ptr body_of(const Exchange& exchange, const Object::Ptr& action) {
    if (exchange.format == Client::Format::Json)
        return Poco::JSON::Parser{}.parse(exchange.body).extract<Object::Ptr>();
    Poco::XML::DOMParser parser;
    const Poco::AutoPtr<Poco::XML::Document> document{parser.parseString(exchange.body)};
    const auto& root = *document->documentElement();
    const auto success = action ? action->getObject("response") : Object::Ptr{new Object};
    if (root.nodeName() != "Error" && !has_text(*success, "root_xml", root.nodeName()))
        throw Breach{"root element: is <" + root.nodeName() + ">"};
    auto body = XmlReader::fields(root, success->getArray("fields"));
    if (has_text(*body, "Success", "false")) body->set("Success", false);
    if ((root.nodeName() == "Error") == body->optValue("Success", false))
        throw Breach{"root element: is <" + root.nodeName() + ">"};
    return body;
}

/// The code that was answered, Success for none. Throws Breach, or Poco::Exception for a body that
/// cannot be read.
std::string checked_code(const Exchange& exchange) {
    const auto action = published_action(exchange.action);
    const auto body = body_of(exchange, action);
    check_request_id(*body);
    if (!body->has("Success") || !body->get("Success").isBoolean())
        throw Breach{"Success: is missing or no Boolean"};
    if (body->getValue<bool>("Success")) {
        check_success(exchange, action, *body);
        return "Success";
    }
    check_refusal(exchange, action, *body);
    return body->getValue<std::string>("Code");
}

struct Judgement {
    std::string code;
    std::string breach;
};

Judgement judged(const Exchange& exchange) {
    try {
        return {checked_code(exchange), {}};
    } catch (const Breach& breach) {
        return {{}, breach.what()};
    } catch (const Poco::Exception& unreadable) {
        return {{}, "body: cannot be read, " + unreadable.displayText()};
    }
}

void note_call(const std::string& action, const std::string& version, const std::string& code) {
    static std::mutex mutex;
    static std::set<std::string> noted;
    const auto line = action + '\t' + version + '\t' + code + '\n';
    const std::lock_guard lock{mutex};
    if (!noted.insert(line).second) return;
    const auto path = places::in_build("reports/" + of_this_server("calls") + ".tsv");
    std::ofstream{path, std::ios::app} << line << std::flush;
}

} // namespace

std::string contract_breach(const Exchange& exchange) {
    return judged(exchange).breach;
}

void check_reply(const Exchange& exchange) {
    const auto judgement = judged(exchange);
    if (!judgement.breach.empty())
        throw std::runtime_error{exchange.action + " (" + exchange.version +
                                 ") is not answered as published: " + judgement.breach + "\n" +
                                 exchange.body};
    note_call(exchange.action, exchange.version, judgement.code);
}

} // namespace joingate::test
