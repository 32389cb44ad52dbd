#include "sql/migration_text.h"

#include <openssl/evp.h>

#include <array>
#include <sstream>
#include <stdexcept>
#include <utility>

namespace joingate::db {
namespace {

constexpr std::string_view kDigits = "0123456789abcdef";

void replace_all(std::string& text, std::string_view from, std::string_view to) {
    for (auto at = text.find(from); at != std::string::npos; at = text.find(from, at + to.size()))
        text.replace(at, from.size(), to);
}

} // namespace

std::vector<std::string> migration_statements(std::string_view text, std::string_view collation) {
    std::vector<std::string> statements;
    std::istringstream lines{std::string{text}};
    std::string statement;
    for (std::string line; std::getline(lines, line);) {
        const auto last = line.find_last_not_of(" \t\r");
        if (last == std::string::npos || line.compare(0, 2, "--") == 0) continue;
        const bool ends = line[last] == ';';
        statement.append(line, 0, ends ? last : last + 1).push_back('\n');
        if (ends) statements.push_back(std::exchange(statement, {}));
    }
    if (!statement.empty())
        throw std::logic_error{"a migration ends in the middle of a statement: " + statement};
    for (auto& one : statements)
        replace_all(one, "${nopad_bin}", collation);
    return statements;
}

std::string sha256_hex(std::string_view text) {
    std::array<unsigned char, 32> digest{};
    unsigned size = 0;
    if (EVP_Digest(text.data(), text.size(), digest.data(), &size, EVP_sha256(), nullptr) != 1)
        throw std::runtime_error{"SHA-256 is not available"};
    std::string hex;
    for (const auto byte : digest) {
        hex.push_back(kDigits[byte >> 4U]);
        hex.push_back(kDigits[byte & 15U]);
    }
    return hex;
}

} // namespace joingate::db
