#include "fcgi/text.h"

#include <Poco/UTF8Encoding.h>

#include <array>
#include <cstddef>

namespace joingate {
namespace {

constexpr std::string_view kReplacement{"\xEF\xBF\xBD"};
constexpr unsigned char kFirstBeyondAscii = 0x80;

/// Bytes of the valid UTF-8 sequence at the beginning; 0 where there is none.
std::size_t sequence_length(std::string_view text) {
    const auto lead = static_cast<unsigned char>(text.front());
    std::size_t length = 1;
    if (lead >= 0xF0U)
        length = 4;
    else if (lead >= 0xE0U)
        length = 3;
    else if (lead >= kFirstBeyondAscii)
        length = 2;
    if (length > text.size()) return 0;
    // NOLINTNEXTLINE(cppcoreguidelines-pro-type-reinterpret-cast)
    const auto* bytes = reinterpret_cast<const unsigned char*>(text.data());
    return Poco::UTF8Encoding::isLegal(bytes, static_cast<int>(length)) ? length : 0;
}

/// U+FFFE and U+FFFF: valid UTF-8, but no characters of XML 1.0.
bool is_noncharacter(std::string_view sequence) {
    return sequence == "\xEF\xBF\xBE" || sequence == "\xEF\xBF\xBF";
}

using Escapes = std::array<std::string_view, kFirstBeyondAscii>;

/// Copies runs of plain text as a whole; an ASCII character with an escape of its own, and every
/// sequence that `allowed` refuses, is replaced.
template <class Allowed>
void append(std::string& out, std::string_view text, const Escapes& escapes, Allowed allowed) {
    out.reserve(out.size() + text.size());
    std::size_t copied = 0;
    std::size_t at = 0;
    const auto replace = [&](std::size_t length, std::string_view with) {
        out.append(text, copied, at - copied);
        out.append(with);
        at += length;
        copied = at;
    };
    while (at < text.size()) {
        const auto byte = static_cast<unsigned char>(text[at]);
        if (byte < kFirstBeyondAscii) {
            if (const auto escape = escapes.at(byte); !escape.empty())
                replace(1, escape);
            else
                ++at;
            continue;
        }
        const auto length = sequence_length(text.substr(at));
        if (length == 0)
            replace(1, kReplacement);
        else if (!allowed(text.substr(at, length)))
            replace(length, kReplacement);
        else
            at += length;
    }
    out.append(text, copied, text.size() - copied);
}

constexpr std::size_t kControls = 0x20;

const Escapes& json_escapes() {
    static const Escapes escapes = [] {
        static std::array<std::string, kControls> controls;
        constexpr std::string_view kHex{"0123456789abcdef"};
        Escapes all{};
        for (std::size_t i = 0; i < kControls; ++i) {
            controls.at(i) = std::string{"\\u00"} + kHex[i >> 4U] + kHex[i & 0x0FU];
            all.at(i) = controls.at(i);
        }
        all.at('\b') = "\\b";
        all.at('\f') = "\\f";
        all.at('\n') = "\\n";
        all.at('\r') = "\\r";
        all.at('\t') = "\\t";
        all.at('"') = "\\\"";
        all.at('\\') = "\\\\";
        return all;
    }();
    return escapes;
}

const Escapes& xml_escapes() {
    static const Escapes escapes = [] {
        Escapes all{};
        for (std::size_t i = 0; i < kControls; ++i)
            all.at(i) = kReplacement;
        all.at('\t') = {};
        all.at('\n') = {};
        all.at('\r') = "&#13;"; // a parser would turn a bare one into a line feed
        all.at('&') = "&amp;";
        all.at('<') = "&lt;";
        all.at('>') = "&gt;";
        all.at('"') = "&quot;";
        return all;
    }();
    return escapes;
}

} // namespace

void append_json_text(std::string& out, std::string_view text) {
    append(out, text, json_escapes(), [](std::string_view) { return true; });
}

void append_xml_text(std::string& out, std::string_view text) {
    append(out, text, xml_escapes(),
           [](std::string_view sequence) { return !is_noncharacter(sequence); });
}

void append_line_text(std::string& out, std::string_view text) {
    for (const char c : text)
        out += c >= ' ' && c <= '~' ? c : '?';
}

} // namespace joingate
