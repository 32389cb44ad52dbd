#include "tenancy/policy/document.h"

#include "tenancy/policy/compiler.h"

#include <string>
#include <utility>

namespace joingate::policy {
namespace {

constexpr int kMostLevels = 16;

/// Spec "policy", section 5.
struct Limits {
    std::size_t most_bytes;
    const char* code_too_long;
    const char* too_long;
    const char* code_malformed;
};

Limits limits_of(Kind kind) {
    switch (kind) {
    case Kind::Identity: break;
    case Kind::Session:
        return {2048, "InvalidParameter.PolicySize",
                "The size of Policy must be smaller than 2048 bytes.",
                "InvalidParameter.PolicyGrammar"};
    case Kind::Trust:
        return {4096, "InvalidParameter.AssumeRolePolicyDocument.Length",
                "The parameter - \"AssumeRolePolicyDocument\" beyond the length limit.",
                "MalformedPolicyDocument"};
    }
    return {6144, "InvalidParameter.PolicyDocument.Length",
            "The parameter - \"PolicyDocument\" beyond the length limit.",
            "MalformedPolicyDocument"};
}

std::vector<Statement> compile(const Json& document, Kind kind) {
    const std::string top = "policy document";
    for (const auto& entry : object_in(document, top).items()) {
        if (entry.key() != "Version" && entry.key() != "Statement")
            throw Flaw{top, "invalid policy element " + shown(entry.key()) +
                                "; a policy has exactly Version and Statement"};
    }
    const auto* const version = member(document, "Version");
    if (version == nullptr || !version->is_string() || *version != "1")
        throw Flaw{top, "Version is required and must be the string \"1\""};

    const auto* const statement = member(document, "Statement");
    if (statement == nullptr || !statement->is_array())
        throw Flaw{top, "Statement is required and must be an array of one or more statements"};
    check_count(statement->size(), "Statement");

    std::vector<Statement> statements;
    statements.reserve(statement->size());
    for (const auto& entry : *statement)
        statements.push_back(
            compile_statement(entry, kind, "Statement " + std::to_string(statements.size() + 1)));
    return statements;
}

} // namespace

DocumentPtr Document::parse(std::string_view text, Kind kind) {
    const auto limits = limits_of(kind);
    if (text.size() > limits.most_bytes) throw Malformed{limits.code_too_long, limits.too_long};
    try {
        const auto json = read_json(text, {kMostLevels, false});
        return std::make_shared<const Document>(kind, compile(json, kind));
    } catch (const BadJson& e) {
        throw Malformed{limits.code_malformed, std::string{"not a JSON document: "} + e.what()};
    } catch (const Flaw& e) {
        throw Malformed{limits.code_malformed, e.what()};
    }
}

Document::Document(Kind kind, std::vector<Statement> statements)
    : kind_{kind}, statements_{std::move(statements)} {}

Document::~Document() = default;

} // namespace joingate::policy
