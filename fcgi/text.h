#pragma once

#include <string>
#include <string_view>

namespace joingate {

/// The content of a JSON string, without its quotes. Bytes that are not valid UTF-8 become U+FFFD.
void append_json_text(std::string& out, std::string_view text);

/// Character data of an XML 1.0 element. What is not valid UTF-8 or not a character of XML 1.0
/// becomes U+FFFD.
void append_xml_text(std::string& out, std::string_view text);

/// A value for a header or a log line: anything but printable ASCII becomes '?', so that no value
/// can begin a new line.
void append_line_text(std::string& out, std::string_view text);

} // namespace joingate
