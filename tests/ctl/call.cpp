#include "tenancy/client.h"

#include "tenancy/ctl/hints.h"
#include "tenancy/ctl/program.h"
#include "tenancy/standard_streams.h"

#include <Poco/Net/ServerSocket.h>
#include <Poco/Net/StreamSocket.h>
#include <boost/test/unit_test.hpp>

#include <fcntl.h>
#include <unistd.h>

#include <array>
#include <sstream>
#include <thread>

namespace joingate::test {
namespace {

/// Answers one connection with fixed bytes and keeps what came.
class OneReply {
public:
    explicit OneReply(std::string reply)
        : socket_{Poco::Net::SocketAddress{"127.0.0.1", 0}},
          thread_{[this, answer = std::move(reply)] { serve(answer); }} {}
    ~OneReply() { thread_.join(); }
    OneReply(const OneReply&) = delete;
    OneReply& operator=(const OneReply&) = delete;

    std::string endpoint() const { return socket_.address().toString(); }
    const std::string& received() const { return received_; }

private:
    void serve(const std::string& answer) {
        auto peer = socket_.acceptConnection();
        peer.setReceiveTimeout(Poco::Timespan{0, 300000});
        std::array<char, 4096> bytes{};
        try {
            for (int count = 1; count > 0;) {
                count = peer.receiveBytes(bytes.data(), static_cast<int>(bytes.size()));
                received_.append(bytes.data(), static_cast<std::size_t>(count));
            }
        } catch (const Poco::TimeoutException&) {
            // The whole request has come.
        }
        peer.sendBytes(answer.data(), static_cast<int>(answer.size()));
    }

    Poco::Net::ServerSocket socket_;
    std::string received_;
    std::thread thread_;
};

std::string http(int status, const std::string& body, const std::string& headers = {}) {
    return "HTTP/1.1 " + std::to_string(status) +
           " X\r\nContent-Length: " + std::to_string(body.size()) + "\r\n" + headers + "\r\n" +
           body;
}

struct Caller {
    Client client;
    Client::Stamp stamp{1551398400, "0123456789abcdef0123456789abcdef"};
    Client::Pairs params{{"NodeGroupId", "17"}, {"Name", "a b*~+/"}};
    std::string out;
    std::string err;

    Caller() {
        client.endpoint = "gate.example:8080";
        client.access_key_id = "testid";
        client.access_key_secret = "testsecret";
    }

    int ctl(std::vector<std::string> more, const std::string& endpoint) {
        std::vector<std::string> arguments{"call",        "GetNodeGroup", "NodeGroupId=17",
                                           "--key-stdin", "--endpoint",   endpoint};
        arguments.insert(arguments.end(), more.begin(), more.end());
        std::istringstream in{"# a comment\nACCESS_KEY_ID=testid\nACCESS_KEY_SECRET=testsecret\n"};
        std::ostringstream out_stream;
        std::ostringstream err_stream;
        const int status = ctl::run(arguments, {in, out_stream, err_stream});
        out = out_stream.str();
        err = err_stream.str();
        return status;
    }

    static std::string header(const Client::Request& request, const std::string& name) {
        for (const auto& [key, value] : request.headers)
            if (key == name) return value;
        return {};
    }
    static bool contains(const std::string& text, const std::string& part) {
        return text.find(part) != std::string::npos;
    }
};

} // namespace

BOOST_FIXTURE_TEST_SUITE(ctl_call, Caller)

// The expected signatures were computed by an independent program.
BOOST_AUTO_TEST_CASE(signs_a_get_with_hmac_sha1) {
    const auto request = client.sign("GetNodeGroup", params, stamp);
    BOOST_TEST(request.target.substr(0, 39) == "/?NodeGroupId=17&Name=a%20b%2A~%2B%2F&A");
    BOOST_TEST(contains(request.target, "&Timestamp=2019-03-01T00%3A00%3A00Z&"));
    BOOST_TEST(contains(request.target, "&Signature=8nFnX6koZtQIl%2F4tr5TArR453vY%3D"));
    BOOST_TEST(request.body.empty());
}

BOOST_AUTO_TEST_CASE(signs_a_post_with_hmac_sha256_and_everything_in_the_body) {
    client.signature = Client::Signature::V1Sha256;
    client.method = "POST";
    client.format = Client::Format::Xml;
    const auto request = client.sign("GetNodeGroup", params, stamp);
    BOOST_TEST(request.target == "/");
    BOOST_TEST(
        contains(request.body, "&Signature=v41A6yc3MJIQz4BJZnu6WObgB6xMFi%2Fms3XZGmtyOlc%3D"));
    BOOST_TEST(header(request, "Content-Length") == std::to_string(request.body.size()));
}

BOOST_AUTO_TEST_CASE(signs_version_3) {
    client.signature = Client::Signature::V3;
    const auto get = client.sign("GetNodeGroup", params, stamp);
    BOOST_TEST(get.target == "/?NodeGroupId=17&Name=a%20b%2A~%2B%2F");
    BOOST_TEST(header(get, "Authorization") ==
               "ACS3-HMAC-SHA256 Credential=testid,SignedHeaders=host;x-acs-action;x-acs-content-"
               "sha256;x-acs-date;x-acs-signature-nonce;x-acs-version,Signature="
               "3d6eb0e6504b0bb17a34412252146a3b04a6d782d146dc2bde24ff3db9eabdb2");
    client.method = "POST";
    const auto post = client.sign("GetNodeGroup", params, stamp);
    BOOST_TEST(post.body == "NodeGroupId=17&Name=a%20b%2A~%2B%2F");
    BOOST_TEST(contains(header(post, "Authorization"),
                        "676b62c4a2c218071e3944d445afc1ac8f8818bdeb2bf7f1709789d298c19225"));
}

BOOST_AUTO_TEST_CASE(signs_added_headers_with_version_3) {
    client.signature = Client::Signature::V3;
    client.headers = {{"x-acs-security-token", "token"}, {"x-other", "no"}};
    const auto request = client.sign("GetNodeGroup", {}, stamp);
    BOOST_TEST(contains(header(request, "Authorization"), ";x-acs-security-token;x-acs-sign"));
    BOOST_TEST(!contains(header(request, "Authorization"), "x-other"));
}

BOOST_AUTO_TEST_CASE(sends_what_it_shows) {
    const auto reply_text = http(200, R"({"Success":true})", "X-Acs-Request-Id: ID\r\n");
    Client::Reply reply;
    std::string received;
    {
        OneReply gate{reply_text};
        client.endpoint = gate.endpoint();
        client.method = "POST";
        reply = client.call("GetNodeGroup", params);
        received = gate.received();
    }
    BOOST_TEST(received == reply.request.bytes());
    BOOST_TEST(reply.status == 200);
    BOOST_TEST(reply.header("x-acs-request-id") == "ID");
    BOOST_TEST(reply.body == R"({"Success":true})");
}

BOOST_AUTO_TEST_CASE(takes_a_fresh_nonce_each_time) {
    BOOST_TEST(Client::fresh_stamp().nonce != Client::fresh_stamp().nonce);
}

BOOST_AUTO_TEST_CASE(prints_a_reply_for_people) {
    OneReply gate{http(200, R"({"Success":true,"Data":{"List":[1]}})")};
    BOOST_TEST(ctl({"--verbose"}, "http://" + gate.endpoint() + "/") == 0);
    BOOST_TEST(contains(out, "{\n  \"Success\""));
    BOOST_TEST(contains(err, "Host: " + gate.endpoint()));
}

BOOST_AUTO_TEST_CASE(fails_with_the_body_and_says_what_to_check) {
    OneReply gate{http(400, R"({"Code":"InvalidTimeStamp.Expired","Message":"expired"})",
                       "Date: Fri, 01 Mar 2019 00:00:00 GMT\r\n")};
    BOOST_TEST(ctl({}, gate.endpoint()) == 1);
    BOOST_TEST(contains(out, "InvalidTimeStamp.Expired"));
    BOOST_TEST(contains(err, "at the server Fri, 01 Mar 2019 00:00:00 GMT"));
}

BOOST_AUTO_TEST_CASE(tells_a_wrong_secret_from_a_changed_request) {
    Client::Reply reply;
    reply.request.string_to_sign = "GET&%2F&A%3D1";
    reply.body = R"({"Code":"SignatureDoesNotMatch","Message":"is:GET&%2F&A%3D1"})";
    BOOST_TEST(contains(ctl::hint(reply), "secret is not the one"));
    reply.body = "<?xml version=\"1.0\"?><Error><Code>SignatureDoesNotMatch</Code>"
                 "<Message>is:GET&amp;%2F&amp;A%3D2</Message></Error>";
    BOOST_TEST(contains(ctl::hint(reply), "proxy"));
}

BOOST_AUTO_TEST_CASE(never_shows_the_secret) {
    OneReply gate{http(200, "{}")};
    BOOST_TEST(ctl({"--verbose", "--v3"}, gate.endpoint()) == 0);
    BOOST_TEST(contains(err, "string to sign:\nACS3-HMAC-SHA256\n"));
    BOOST_TEST(contains(err, "GET /?NodeGroupId=17 HTTP/1.1"));
    BOOST_TEST(!contains(err + out, "testsecret"));
}

BOOST_AUTO_TEST_CASE(fails_where_the_reply_cannot_be_printed) {
    OneReply gate{http(200, "{}")};
    const int full = ::open("/dev/full", O_WRONLY | O_CLOEXEC);
    BOOST_TEST_REQUIRE(full >= 0);
    std::istringstream in{"testid testsecret\n"};
    std::ostringstream err_stream;
    {
        Output out_stream{full};
        BOOST_TEST(ctl::run({"call", "GetNodeGroup", "--key-stdin", "--endpoint", gate.endpoint()},
                            {in, out_stream, err_stream}) == 1);
    }
    ::close(full);
    BOOST_TEST(err_stream.str() ==
               "joingatectl: cannot write the output: No space left on device\n");
}

BOOST_AUTO_TEST_CASE(reads_a_key_file_in_any_of_its_forms) {
    for (const std::string key :
         {"\xEF\xBB\xBFtestid testsecret\n",
          "AccessKey ID,AccessKey Secret\r\ntestid,testsecret\r\n",
          "export ACCESS_KEY_ID=\"testid\"\nexport ACCESS_KEY_SECRET='testsecret'\n"}) {
        OneReply gate{http(200, "{}")};
        std::istringstream in{key};
        std::ostringstream out_stream;
        std::ostringstream err_stream;
        BOOST_TEST(ctl::run({"call", "GetNodeGroup", "--key-stdin", "--v3", "--verbose",
                             "--endpoint", gate.endpoint()},
                            {in, out_stream, err_stream}) == 0);
        BOOST_TEST(contains(err_stream.str(), "Credential=testid,"));
    }
    // Nothing is sent, so that no server can be blamed.
    std::istringstream in{"testid testsecret and more\n"};
    std::ostringstream out_stream;
    std::ostringstream err_stream;
    BOOST_TEST(ctl::run({"call", "GetNodeGroup", "--key-stdin", "--endpoint", "127.0.0.1:1"},
                        {in, out_stream, err_stream}) == 2);
    BOOST_TEST(err_stream.str() == "joingatectl: standard input:1: there are 4 words; needed are "
                                   "two, the id and the secret, or NAME=VALUE\n");
}

BOOST_AUTO_TEST_CASE(refuses_what_cannot_be_sent) {
    BOOST_TEST(ctl({"no-equals-sign"}, "127.0.0.1:1") == 2);
    BOOST_TEST(ctl({"--v3", "--xml"}, "127.0.0.1:1") == 2);
    BOOST_TEST(ctl({"--query"}, "127.0.0.1:1") == 2);
    BOOST_TEST(ctl({}, "127.0.0.1:1") == 1);
    BOOST_TEST(contains(err, "no reply from 127.0.0.1:1"));
}

BOOST_AUTO_TEST_SUITE_END()

} // namespace joingate::test
