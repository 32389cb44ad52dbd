#pragma once

#include <optional>
#include <stdexcept>
#include <string>
#include <string_view>
#include <vector>

namespace joingate {

/// A refusal that the wire knows: a row of errors.def.
enum class Code {
#define JOINGATE_ERROR(symbol, wire, status, message) symbol,
#include "handlers/errors.def"
#undef JOINGATE_ERROR
};

/// The wire code of a row, `${name}` not filled in.
std::string_view wire_code(Code code);
std::string_view wire_message(Code code);
int http_status(Code code);
const std::vector<Code>& all_codes();

/// Ends a request with a documented answer. The detail goes to the log and never to a client.
class Error : public std::runtime_error {
public:
    /// `detail` is for the log.
    explicit Error(Code code, const std::string& detail = {})
        : std::runtime_error{detail}, code_{code} {}

    /// What `${name}` in the row's code and message stands for: a parameter's name, a string to
    /// sign.
    Error&& about(std::string subject) && {
        subject_ = std::move(subject);
        return std::move(*this);
    }
    /// The caller may try again after this time; becomes the header x-acs-retry-after.
    Error&& retry_after(unsigned millis) && {
        retry_after_millis_ = millis;
        return std::move(*this);
    }
    /// What the handler changed before it refused is committed: a failure that is counted.
    Error&& keeping_changes() && {
        keeps_changes_ = true;
        return std::move(*this);
    }

    Code code() const { return code_; }
    std::string wire_code() const;
    std::string wire_message() const;
    int status() const { return http_status(code_); }
    std::string detail() const { return what(); }
    std::optional<unsigned> retry_after_millis() const { return retry_after_millis_; }
    bool keeps_changes() const { return keeps_changes_; }

private:
    Code code_;
    std::string subject_;
    std::optional<unsigned> retry_after_millis_;
    bool keeps_changes_ = false;
};

/// A parameter of the action is missing, or is not lexically right.
Error missing(std::string_view parameter);
Error invalid(std::string_view parameter);

} // namespace joingate
