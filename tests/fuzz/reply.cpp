// The bytes decide what is answered; what is written is read back by other parsers.
#include "fcgi/reply.h"

#include "tests/fuzz/target.h"

#include <Poco/DOM/AutoPtr.h>
#include <Poco/DOM/DOMParser.h>
#include <Poco/DOM/Document.h>
#include <Poco/DOM/Element.h>
#include <fuzzer/FuzzedDataProvider.h>
#include <nlohmann/json.hpp>

#include <array>

namespace joingate::fuzz {
namespace {

using Json = nlohmann::ordered_json;
using Bytes = FuzzedDataProvider;

constexpr std::size_t kMostFields = 5;
constexpr std::size_t kMostLevels = 3;
constexpr std::size_t kLongestText = 64;
constexpr std::array<std::string_view, kMostFields> kNames{"A", "B", "C", "D", "E"};

/// What is answered, and what a parser must find of it; absent values are discarded.
struct Answer {
    Data data;
    Json expected = Json(Json::value_t::discarded);
};

/// A character that XML 1.0 does not have, or bytes that are no text, come back as something else.
bool comes_back(std::string_view text, Format format) {
    std::u32string characters;
    if (!decode_utf8(text, characters)) return false;
    if (format == Format::Json) return true;
    for (const auto c : characters)
        if ((c < 0x20 && c != U'\t' && c != U'\n' && c != U'\r') || c == 0xFFFE || c == 0xFFFF)
            return false;
    return true;
}

/// As JSON writes a number, by another reader of JSON.
bool is_number(const std::string& text) {
    return text.find_first_not_of("-.0123456789") == std::string::npos && Json::accept(text);
}

class Maker {
public:
    Maker(Bytes& bytes, const ReplyStyle& style) : bytes_{bytes}, style_{style} {}

    bool has_strange_text() const { return has_strange_text_; }

    Answer make(ReplyField& shape, std::size_t levels) {
        shape.type = bytes_.ConsumeEnum<Wire>() == Wire::Nested && levels < kMostLevels
                         ? (bytes_.ConsumeBool() ? Type::Struct : Type::List)
                         : bytes_.PickValueInArray({Type::String, Type::Long, Type::Integer,
                                                    Type::Boolean, Type::Float});
        shape.only_2019 = bytes_.ConsumeBool();
        auto answer = shape.type == Type::Struct ? make_struct(shape, levels)
                      : shape.type == Type::List ? make_list(shape, levels)
                                                 : make_value(shape);
        if (!shape.in(style_.version)) answer.expected = Json(Json::value_t::discarded);
        return answer;
    }

private:
    enum class Wire { Plain, Also, Nested, kMaxValue = Nested };

    std::string text() {
        auto text = bytes_.ConsumeRandomLengthString(kLongestText);
        has_strange_text_ = has_strange_text_ || !comes_back(text, style_.format);
        return text;
    }

    Answer make_value(const ReplyField& shape) {
        Answer answer;
        const bool is_number_type = shape.type != Type::String && shape.type != Type::Boolean;
        switch (bytes_.ConsumeIntegralInRange(0, 3)) {
        case 0: answer.data = Data{bytes_.ConsumeBool()}; break;
        case 1: answer.data = Data{bytes_.ConsumeIntegral<std::int64_t>()}; break;
        case 2: answer.data = Data{text()}; break;
        default: return answer;
        }
        // XML has only texts, and so has a String of JSON.
        const bool is_text = style_.format == Format::Xml || !is_number_type;
        if (const auto* flag = std::get_if<bool>(&answer.data.value())) {
            if (shape.type != Type::Boolean) return answer;
            answer.expected =
                style_.format == Format::Xml ? Json(*flag ? "true" : "false") : Json(*flag);
        } else if (shape.type == Type::Boolean) {
            return answer;
        } else if (const auto* number = std::get_if<std::int64_t>(&answer.data.value())) {
            answer.expected = is_text ? Json(std::to_string(*number)) : Json(*number);
        } else {
            const auto& given = std::get<std::string>(answer.data.value());
            if (is_number_type && !is_number(given)) return answer;
            answer.expected = is_text ? Json(given) : Json::parse(given);
        }
        return answer;
    }

    Answer make_struct(ReplyField& shape, std::size_t levels) {
        Answer answer{Data::fields(), Json::object()};
        const auto count = bytes_.ConsumeIntegralInRange<std::size_t>(0, kMostFields);
        for (std::size_t i = 0; i < count; ++i) {
            shape.fields.emplace_back();
            shape.fields.back().name = kNames.at(i);
            auto one = make(shape.fields.back(), levels + 1);
            answer.data.add(kNames.at(i), std::move(one.data));
            if (!one.expected.is_discarded())
                answer.expected[std::string{kNames.at(i)}] = std::move(one.expected);
        }
        return answer;
    }

    /// A list of texts; that of structs has one item, whose fields are the list's.
    Answer make_list(ReplyField& shape, std::size_t levels) {
        shape.item_name = "Item";
        shape.cpp_item_name = "CppItem";
        Answer answer{Data::list(), Json::array()};
        if (bytes_.ConsumeBool()) {
            auto one = make_struct(shape, levels);
            if (!shape.fields.empty()) {
                answer.data.push(std::move(one.data));
                answer.expected.push_back(std::move(one.expected));
            }
        } else {
            while (answer.expected.size() < kMostFields && bytes_.ConsumeBool()) {
                auto item = text();
                answer.expected.push_back(item);
                answer.data.push(Data{std::move(item)});
            }
        }
        if (style_.format == Format::Json && style_.cpp_lists)
            answer.expected = Json{{"CppItem", std::move(answer.expected)}};
        return answer;
    }

    Bytes& bytes_;
    const ReplyStyle& style_;
    bool has_strange_text_ = false;
};

Poco::AutoPtr<Poco::XML::Document> parse_xml(const std::string& text) {
    try {
        Poco::XML::DOMParser parser;
        return parser.parseString(text);
    } catch (const Poco::Exception&) {
        must(false, "what is written is well-formed XML");
        throw;
    }
}

bool equals(const Poco::XML::Node& element, const Json& expected);

bool equals_children(const Poco::XML::Node& element, const Json& expected) {
    const auto* child = element.firstChild();
    for (const auto& entry : expected.items()) {
        const auto name = expected.is_array() ? std::string{"Item"} : entry.key();
        if (child == nullptr || child->nodeName() != name || !equals(*child, entry.value()))
            return false;
        child = child->nextSibling();
    }
    return child == nullptr;
}

bool equals(const Poco::XML::Node& element, const Json& expected) {
    if (expected.is_structured()) return equals_children(element, expected);
    return element.innerText() == expected.get_ref<const std::string&>();
}

void check_json(const Reply& reply, const Answer& answer, bool is_exact) {
    const auto body = Json::parse(reply.body, nullptr, false);
    must(body.is_object() && body.at("Success") == true, "what is written is JSON");
    const auto data = body.find("Data");
    must((data == body.end()) == answer.expected.is_discarded(),
         "what the shape does not name is not answered");
    if (is_exact && data != body.end())
        must(*data == answer.expected, "values come back from JSON");
}

void check_xml(const Reply& reply, const Answer& answer, bool is_exact) {
    const auto document = parse_xml(reply.body);
    const auto* root = document->documentElement();
    must(root->nodeName() == "ActResponse", "the root is that of the action");
    const auto* data = root->lastChild();
    must((data->nodeName() != "Data") == answer.expected.is_discarded(),
         "what the shape does not name is not answered");
    if (is_exact && !answer.expected.is_discarded())
        must(equals(*data, answer.expected), "values come back from XML");
}

void check_headers(const Reply& reply) {
    const auto text = http_text(reply);
    const auto end = text.find("\r\n\r\n");
    must(text.substr(end + 4) == reply.body, "the body follows the headers");
    std::size_t lines = 1;
    for (auto at = text.find("\r\n"); at < end; at = text.find("\r\n", at + 2))
        ++lines;
    must(lines == (reply.retry_after_millis ? 4U : 3U), "no value begins a header");
    must(text.substr(0, end).find_first_not_of(
             "\r\n !\"#$%&'()*+,-./0123456789:;<=>?@ABCDEFGHIJKLMNOPQRSTUVWXYZ[\\]^_`"
             "abcdefghijklmnopqrstuvwxyz{|}~") == std::string::npos,
         "headers are printable");
}

void check_refusal(Bytes& bytes, Format format) {
    const auto& codes = all_codes();
    const auto code = codes.at(bytes.ConsumeIntegralInRange<std::size_t>(0, codes.size() - 1));
    const auto subject = bytes.ConsumeRandomLengthString(kLongestText);
    const auto host = bytes.ConsumeRandomLengthString(kLongestText);
    const auto error = Error{code}.about(subject);
    const auto reply = refused(error, "id", host, format);
    check_headers(reply);
    if (format == Format::Json) {
        const auto body = Json::parse(reply.body, nullptr, false);
        must(body.is_object() && body.size() == 6 && body.at("Success") == false,
             "a refusal has its six fields");
        if (comes_back(host, format)) must(body.at("HostId") == host, "a refusal names the host");
        if (comes_back(subject, format))
            must(body.at("Message") == error.wire_message(), "a refusal says what is wrong");
        return;
    }
    const auto document = parse_xml(reply.body);
    const auto* root = document->documentElement();
    std::size_t fields = 0;
    for (const auto* field = root->firstChild(); field != nullptr; field = field->nextSibling())
        ++fields;
    must(root->nodeName() == "Error" && fields == 6, "a refusal has its six fields");
    if (comes_back(host, format))
        must(root->getChildElement("HostId")->innerText() == host, "a refusal names the host");
}

} // namespace

void check(std::string_view input) {
    Bytes bytes{reinterpret_cast<const std::uint8_t*>(input.data()), input.size()};
    ReplyStyle style;
    style.format = bytes.ConsumeBool() ? Format::Json : Format::Xml;
    style.version = bytes.ConsumeBool() ? Version::V2019 : Version::V2018;
    style.cpp_lists = bytes.ConsumeBool();
    const auto request_id = bytes.ConsumeRandomLengthString(kLongestText);

    Maker maker{bytes, style};
    ReplyField shape;
    shape.name = "Data";
    const auto answer = maker.make(shape, 0);
    const auto reply = success("Act", request_id, answer.data, &shape, style);
    check_headers(reply);
    if (style.format == Format::Json)
        check_json(reply, answer, !maker.has_strange_text());
    else
        check_xml(reply, answer, !maker.has_strange_text());
    check_refusal(bytes, style.format);
}

} // namespace joingate::fuzz
