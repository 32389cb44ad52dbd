#pragma once

#include <memory>
#include <stdexcept>
#include <string>
#include <string_view>
#include <vector>

namespace joingate::policy {

/// Which grammar and size limit apply (spec "policy", sections 1 and 4.4).
enum class Kind { Identity, Session, Trust };

/// Why a document is refused at creation: the wire code of spec "policy", section 5, and the reason
/// for its author.
class Malformed : public std::runtime_error {
public:
    Malformed(std::string code, const std::string& reason)
        : std::runtime_error{reason}, code_{std::move(code)} {}
    const std::string& code() const { return code_; }

private:
    std::string code_;
};

struct Statement;

/// A policy document, checked and compiled once; immutable, so it may be evaluated by all threads.
class Document {
public:
    /// Throws Malformed.
    static std::shared_ptr<const Document> parse(std::string_view text, Kind kind);

    Document(Kind kind, std::vector<Statement> statements);
    ~Document();

    Kind kind() const { return kind_; }
    const std::vector<Statement>& statements() const { return statements_; }

private:
    Kind kind_;
    std::vector<Statement> statements_;
};

using DocumentPtr = std::shared_ptr<const Document>;

/// A built-in system policy (spec "policy", section 7), compiled; null for an unknown name (letter
/// case is ignored).
DocumentPtr system_policy(std::string_view name);
/// Its text as published; empty for an unknown name.
std::string_view system_policy_text(std::string_view name);
std::vector<std::string_view> system_policy_names();

} // namespace joingate::policy
