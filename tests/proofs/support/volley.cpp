#include "tests/proofs/support/volley.h"

#include <Poco/Exception.h>
#include <Poco/Net/HTTPResponse.h>
#include <Poco/Net/SocketAddress.h>
#include <Poco/Net/SocketStream.h>
#include <Poco/Net/StreamSocket.h>
#include <Poco/StreamCopier.h>
#include <Poco/Timespan.h>

namespace joingate::proofs {
namespace {

e2e::Answer receive(const Poco::Net::StreamSocket& socket) {
    e2e::Answer answer;
    try {
        Poco::Net::SocketStream stream{socket};
        Poco::Net::HTTPResponse response;
        response.read(stream);
        answer.headers.assign(response.begin(), response.end());
        if (response.hasContentLength()) {
            // nginx waits for the rest of what it refused, so not to the end.
            answer.body.resize(static_cast<std::size_t>(response.getContentLength64()));
            stream.read(answer.body.data(), static_cast<std::streamsize>(answer.body.size()));
        } else {
            Poco::StreamCopier::copyToString(stream, answer.body);
        }
        answer.status = response.getStatus();
    } catch (const Poco::Exception& e) {
        answer.body = e.displayText();
    }
    return answer;
}

} // namespace

std::vector<e2e::Answer> volley(const std::string& bytes, unsigned copies, std::uint16_t port) {
    constexpr int kPatienceSeconds = 10;
    const Poco::Net::SocketAddress address{"127.0.0.1", port};
    std::vector<Poco::Net::StreamSocket> sockets;
    for (unsigned i = 0; i < copies; ++i) {
        sockets.emplace_back(address);
        sockets.back().setReceiveTimeout(Poco::Timespan{kPatienceSeconds, 0});
    }
    for (auto& socket : sockets)
        socket.sendBytes(bytes.data(), static_cast<int>(bytes.size()));
    std::vector<e2e::Answer> answers;
    for (const auto& socket : sockets)
        answers.push_back(receive(socket));
    return answers;
}

} // namespace joingate::proofs
