#pragma once

#include "fcgi/request.h"
#include "handlers/field.h"
#include "tenancy/params.h"
#include "tenancy/signature.h"

#include <optional>
#include <string>
#include <string_view>

namespace joingate {

/// A call that names itself: which form of signature, which action and version, whose key. Nothing
/// of it is proven. Views point into the request and its parameters.
struct Envelope {
    enum class Form { V1, V3 };
    Form form = Form::V1;
    std::string_view action;
    Version version = Version::V2019;
    std::string_view access_key_id;
    std::string_view stamp;
    std::string_view nonce;
    std::string_view security_token; ///< empty for a permanent key
    std::string_view signature;
    signature::MethodV1 method_v1 = signature::MethodV1::HmacSha1;
    std::optional<signature::AuthorizationV3> authorization_v3;
};

/// V3 is recognised by its Authorization header, everything else is 1.0 (spec "gateway", section
/// 1).
bool is_v3(const Request& request);

/// The checks of spec/README decision 1 up to "Action and Version known", the action itself
/// excepted. Throws Error.
Envelope open_envelope(const Request& request, const Params& params);

} // namespace joingate
