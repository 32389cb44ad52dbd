#include "tests/e2e/answer.h"

#include <Poco/Net/HTTPResponse.h>
#include <Poco/Net/SocketAddress.h>
#include <Poco/Net/StreamSocket.h>
#include <Poco/StreamCopier.h>
#include <Poco/Timespan.h>

#include <array>
#include <sstream>

namespace joingate::e2e {

std::string Answer::value(const std::string& name) const {
    const auto between = [this](const std::string& open, const char* close) -> std::string {
        const auto start = body.find(open);
        if (start == std::string::npos) return {};
        const auto from = start + open.size();
        return body.substr(from, body.find_first_of(close, from) - from);
    };
    if (body.rfind("<?xml", 0) == 0) return between("<" + name + ">", "<");
    const auto text = between("\"" + name + "\":\"", "\"");
    return text.empty() ? between("\"" + name + "\":", ",}") : text;
}

Answer send_raw(const std::string& bytes, std::uint16_t port) {
    Poco::Net::StreamSocket socket{Poco::Net::SocketAddress{"127.0.0.1", port}};
    constexpr int kPatienceSeconds = 10;
    socket.setReceiveTimeout(Poco::Timespan{kPatienceSeconds, 0});
    socket.sendBytes(bytes.data(), static_cast<int>(bytes.size()));
    std::stringstream received;
    constexpr int kChunk = 4096;
    std::array<char, kChunk> buffer{};
    for (int count = 0; (count = socket.receiveBytes(buffer.data(), kChunk)) > 0;)
        received.write(buffer.data(), count);
    Poco::Net::HTTPResponse response;
    response.read(received);
    Answer answer;
    answer.status = response.getStatus();
    answer.headers.assign(response.begin(), response.end());
    Poco::StreamCopier::copyToString(received, answer.body);
    return answer;
}

} // namespace joingate::e2e
