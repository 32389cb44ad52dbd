#include "tests/e2e/answer.h"

#include <Poco/Net/HTTPResponse.h>
#include <Poco/Net/SocketAddress.h>
#include <Poco/Net/SocketStream.h>
#include <Poco/Net/StreamSocket.h>
#include <Poco/Timespan.h>

namespace joingate::e2e {

std::string Answer::value(const std::string& name) const {
    const auto between = [this](const std::string& open, const char* close) -> std::string {
        const auto start = body.find(open);
        if (start == std::string::npos) return {};
        const auto from = start + open.size();
        return body.substr(from, body.find_first_of(close, from) - from);
    };
    if (body.rfind("<?xml", 0) == 0) return between("<" + name + ">", "<");
    const auto member = "\"" + name + "\":";
    return body.find(member + '"') != std::string::npos ? between(member + '"', "\"")
                                                        : between(member, ",}");
}

Answer send_raw(const std::string& bytes, std::uint16_t port) {
    Poco::Net::StreamSocket socket{Poco::Net::SocketAddress{"127.0.0.1", port}};
    constexpr int kPatienceSeconds = 10;
    socket.setReceiveTimeout(Poco::Timespan{kPatienceSeconds, 0});
    Poco::Net::SocketStream stream{socket};
    stream << bytes << std::flush;
    Poco::Net::HTTPResponse response;
    response.read(stream);
    Answer answer;
    answer.status = response.getStatus();
    answer.headers.assign(response.begin(), response.end());
    // Not to the end of the stream: nginx waits for the rest of a body that it refused.
    answer.body.resize(static_cast<std::size_t>(response.getContentLength64()));
    stream.read(answer.body.data(), static_cast<std::streamsize>(answer.body.size()));
    return answer;
}

} // namespace joingate::e2e
