#pragma once

#include <chrono>
#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace joingate {

/// Makes signed requests as the official clients do (spec "gateway", sections 1 to 3) and reads
/// the replies. A plain value; may be shared by threads that only read it.
struct Client {
    enum class Signature { V1Sha1, V1Sha256, V3 };
    enum class Format { Json, Xml };
    /// Where a POST carries the parameters of the action; a GET has them in the query.
    enum class Place { Query, Body };

    using Pairs = std::vector<std::pair<std::string, std::string>>;

    /// host:port, as it is sent and signed as the Host header; without :port it is 80 or, with TLS,
    /// 443.
    std::string endpoint;
    bool tls = false;    ///< the server must show a certificate of this host
    std::string ca_file; ///< with TLS: the trusted CAs in PEM; "" for those of the system
    std::string access_key_id;
    std::string access_key_secret;
    std::string version = "2019-03-01";
    Signature signature = Signature::V1Sha1;
    Format format = Format::Json; ///< V3 has no field for it: always JSON
    std::string method = "GET";   ///< or "POST"
    Place place = Place::Body;
    /// Sent in addition; with V3, those that begin with x-acs- are signed.
    Pairs headers;
    std::chrono::milliseconds timeout{10000};

    struct Stamp {
        std::int64_t unix_seconds = 0;
        std::string nonce; ///< must differ for every request
    };
    /// Now, and 128 random bits.
    static Stamp fresh_stamp();

    /// A signed request, not yet sent.
    struct Request {
        std::string method;
        std::string target; ///< path and query
        Pairs headers;      ///< names as sent; Host among them
        std::string body;
        /// What the server should arrive at too.
        std::string string_to_sign;
        std::string canonical_request; ///< of V3 only

        /// As it goes over the wire, HTTP/1.1.
        std::string bytes() const;
    };
    Request sign(std::string_view action, const Pairs& params, const Stamp& stamp) const;

    struct Reply {
        int status = 0;
        Pairs headers;
        std::string body;
        Request request;

        /// Of a header, in any letter case; empty without it.
        std::string header(std::string_view name) const;
    };
    /// Signs with a fresh stamp and sends. Throws std::runtime_error where no reply was read.
    Reply call(std::string_view action, const Pairs& params = {}) const;
    /// Sends a request as it is.
    Reply send(Request request) const;
};

/// The text of `name` in a JSON or XML error body ("Code", "Message"); empty where it is not found.
std::string error_field(std::string_view body, std::string_view name);

} // namespace joingate
