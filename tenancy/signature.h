#pragma once

#include "tenancy/params.h"
#include "tenancy/signing_key.h"

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace joingate::signature {

/// RFC 3986 percent-encoding of UTF-8 bytes: A-Z a-z 0-9 - _ . ~ stay, all else is %XX (spec
/// "gateway", section 2).
std::string percent_encode(std::string_view text);

/// Signature 1.0 (spec "gateway", section 2).
/// `method` upper case. All parameters but `Signature`, those with empty values included.
/// Cut to `most` bytes.
std::string string_to_sign_v1(std::string_view method, const Params& params,
                              std::size_t most = std::string::npos);

enum class MethodV1 { HmacSha1, HmacSha256 };

/// Constant time over the decoded digests; a value that is not canonical base64 of the right length
/// does not match. The string to sign may be five times as long as the request and is never in
/// memory as a whole.
bool matches_v1(const SigningKey& key, MethodV1 method_v1, std::string_view method,
                const Params& params, std::string_view signature_base64);
std::string sign_v1(const SigningKey& key, MethodV1 method, std::string_view string_to_sign);

/// The Authorization header of ACS3-HMAC-SHA256, its three fields in any order.
struct AuthorizationV3 {
    std::string credential;
    std::vector<std::string> signed_headers;
    std::string signed_headers_text;
    std::string signature;
};
/// None where it does not have exactly the three fields, or signs more than 100 headers (no client
/// signs more than 15).
std::optional<AuthorizationV3> parse_authorization_v3(std::string_view header);

/// Headers of a request, names in lower case.
using Headers = std::vector<std::pair<std::string, std::string>>;

/// The first header that had to be signed and is not in SignedHeaders: host and the five common
/// x-acs headers always, every other x-acs header that is present, content-type if there is a body.
/// A request with one is refused (IncompleteSignature), else that header could be swapped.
std::optional<std::string> unsigned_header(const Headers& headers,
                                           const AuthorizationV3& authorization,
                                           std::string_view body);

struct CanonicalV3 {
    std::string canonical_request;
    std::string string_to_sign;
    std::string body_sha256; ///< lower-case hex, of the body that came
};
/// `body` without chunked framing. A signed header that is absent counts as empty; of one that came
/// twice the first is taken, as Request::header does.
CanonicalV3 canonical_v3(std::string_view method, std::string_view path, const Params& params,
                         const Headers& headers, const AuthorizationV3& authorization,
                         std::string_view body);

/// Whether x-acs-content-sha256 is the hash of the body that came; to be checked beside the
/// signature.
bool declares_body(const Headers& headers, const CanonicalV3& canonical);

/// Constant time; `signature_hex` must be 64 lower-case hex digits.
bool matches_v3(const SigningKey& key, std::string_view string_to_sign,
                std::string_view signature_hex);
std::string sign_v3(const SigningKey& key, std::string_view string_to_sign);

/// Lower-case hex SHA-256.
std::string sha256_hex(std::string_view bytes);

/// Unix seconds of exactly `YYYY-MM-DDThh:mm:ssZ`; none for anything else, also for second 60.
std::optional<std::int64_t> parse_time(std::string_view text);

} // namespace joingate::signature
