#include "handlers/error.h"

#include <array>

namespace joingate {
namespace {

struct Refusal {
    std::string_view wire;
    int status;
    std::string_view message;
};

constexpr std::array kRefusals{
#define JOINGATE_ERROR(symbol, wire, status, message) Refusal{wire, status, message},
#include "handlers/errors.def"
#undef JOINGATE_ERROR
};

const Refusal& refusal(Code code) {
    return kRefusals.at(static_cast<std::size_t>(code));
}

std::string filled(std::string_view text, std::string_view subject) {
    constexpr std::string_view kPlaceholder{"${name}"};
    std::string out{text};
    if (const auto at = out.find(kPlaceholder); at != std::string::npos)
        out.replace(at, kPlaceholder.size(), subject);
    return out;
}

} // namespace

std::string_view wire_code(Code code) {
    return refusal(code).wire;
}
std::string_view wire_message(Code code) {
    return refusal(code).message;
}
int http_status(Code code) {
    return refusal(code).status;
}

const std::vector<Code>& all_codes() {
    static const std::vector<Code> codes = [] {
        std::vector<Code> all;
        for (std::size_t i = 0; i < kRefusals.size(); ++i)
            all.push_back(static_cast<Code>(i));
        return all;
    }();
    return codes;
}

std::string Error::wire_code() const {
    return filled(refusal(code_).wire, subject_);
}
std::string Error::wire_message() const {
    return filled(refusal(code_).message, subject_);
}

Error missing(std::string_view parameter) {
    return Error{Code::MissingParameter}.about(std::string{parameter});
}

Error invalid(std::string_view parameter) {
    return Error{Code::InvalidParameter}.about(std::string{parameter});
}

} // namespace joingate
