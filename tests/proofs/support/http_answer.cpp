#include "tests/proofs/support/http_answer.h"

#include <Poco/AutoPtr.h>
#include <Poco/DOM/DOMParser.h>
#include <Poco/DOM/Document.h>
#include <Poco/DOM/Node.h>
#include <Poco/Exception.h>
#include <Poco/JSON/Object.h>
#include <Poco/JSON/Parser.h>
#include <Poco/Net/HTTPResponse.h>
#include <Poco/RegularExpression.h>
#include <Poco/UTF8Encoding.h>

#include <charconv>
#include <sstream>
#include <stdexcept>
#include <string_view>

namespace joingate::proofs {
namespace {

constexpr std::string_view kLine{"\r\n"};
constexpr std::string_view kBlank{"\r\n\r\n"};
constexpr int kFinal = 200; ///< below are interim answers

/// Decoded, and how many bytes it took; none where more must come.
std::optional<std::pair<std::string, std::size_t>> unchunked(std::string_view bytes) {
    std::string body;
    for (std::size_t at = 0;;) {
        const auto end = bytes.find(kLine, at);
        if (end == std::string_view::npos) return std::nullopt;
        std::size_t size = 0;
        constexpr int kHex = 16;
        const auto [stop, error] =
            std::from_chars(bytes.data() + at, bytes.data() + end, size, kHex);
        if (error != std::errc{} || stop != bytes.data() + end)
            throw std::runtime_error{"a chunk without a size"};
        at = end + kLine.size();
        if (bytes.size() < at + size + kLine.size()) return std::nullopt;
        body += bytes.substr(at, size);
        at += size;
        if (bytes.substr(at, kLine.size()) != kLine)
            throw std::runtime_error{"a chunk of another size"};
        at += kLine.size();
        if (size == 0) return {{std::move(body), at}};
    }
}

bool may_be_status_line(std::string_view bytes) {
    constexpr std::string_view kVersion{"HTTP/1.1 "};
    return bytes.substr(0, kVersion.size()) == kVersion.substr(0, bytes.size());
}

e2e::Answer read_head(const std::string& head, bool& is_chunked, bool& has_length,
                      std::size_t& length) try {
    std::istringstream stream{head};
    Poco::Net::HTTPResponse response;
    response.read(stream);
    e2e::Answer answer;
    answer.status = response.getStatus();
    answer.headers.assign(response.begin(), response.end());
    is_chunked = response.getChunkedTransferEncoding();
    has_length = response.hasContentLength();
    if (has_length) length = static_cast<std::size_t>(response.getContentLength64());
    return answer;
} catch (const Poco::Exception& e) {
    throw std::runtime_error{"a head that is none: " + e.displayText()};
}

bool is_request_id(const std::string& text) {
    static const Poco::RegularExpression form{
        "[0-9A-F]{8}-[0-9A-F]{4}-[0-9A-F]{4}-[0-9A-F]{4}-[0-9A-F]{12}"};
    return form.match(text);
}

std::string request_id(const std::string& body) {
    if (!body.empty() && body.front() == '<') {
        Poco::XML::DOMParser parser;
        const Poco::AutoPtr<Poco::XML::Document> document{parser.parseString(body)};
        const auto* node = document->getNodeByPath("//RequestId");
        return node == nullptr ? std::string{} : node->innerText();
    }
    return Poco::JSON::Parser{}
        .parse(body)
        .extract<Poco::JSON::Object::Ptr>()
        ->optValue<std::string>("RequestId", "");
}

/// Poco's parser takes both as they come; no other parser has to.
bool is_clean_text(const std::string& body) {
    static const Poco::UTF8Encoding utf8;
    const auto* bytes = reinterpret_cast<const unsigned char*>(body.data());
    for (std::size_t at = 0; at < body.size();) {
        const auto left = static_cast<int>(std::min<std::size_t>(body.size() - at, 4));
        const int character = utf8.queryConvert(bytes + at, left);
        if (character < ' ' && character != '\t' && character != '\n') return false;
        at += static_cast<std::size_t>(utf8.sequenceLength(bytes + at, left));
    }
    return true;
}

} // namespace

std::optional<e2e::Answer> take_answer(std::string& bytes, bool ended, bool headless) {
    for (;;) {
        if (bytes.empty()) return std::nullopt;
        if (!may_be_status_line(bytes)) {
            if (!ended) return std::nullopt;
            e2e::Answer old;
            old.body.swap(bytes);
            return old;
        }
        const auto end = bytes.find(kBlank);
        if (end == std::string::npos) return std::nullopt;
        const auto begin = end + kBlank.size();
        bool is_chunked = false;
        bool has_length = false;
        std::size_t length = 0;
        auto answer = read_head(bytes.substr(0, begin), is_chunked, has_length, length);
        if (answer.status < kFinal) {
            bytes.erase(0, begin);
            continue;
        }
        std::size_t taken = begin;
        const std::string_view rest = std::string_view{bytes}.substr(begin);
        if (!headless && is_chunked) {
            auto body = unchunked(rest);
            if (!body) return std::nullopt;
            answer.body = std::move(body->first);
            taken += body->second;
        } else if (!headless && has_length) {
            if (rest.size() < length) return std::nullopt;
            answer.body = rest.substr(0, length);
            taken += length;
        } else if (!headless) {
            if (!ended) return std::nullopt;
            answer.body = rest;
            taken = bytes.size();
        }
        bytes.erase(0, taken);
        return answer;
    }
}

std::string fault_of_body(const std::string& body) try {
    if (!is_clean_text(body)) return "bytes that are no text: " + body;
    return is_request_id(request_id(body)) ? std::string{} : "no RequestId: " + body;
} catch (const Poco::Exception& e) {
    return e.displayText() + ": " + body;
}

} // namespace joingate::proofs
