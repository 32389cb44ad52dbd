#include "tests/proofs/support/http_mutants.h"

#include "tests/proofs/support/examples.h"

#include <Poco/String.h>

#include <algorithm>
#include <array>
#include <cstdio>
#include <string_view>
#include <tuple>
#include <utility>
#include <vector>

namespace joingate::proofs {
namespace {

using Random = std::mt19937_64;
using Request = Client::Request;

std::size_t below(Random& random, std::size_t end) {
    return static_cast<std::size_t>(random() % std::max<std::size_t>(end, 1));
}

template <class List> const auto& any_of(Random& random, const List& list) {
    return list.at(below(random, list.size()));
}

char any_byte(Random& random) {
    return static_cast<char>(random());
}

// --- of a request, before it is written ------------------------------------------------------

void change_method(Random& random, Request& request) {
    const std::array<std::string, 13> methods{"HEAD",
                                              "PUT",
                                              "DELETE",
                                              "OPTIONS",
                                              "TRACE",
                                              "CONNECT",
                                              "PATCH",
                                              "get",
                                              "G\x01T",
                                              "",
                                              "PROPFIND",
                                              "PRI",
                                              std::string(9000, 'G')};
    request.method = any_of(random, methods);
}

void change_target(Random& random, Request& request) {
    const auto query = request.target.substr(std::min<std::size_t>(1, request.target.size()));
    const std::array<std::string, 16> targets{"http://127.0.0.1/" + query,
                                              "http://127.0.0.1:1/a/../" + query,
                                              "https://[::1]/" + query,
                                              "ftp:///" + query,
                                              "*",
                                              "",
                                              query,
                                              "//" + query,
                                              "/./%2e%2e/" + query,
                                              "/.joingate/json/InvalidParameter" + query,
                                              "/%00" + query,
                                              "/\xC0\xAF" + query,
                                              request.target + "#" + query,
                                              request.target + " " + query,
                                              request.target +
                                                  "&Pad=" + std::string(below(random, 70000), 'x'),
                                              request.target + "\x01\x7F\t"};
    request.target = any_of(random, targets);
}

/// Query or form: where the parameters are.
std::string& parameters(Request& request) {
    return request.body.empty() ? request.target : request.body;
}

void set_header(Request& request, const std::string& name, const std::string& value) {
    for (auto& [known, old] : request.headers)
        if (Poco::icompare(known, name) == 0) old = value;
}

void set_length(Request& request) {
    set_header(request, "Content-Length", std::to_string(request.body.size()));
}

void break_escapes(Random& random, Request& request) {
    const std::array<std::string, 12> escapes{"%",   "%0", "%zz", "%00",    "%C0%AF", "%ED%A0%80",
                                              "%25", "+",  "%%%", "%0D%0A", "%u0041", "%FF%FE"};
    auto& text = parameters(request);
    for (auto count = 1 + below(random, 3); count > 0; --count)
        text.insert(below(random, text.size() + 1), any_of(random, escapes));
    set_length(request);
}

void change_parameters(Random& random, Request& request) {
    auto& text = parameters(request);
    const auto from = text.find('&', below(random, text.size()));
    const auto part =
        from == std::string::npos ? "&Action=" : text.substr(from, text.find('&', from + 1) - from);
    switch (below(random, 5)) {
    case 0: text += part; break;
    case 1:
        if (from != std::string::npos) text.erase(from, part.size());
        break;
    case 2:
        for (int i = 0; i < 1200; ++i)
            text += "&p" + std::to_string(i) + "=";
        break;
    case 3: text += "&Format=" + std::string(1, any_byte(random)) + "&&&=&=="; break;
    default:
        if (const auto action = text.find("Action="); action != std::string::npos)
            text.insert(action + 7, "No");
    }
    set_length(request);
}

void change_header(Random& random, Request& request) {
    auto& [name, value] = request.headers.at(below(random, request.headers.size()));
    switch (below(random, 10)) {
    case 0:
    case 8:
    case 9:
        value.insert(below(random, value.size() + 1), 1, static_cast<char>(1 + below(random, 31)));
        break;
    case 1: value.insert(below(random, value.size() + 1), 1, any_byte(random)); break;
    case 2: value += std::string(below(random, 20000), 'h'); break;
    case 3: name += any_byte(random); break;
    case 4: value.clear(); break;
    case 5: name.clear(); break;
    case 6: value += "\r\n folded"; break;
    default: {
        auto twin = request.headers.at(below(random, request.headers.size()));
        request.headers.push_back(std::move(twin));
    }
    }
}

void add_header(Random& random, Request& request) {
    static const std::array<std::pair<const char*, const char*>, 24> headers{
        {{"Expect", "100-continue"},
         {"Range", "bytes=0-1"},
         {"If-Modified-Since", "Sat, 01 Jan 2000 00:00:00 GMT"},
         {"If-None-Match", "*"},
         {"If-Match", "\"none\""},
         {"Upgrade", "h2c"},
         {"HTTP2-Settings", "AAMAAABkAAQCAAAAAAIAAAAA"},
         {"Connection", "keep-alive, Upgrade"},
         {"Transfer-Encoding", "chunked"},
         {"Transfer-Encoding", "gzip, chunked"},
         {"Content-Length", "-1"},
         {"Content-Length", "99999999999999999999"},
         {"Content-Length", "2000000"},
         {"Content-Length", "7"},
         {"Host", "elsewhere"},
         {"Host", "a b\"<>&"},
         {"Content-Type", "multipart/form-data; boundary=x"},
         {"Authorization", "ACS3-HMAC-SHA256 Credential=,SignedHeaders=;,Signature="},
         {"Authorization", "ACS4-HMAC-SHA256 x"},
         {"Accept", "application/json"},
         {"X-Sdk-Client", "CPP/\x01"},
         {"X_Acs_Action", "ListGateways"},
         {"Proxy", "http://127.0.0.1"},
         {"x-acs-action", "ListGateways\x02"}}};
    for (auto count = 1 + below(random, 2); count > 0; --count)
        request.headers.emplace_back(any_of(random, headers));
}

void add_many_headers(Random& random, Request& request) {
    for (auto count = below(random, 400); count > 0; --count)
        request.headers.emplace_back("X-" + std::to_string(count), "1");
}

/// As the newer clients send a form, and as none should.
void send_in_chunks(Random& random, Request& request) {
    std::string chunked;
    constexpr std::array<const char*, 8> kHex{"1", "2", "a", "F", "10", "1f", "80", "100"};
    for (std::string_view rest{request.body}; !rest.empty();) {
        const std::string size{any_of(random, kHex)};
        const auto part = rest.substr(0, std::stoul(size, nullptr, 16));
        rest.remove_prefix(part.size());
        const bool is_right = below(random, 50) != 0;
        std::array<char, 24> digits{};
        std::snprintf(digits.data(), digits.size(), "%zx", part.size() + (is_right ? 0 : 1));
        chunked += std::string{digits.data()} + (below(random, 20) == 0 ? ";x=\"y\"" : "") + "\r\n";
        chunked += std::string{part} + "\r\n";
    }
    chunked += below(random, 10) == 0 ? "0\r\nTrailer: x\r\n\r\n" : "0\r\n\r\n";
    request.body = std::move(chunked);
    for (auto& [name, value] : request.headers)
        if (name == "Content-Length")
            std::tie(name, value) = std::pair{"Transfer-Encoding", "chunked"};
}

void change_length(Random& random, Request& request) {
    const std::array<std::string, 7> lengths{std::to_string(request.body.size() + 1),
                                             std::to_string(request.body.size() / 2),
                                             "0",
                                             "+5",
                                             "0x10",
                                             "1e3",
                                             "1048577"};
    set_header(request, "Content-Length", any_of(random, lengths));
}

void leave_alone(Random& /*random*/, Request& /*request*/) {}

using ChangesRequest = void (*)(Random&, Request&);
constexpr std::array<ChangesRequest, 14> kOfRequest{
    leave_alone,   leave_alone,   leave_alone,    change_method, change_target,
    break_escapes, break_escapes, change_header,  change_header, change_parameters,
    add_header,    add_header,    send_in_chunks, change_length};

// --- of the bytes -----------------------------------------------------------------------------

void change_bytes(Random& random, std::string& bytes) {
    for (auto count = 1 + below(random, 6); count > 0 && !bytes.empty(); --count)
        bytes[below(random, bytes.size())] = any_byte(random);
}

void insert_bytes(Random& random, std::string& bytes) {
    const auto place = below(random, bytes.size() + 1);
    std::string some;
    for (auto count = 1 + below(random, 16); count > 0; --count)
        some += any_byte(random);
    bytes.insert(place, some);
}

void erase_bytes(Random& random, std::string& bytes) {
    bytes.erase(below(random, bytes.size()), 1 + below(random, 24));
}

void repeat_bytes(Random& random, std::string& bytes) {
    const auto part = bytes.substr(below(random, bytes.size()), 1 + below(random, 200));
    bytes.insert(below(random, bytes.size() + 1), part);
}

void cut_off(Random& random, std::string& bytes) {
    bytes.resize(below(random, bytes.size() + 1));
}

void change_version(Random& random, std::string& bytes) {
    constexpr std::array<const char*, 9> kVersions{"",          " HTTP/1.0", " HTTP/0.9",
                                                   " HTTP/2.0", " HTTP/1.9", " HTTP/11",
                                                   " HTTP/1.",  " http/1.1", " HTTQ/1.1"};
    const auto end = bytes.find("\r\n");
    const auto version = bytes.rfind(" HTTP/", end);
    if (version == std::string::npos || end == std::string::npos) return;
    bytes.replace(version, end - version, any_of(random, kVersions));
}

void bare_line_feeds(Random& /*random*/, std::string& bytes) {
    Poco::replaceInPlace(bytes, "\r\n", "\n");
}

void another_protocol(Random& random, std::string& bytes) {
    static const std::array<std::string, 4> starts{
        std::string{"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n\0\0\0\4\0\0\0\0\0", 33},
        std::string{"\x16\x03\x01\x02\0\x01\0\x01\xFC\x03\x03", 11},
        "PROXY TCP4 127.0.0.1 127.0.0.1 1 2\r\n", "\r\n\r\n\r\n"};
    bytes.insert(0, any_of(random, starts));
}

void leave_bytes(Random& /*random*/, std::string& /*bytes*/) {}

using ChangesBytes = void (*)(Random&, std::string&);
constexpr std::array<ChangesBytes, 16> kOfBytes{
    leave_bytes, leave_bytes,    leave_bytes,     leave_bytes,     leave_bytes, leave_bytes,
    leave_bytes, change_bytes,   change_bytes,    insert_bytes,    erase_bytes, repeat_bytes,
    cut_off,     change_version, bare_line_feeds, another_protocol};

std::string value_of(const std::string& lower_head, const std::string& header) {
    const auto start = lower_head.find("\r\n" + header + ":");
    if (start == std::string::npos) return {};
    const auto from = start + header.size() + 3;
    return Poco::trim(lower_head.substr(from, lower_head.find("\r\n", from) - from));
}

/// Whether there is a first request to the end in it, beyond doubt.
bool holds_a_request(const std::string& bytes) {
    const auto end = bytes.find("\r\n\r\n");
    // The empty lines that may stand before it are no end of it.
    if (end == std::string::npos || bytes.front() == '\r' || bytes.front() == '\n') return false;
    const auto head = Poco::toLower(bytes.substr(0, end + 2));
    // Two of them, or of another spelling: nothing is beyond doubt.
    if (head.find("transfer-encoding") != std::string::npos) return false;
    const auto first = head.find("content-length");
    if (first == std::string::npos) return head.find("content") == std::string::npos;
    if (head.find("content-length", first + 1) != std::string::npos) return false;
    const auto length = value_of(head, "content-length");
    if (length.empty() || length.size() > 7 ||
        !std::all_of(length.begin(), length.end(), [](char c) { return c >= '0' && c <= '9'; }))
        return false;
    return std::stoul(length) <= bytes.size() - end - 4;
}

} // namespace

HttpMutants::HttpMutants(const Site& site, std::mt19937_64 random)
    : random_{random},
      owner_{Party{site, site.owner()}.client},
      iot_instance_{site.iot_instance()} {}

Client::Request HttpMutants::good() {
    const auto& action = any_of(random_, all_actions());
    auto params = example_of(action);
    for (auto& [name, value] : params)
        if (name == "IotInstanceId")
            value = iot_instance_;
        else if (name == "JoinPermissionName")
            value = fresh_name();
    auto client = owner_;
    constexpr std::array<Client::Signature, 3> kSignatures{
        Client::Signature::V1Sha1, Client::Signature::V1Sha256, Client::Signature::V3};
    client.signature = any_of(random_, kSignatures);
    client.format = below(random_, 2) == 0 ? Client::Format::Json : Client::Format::Xml;
    client.method = below(random_, 2) == 0 ? "GET" : "POST";
    client.place = below(random_, 3) == 0 ? Client::Place::Query : Client::Place::Body;
    if (below(random_, 4) == 0) client.version = "2018-12-30";
    Client::Stamp stamp = Client::fresh_stamp();
    return client.sign(action.name(), params, stamp);
}

std::string HttpMutants::one() {
    auto request = good();
    if (below(random_, 3) == 0) request.headers.back().second = "keep-alive";
    any_of(random_, kOfRequest)(random_, request);
    if (below(random_, 4) == 0) any_of(random_, kOfRequest)(random_, request);
    if (below(random_, 50) == 0) add_many_headers(random_, request);
    auto bytes = request.bytes();
    any_of(random_, kOfBytes)(random_, bytes);
    return bytes;
}

HttpMutants::Mutant HttpMutants::next() {
    Mutant mutant;
    mutant.bytes = one();
    if (below(random_, 12) == 0)
        for (auto more = 1 + below(random_, 3); more > 0; --more)
            mutant.bytes += one();
    // Of a HEAD in another place nobody could tell to which answer it belongs.
    if (mutant.bytes.rfind("HEAD ") + 1 > 1) return next();
    mutant.headless = mutant.bytes.compare(0, 5, "HEAD ") == 0;
    mutant.is_whole = holds_a_request(mutant.bytes);
    return mutant;
}

} // namespace joingate::proofs
