#pragma once

#include <Poco/JSON/Array.h>
#include <Poco/JSON/Object.h>

#include <ostream>

namespace joingate::ctl {

/// `fill(object, row)` sets the members of one.
template <class Rows, class Fill> Poco::JSON::Array json_objects(const Rows& rows, Fill fill) {
    Poco::JSON::Array all{Poco::JSON_PRESERVE_KEY_ORDER};
    for (const auto& row : rows) {
        Poco::JSON::Object one{Poco::JSON_PRESERVE_KEY_ORDER};
        fill(one, row);
        all.add(one);
    }
    return all;
}

/// As all output of this program: indented, and with a line's end.
template <class Json> void write_json(std::ostream& out, const Json& json) {
    constexpr unsigned kIndent = 2;
    json.stringify(out, kIndent);
    out << '\n';
}

} // namespace joingate::ctl
