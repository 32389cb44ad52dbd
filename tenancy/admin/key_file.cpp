#include "tenancy/admin/key_file.h"

#include "tenancy/admin/names.h"

#include <Poco/String.h>

#include <algorithm>
#include <cstddef>
#include <optional>
#include <utility>
#include <vector>

namespace joingate::admin {
namespace {

constexpr std::string_view kByteOrderMark{"\xEF\xBB\xBF"};
constexpr std::string_view kBlanks{" \t"};
constexpr std::string_view kId{"ACCESS_KEY_ID"};
constexpr std::string_view kSecret{"ACCESS_KEY_SECRET"};

std::string_view trimmed(std::string_view text) {
    const auto begin = text.find_first_not_of(kBlanks);
    if (begin == std::string_view::npos) return {};
    return text.substr(begin, text.find_last_not_of(kBlanks) - begin + 1);
}

std::vector<std::string_view> words_of(std::string_view text) {
    std::vector<std::string_view> words;
    for (text = trimmed(text); !text.empty();) {
        const auto size = std::min(text.find_first_of(kBlanks), text.size());
        words.push_back(text.substr(0, size));
        text = trimmed(text.substr(size));
    }
    return words;
}

/// "AccessKey ID", "AccessKeyId" and "access_key_id" are one name.
std::string bare(std::string_view title) {
    std::string name;
    for (const char c : title)
        if (c != ' ' && c != '_') name += c;
    return Poco::toLower(name);
}

bool is_one_word(std::string_view text) {
    return !text.empty() &&
           std::all_of(text.begin(), text.end(), [](char c) { return c > ' ' && c <= '~'; });
}

/// The first line of a console's CSV file.
bool is_header(std::string_view line) {
    const auto titles = bare(line);
    return titles.find(',') != std::string::npos && titles.find(bare(kId)) != std::string::npos &&
           titles.find(bare(kSecret)) != std::string::npos;
}

struct Assignment {
    std::string_view name;
    std::string_view value;
};

/// NAME=VALUE, also behind `export`.
std::optional<Assignment> assignment_in(std::string_view line) {
    constexpr std::string_view kExport{"export"};
    const auto at = line.find('=');
    if (at == std::string_view::npos) return {};
    auto words = words_of(line.substr(0, at));
    if (words.size() == 2 && words.front() == kExport) words.erase(words.begin());
    if (words.size() != 1) return {};
    return Assignment{words.front(), trimmed(line.substr(at + 1))};
}

class Reader {
public:
    explicit Reader(std::string source) : source_{std::move(source)} {}

    void take_lines(std::string_view text) {
        for (line_ = 1; !text.empty(); ++line_) {
            const auto end = std::min(text.find_first_of("\r\n"), text.size());
            take_line(trimmed(text.substr(0, end)));
            text.remove_prefix(end);
            if (!text.empty()) text.remove_prefix(text.substr(0, 2) == "\r\n" ? 2 : 1);
        }
    }

    KeyPair finish() {
        if (pair_.id.empty() && pair_.secret.empty())
            throw Refused{source_ +
                          ": there is no access key; needed are lines ACCESS_KEY_ID=... and "
                          "ACCESS_KEY_SECRET=..., or one line with the id, a blank and "
                          "the secret"};
        if (pair_.id.empty()) throw Refused{source_ + ": ACCESS_KEY_ID is missing"};
        if (pair_.secret.empty()) throw Refused{source_ + ": ACCESS_KEY_SECRET is missing"};
        return std::move(pair_);
    }

private:
    [[noreturn]] void refuse(const std::string& why) const {
        throw Refused{source_ + ':' + std::to_string(line_) + ": " + why};
    }

    void take_line(std::string_view line) {
        if (line.empty() || line.front() == '#') return;
        if (!titles_.empty()) return take_record(cells_of(line));
        if (is_header(line)) {
            for (const auto cell : cells_of(line))
                titles_.push_back(bare(cell));
            return;
        }
        if (const auto assignment = assignment_in(line)) {
            if (assignment->name == kId) put(pair_.id, kId, unquoted(assignment->value));
            if (assignment->name == kSecret)
                put(pair_.secret, kSecret, unquoted(assignment->value));
            return;
        }
        const auto words = words_of(line);
        if (words.size() != 2)
            refuse("there " +
                   (words.size() == 1 ? std::string{"is 1 word"}
                                      : "are " + std::to_string(words.size()) + " words") +
                   "; needed are two, the id and the secret, or NAME=VALUE");
        put(pair_.id, kId, words[0]);
        put(pair_.secret, kSecret, words[1]);
    }

    void take_record(const std::vector<std::string_view>& cells) {
        if (cells.size() != titles_.size())
            refuse("there are " + std::to_string(cells.size()) + " cells; needed are " +
                   std::to_string(titles_.size()) + " as in the header");
        for (std::size_t i = 0; i < cells.size(); ++i) {
            if (titles_[i] == bare(kId)) put(pair_.id, kId, cells[i]);
            if (titles_[i] == bare(kSecret)) put(pair_.secret, kSecret, cells[i]);
        }
    }

    std::vector<std::string_view> cells_of(std::string_view line) const {
        std::vector<std::string_view> cells;
        std::size_t begin = 0;
        while (begin <= line.size()) {
            const auto end = std::min(line.find(',', begin), line.size());
            cells.push_back(unquoted(trimmed(line.substr(begin, end - begin))));
            begin = end + 1;
        }
        return cells;
    }

    std::string_view unquoted(std::string_view value) const {
        const char quote = value.empty() ? '\0' : value.front();
        if (quote != '"' && quote != '\'') return value;
        value.remove_prefix(1);
        const auto end = value.find(quote);
        if (end == std::string_view::npos) refuse("a quote is not closed");
        if (end + 1 != value.size()) refuse("something stands behind the closing quote");
        return value.substr(0, end);
    }

    void put(std::string& half, std::string_view name, std::string_view value) const {
        if (!half.empty()) refuse("there is a second " + std::string{name} + "; needed is one");
        if (!is_one_word(value))
            refuse(std::string{name} +
                   (value.empty() ? " is empty" : " is not one word of ASCII characters"));
        half = value;
    }

    std::string source_;
    std::size_t line_ = 1;
    std::vector<std::string> titles_; ///< of a CSV file
    KeyPair pair_;
};

} // namespace

KeyPair read_key_file(std::string_view text, const std::string& source) {
    if (text.substr(0, kByteOrderMark.size()) == kByteOrderMark)
        text.remove_prefix(kByteOrderMark.size());
    if (text.find('\0') != std::string_view::npos)
        throw Refused{source + ": there are zero bytes as in UTF-16; needed is UTF-8 text"};
    Reader reader{source};
    reader.take_lines(text);
    return reader.finish();
}

void check_new_key(const KeyPair& pair) {
    constexpr std::size_t kLeastSecret = 16;
    constexpr std::size_t kMostSecret = 128;
    check_access_key_id(pair.id);
    if (!is_one_word(pair.secret) || pair.secret.size() < kLeastSecret ||
        pair.secret.size() > kMostSecret)
        throw Refused{"the secret has " + std::to_string(pair.secret.size()) +
                      " characters; needed is one word of 16 to 128"};
}

} // namespace joingate::admin
