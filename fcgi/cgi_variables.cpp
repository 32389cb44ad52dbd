#include "fcgi/cgi_variables.h"

#include <algorithm>
#include <charconv>
#include <string_view>

namespace joingate {
namespace {

using std::chrono::milliseconds;

constexpr milliseconds kOldest{5000};

bool read_number(std::string_view text, std::size_t& number) {
    const auto* end = text.data() + text.size();
    const auto [stop, error] = std::from_chars(text.data(), end, number);
    return error == std::errc{} && stop == end;
}

/// Of nginx's $msec, "1700000000.123": how long ago that was. Zero for anything else.
milliseconds age(std::string_view msec, std::chrono::system_clock::time_point now) {
    constexpr std::size_t kMostSecondsDigits = 10;
    constexpr std::size_t kMillisDigits = 3;
    const auto dot = msec.find('.');
    std::size_t seconds = 0;
    std::size_t millis = 0;
    if (dot > kMostSecondsDigits || msec.size() - dot - 1 != kMillisDigits ||
        !read_number(msec.substr(0, dot), seconds) || !read_number(msec.substr(dot + 1), millis))
        return milliseconds{0};
    const auto then = std::chrono::seconds{seconds} + milliseconds{millis};
    const auto passed = std::chrono::duration_cast<milliseconds>(now.time_since_epoch()) - then;
    return std::clamp(passed, milliseconds{0}, kOldest);
}

/// HTTP_X_ACS_ACTION is "x-acs-action": FastCGI and CGI lose the letter case and the dashes.
std::string header_name(std::string_view variable) {
    std::string name{variable};
    for (char& c : name) {
        if (c == '_')
            c = '-';
        else if (c >= 'A' && c <= 'Z')
            c = static_cast<char>(c - 'A' + 'a');
    }
    return name;
}

class Reader {
public:
    explicit Reader(std::chrono::system_clock::time_point now) : now_{now} {}

    void take(std::string_view name, std::string_view value) {
        constexpr std::string_view kHeader{"HTTP_"};
        Request& request = out_.request;
        if (name.substr(0, kHeader.size()) == kHeader)
            take_header(name.substr(kHeader.size()), value);
        else if (name == "QUERY_STRING")
            request.query = value;
        else if (name == "REQUEST_METHOD")
            request.method = value;
        else if (name == "CONTENT_TYPE")
            request.content_type = value;
        else if (name == "CONTENT_LENGTH")
            valid_ = valid_ && (value.empty() || read_number(value, out_.content_length));
        else if (name == "SIGNED_HOST" && !value.empty())
            request.headers.emplace_back("host", value);
        else if (name == "REMOTE_ADDR")
            request.peer_address = value;
        else if (name == "HTTPS")
            request.tls = value == "on";
        else if (name == "JOINGATE_MSEC")
            request.age = age(value, now_);
        else if (name == "LNW_END")
            out_.marked = value == "1";
    }

    std::optional<CgiVariables> done() && {
        if (!valid_ || out_.request.method.empty()) return std::nullopt;
        // A V3 signature covers it, and it is no HTTP_ variable (RFC 3875).
        if (!out_.request.content_type.empty())
            out_.request.headers.emplace_back("content-type", out_.request.content_type);
        out_.request.request_id = make_request_id();
        return std::move(out_);
    }

private:
    void take_header(std::string_view variable, std::string_view value) {
        auto name = header_name(variable);
        // Their truth is in variables of their own.
        if (name == "host" || name == "content-type") return;
        out_.request.headers.emplace_back(std::move(name), value);
    }

    std::chrono::system_clock::time_point now_;
    CgiVariables out_;
    bool valid_ = true;
};

} // namespace

std::optional<CgiVariables> read_cgi_variables(const char* const* environment,
                                               std::chrono::system_clock::time_point now) {
    Reader reader{now};
    for (; *environment != nullptr; ++environment) {
        const std::string_view entry{*environment};
        const auto equals = entry.find('=');
        if (equals != std::string_view::npos)
            reader.take(entry.substr(0, equals), entry.substr(equals + 1));
    }
    return std::move(reader).done();
}

} // namespace joingate
