#include "fcgi/reply.h"

#include "fcgi/text.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <type_traits>
#include <variant>

namespace joingate {
namespace {

constexpr std::size_t kMostBytes = std::size_t{4} * 1024 * 1024;
// An XML error is parsed as such only if the header equals exactly this text (spec "gateway", 6.2).
constexpr std::string_view kJsonType{"application/json;charset=utf-8"};
constexpr std::string_view kXmlType{"text/xml;charset=utf-8"};
constexpr std::string_view kXmlDeclaration{R"(<?xml version="1.0" encoding="UTF-8"?>)"};

std::string content_type(Format format) {
    return std::string{format == Format::Json ? kJsonType : kXmlType};
}

bool is_numeric(Type type) {
    return type == Type::Long || type == Type::Integer || type == Type::Float;
}

/// A number as JSON writes it: what a text must be to stand bare where the wire type is numeric.
bool is_number(std::string_view text) {
    const auto digits = [&text] {
        const auto end = std::min(text.find_first_not_of("0123456789"), text.size());
        text.remove_prefix(end);
        return end;
    };
    if (!text.empty() && text.front() == '-') text.remove_prefix(1);
    const bool leading_zero = !text.empty() && text.front() == '0';
    const auto whole = digits();
    if (whole == 0 || (leading_zero && whole > 1)) return false;
    if (!text.empty() && text.front() == '.') {
        text.remove_prefix(1);
        if (digits() == 0) return false;
    }
    return text.empty();
}

void append_number(std::string& out, std::int64_t number) {
    std::array<char, 24> digits{};
    const auto end = std::to_chars(digits.data(), digits.data() + digits.size(), number).ptr;
    out.append(digits.data(), static_cast<std::size_t>(end - digits.data()));
}

const ReplyField* find(const std::vector<ReplyField>& shape, std::string_view name) {
    const auto found = std::find_if(shape.begin(), shape.end(),
                                    [&](const ReplyField& field) { return field.name == name; });
    return found == shape.end() ? nullptr : &*found;
}

/// The descriptor is the contract: what it does not name is not answered, and a value that cannot
/// be of the declared type is left out, as absent ones are (clients throw on a text where they
/// expect a number).
bool is_answered(const ReplyField* shape, const Data& data, Version version) {
    if (shape == nullptr || !shape->in(version) || data.empty()) return false;
    if (shape->type == Type::Struct) return std::holds_alternative<Data::Fields>(data.value());
    if (shape->type == Type::List) return std::holds_alternative<Data::Items>(data.value());
    if (std::holds_alternative<Data::Fields>(data.value()) ||
        std::holds_alternative<Data::Items>(data.value()))
        return false;
    const auto* text = std::get_if<std::string>(&data.value());
    if (shape->type == Type::Boolean) return std::holds_alternative<bool>(data.value());
    if (std::holds_alternative<bool>(data.value())) return false;
    return !is_numeric(shape->type) || text == nullptr || is_number(*text);
}

/// What an item of a list is: a struct of the list's fields, or a text where it has none.
ReplyField item_of(const ReplyField& list) {
    ReplyField item;
    item.name = list.item_name;
    item.type = list.fields.empty() ? Type::String : Type::Struct;
    item.fields = list.fields;
    return item;
}

class JsonWriter {
public:
    JsonWriter(std::string& out, const ReplyStyle& style) : out_{out}, style_{style} {}

    void write(const ReplyField& shape, const Data& data) {
        std::visit([&](const auto& value) { write_value(shape, value); }, data.value());
    }

private:
    void write_value(const ReplyField&, std::monostate) { out_ += "null"; }
    void write_value(const ReplyField&, bool value) { out_ += value ? "true" : "false"; }

    void write_value(const ReplyField& shape, std::int64_t value) {
        const bool quoted = !is_numeric(shape.type);
        if (quoted) out_ += '"';
        append_number(out_, value);
        if (quoted) out_ += '"';
    }

    void write_value(const ReplyField& shape, const std::string& value) {
        const bool quoted = !is_numeric(shape.type);
        if (quoted) out_ += '"';
        append_json_text(out_, value);
        if (quoted) out_ += '"';
    }

    void write_value(const ReplyField& shape, const Data::Fields& members) {
        char separator = '{';
        for (const auto& member : members) {
            const auto* field = find(shape.fields, member.name);
            if (!is_answered(field, member.value, style_.version)) continue;
            out_ += separator;
            separator = ',';
            out_ += '"';
            out_ += member.name;
            out_ += "\":";
            write(*field, member.value);
        }
        out_ += separator == '{' ? "{}" : "}";
    }

    void write_value(const ReplyField& shape, const Data::Items& items) {
        if (style_.cpp_lists) {
            out_ += "{\"";
            out_ += shape.cpp_item_name;
            out_ += "\":";
        }
        const auto item = item_of(shape);
        char separator = '[';
        for (const auto& one : items) {
            if (!is_answered(&item, one, style_.version)) continue;
            out_ += separator;
            separator = ',';
            write(item, one);
        }
        out_ += separator == '[' ? "[]" : "]";
        if (style_.cpp_lists) out_ += '}';
    }

    std::string& out_;
    const ReplyStyle& style_;
};

class XmlWriter {
public:
    XmlWriter(std::string& out, Version version) : out_{out}, version_{version} {}

    void write(const ReplyField& shape, const Data& data) {
        out_ += '<';
        out_ += shape.name;
        out_ += '>';
        std::visit([&](const auto& value) { write_value(shape, value); }, data.value());
        out_ += "</";
        out_ += shape.name;
        out_ += '>';
    }

private:
    void write_value(const ReplyField&, std::monostate) {}
    void write_value(const ReplyField&, bool value) { out_ += value ? "true" : "false"; }
    void write_value(const ReplyField&, std::int64_t value) { append_number(out_, value); }
    void write_value(const ReplyField&, const std::string& value) { append_xml_text(out_, value); }

    void write_value(const ReplyField& shape, const Data::Fields& members) {
        for (const auto& member : members) {
            const auto* field = find(shape.fields, member.name);
            if (is_answered(field, member.value, version_)) write(*field, member.value);
        }
    }

    void write_value(const ReplyField& shape, const Data::Items& items) {
        const auto item = item_of(shape);
        for (const auto& one : items)
            if (is_answered(&item, one, version_)) write(item, one);
    }

    std::string& out_;
    Version version_;
};

std::string success_json(std::string_view request_id, const Data& data, const ReplyField* shape,
                         const ReplyStyle& style) {
    std::string out{R"({"RequestId":")"};
    append_json_text(out, request_id);
    out += R"(","Success":true)";
    if (is_answered(shape, data, style.version)) {
        out += R"(,"Data":)";
        JsonWriter{out, style}.write(*shape, data);
    }
    out += '}';
    return out;
}

void append_element(std::string& out, std::string_view name, std::string_view text) {
    out += '<';
    out += name;
    out += '>';
    append_xml_text(out, text);
    out += "</";
    out += name;
    out += '>';
}

std::string success_xml(std::string_view action, std::string_view request_id, const Data& data,
                        const ReplyField* shape, const ReplyStyle& style) {
    std::string out{kXmlDeclaration};
    out += '<';
    out += action;
    out += "Response>";
    append_element(out, "RequestId", request_id);
    append_element(out, "Success", "true");
    if (is_answered(shape, data, style.version)) XmlWriter{out, style.version}.write(*shape, data);
    out += "</";
    out += action;
    out += "Response>";
    return out;
}

std::string refusal_text(const Error& error, std::string_view request_id, std::string_view host_id,
                         Format format) {
    const auto code = error.wire_code();
    std::string recommend{"https://api.aliyun.com/troubleshoot?q="};
    recommend += code;
    recommend += "&product=LinkWAN&requestId=";
    recommend += request_id;
    const auto message = error.wire_message();
    const std::array<std::pair<std::string_view, std::string_view>, 5> fields{
        {{"RequestId", request_id},
         {"HostId", host_id},
         {"Code", code},
         {"Message", message},
         {"Recommend", recommend}}};

    std::string out;
    if (format == Format::Xml) {
        out += kXmlDeclaration;
        out += "<Error>";
        for (const auto& [name, text] : fields)
            append_element(out, name, text);
        append_element(out, "Success", "false");
        out += "</Error>";
        return out;
    }
    out += '{';
    for (const auto& [name, text] : fields) {
        out += '"';
        out += name;
        out += "\":\"";
        append_json_text(out, text);
        out += "\",";
    }
    out += R"("Success":false})";
    return out;
}

std::string_view reason(int status) {
    switch (status) {
    case 200: return "OK";
    case 400: return "Bad Request";
    case 403: return "Forbidden";
    case 404: return "Not Found";
    case 413: return "Content Too Large";
    case 503: return "Service Unavailable";
    default: return status < 500 ? "Refused" : "Failed";
    }
}

void append_header(std::string& out, std::string_view name, std::string_view value) {
    out += name;
    out += ": ";
    append_line_text(out, value);
    out += "\r\n";
}

} // namespace

Reply success(std::string_view action, std::string_view request_id, const Data& data,
              const ReplyField* shape, const ReplyStyle& style) {
    Reply reply;
    reply.content_type = content_type(style.format);
    reply.request_id = request_id;
    reply.body = style.format == Format::Json ? success_json(request_id, data, shape, style)
                                              : success_xml(action, request_id, data, shape, style);
    if (reply.body.size() > kMostBytes)
        throw Error{Code::InternalError,
                    "a reply of " + std::to_string(reply.body.size()) + " bytes is too large"};
    return reply;
}

Reply refused(const Error& error, std::string_view request_id, std::string_view host_id,
              Format format) {
    Reply reply;
    reply.status = error.status();
    reply.content_type = content_type(format);
    reply.request_id = request_id;
    reply.retry_after_millis = error.retry_after_millis();
    reply.body = refusal_text(error, request_id, host_id, format);
    if (reply.body.size() > kMostBytes)
        return refused(Error{Code::InternalError}, request_id, {}, format);
    return reply;
}

std::string http_text(const Reply& reply) {
    constexpr std::size_t kHeaderBytes = 256;
    std::string out;
    out.reserve(kHeaderBytes + reply.body.size());
    out += "Status: ";
    append_number(out, reply.status);
    out += ' ';
    out += reason(reply.status);
    out += "\r\n";
    append_header(out, "Content-Type", reply.content_type);
    append_header(out, "x-acs-request-id", reply.request_id);
    if (reply.retry_after_millis)
        append_header(out, "x-acs-retry-after", std::to_string(*reply.retry_after_millis));
    out += "\r\n";
    out += reply.body;
    return out;
}

} // namespace joingate
