#pragma once

#include "handlers/data.h"
#include "handlers/error.h"
#include "handlers/field.h"

#include <optional>
#include <string>
#include <string_view>

namespace joingate {

enum class Format { Json, Xml };

/// What goes back to the front.
struct Reply {
    int status = 200;
    std::string content_type; ///< exactly as clients compare it (spec "gateway", section 6.2)
    std::string request_id;   ///< also sent as x-acs-request-id
    std::optional<unsigned> retry_after_millis; ///< x-acs-retry-after
    std::string body;
};

/// How a success is written.
struct ReplyStyle {
    Format format = Format::Xml;
    Version version = Version::V2019;
    bool cpp_lists =
        false; ///< lists wrapped by item name, for x-sdk-client: CPP/… (spec/README decision 3)
};

/// JSON: {"RequestId":…,"Success":true,"Data":…}. XML: root <ActionResponse>. Fields that the
/// version does not know are left out; `shape` is the action's reply field, null where it answers
/// no Data.
Reply success(std::string_view action, std::string_view request_id, const Data& data,
              const ReplyField* shape, const ReplyStyle& style);

/// The five fields and Success false.
Reply refused(const Error& error, std::string_view request_id, std::string_view host_id,
              Format format);

/// CGI header block and body, as both FastCGI and CGI want it.
std::string http_text(const Reply& reply);

} // namespace joingate
