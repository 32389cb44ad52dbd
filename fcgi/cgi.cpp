#include "fcgi/cgi.h"

#include "fcgi/cgi_variables.h"
#include "fcgi/record_stream.h"

#include <Poco/Logger.h>

#include <sysexits.h>
#include <unistd.h>

#include <cerrno>
#include <optional>
#include <string>
#include <string_view>

namespace joingate {
namespace {

std::optional<std::string> read_exactly(int fd, std::size_t length) {
    std::string body(length, '\0');
    std::size_t got = 0;
    while (got < length) {
        const auto count = ::read(fd, body.data() + got, length - got);
        if (count > 0)
            got += static_cast<std::size_t>(count);
        else if (count == 0 || errno != EINTR)
            return std::nullopt;
    }
    return body;
}

bool write_all(int fd, std::string_view text) {
    while (!text.empty()) {
        const auto count = ::write(fd, text.data(), text.size());
        if (count >= 0)
            text.remove_prefix(static_cast<std::size_t>(count));
        else if (errno != EINTR)
            return false;
    }
    return true;
}

Reply bad_body(const Request& request) {
    const auto host = request.header("host").value_or("");
    return refused(Error{Code::InvalidParameter}.about("body"), request.request_id, host,
                   Format::Xml);
}

Reply answered(const Answer& answer, CgiVariables& variables, int in) {
    if (variables.content_length > RecordStream::kMostBodyBytes) {
        constexpr int kTooLarge = 413;
        auto reply = bad_body(variables.request);
        reply.status = kTooLarge;
        return reply;
    }
    auto body = read_exactly(in, variables.content_length);
    if (!body) return bad_body(variables.request);
    variables.request.body = std::move(*body);
    return answer(variables.request);
}

} // namespace

int answer_cgi(const Answer& answer, const char* const* environment, int in, int out) {
    auto variables = read_cgi_variables(environment, std::chrono::system_clock::now());
    if (!variables) {
        Poco::Logger::root().error(
            "there is no listening socket, from systemd or as standard input, and the environment "
            "holds no CGI request");
        return EX_USAGE;
    }
    return write_all(out, http_text(answered(answer, *variables, in))) ? EX_OK : EX_IOERR;
}

} // namespace joingate
