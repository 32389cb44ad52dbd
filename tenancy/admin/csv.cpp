#include "tenancy/admin/csv.h"

#include "tenancy/admin/catalog.h"

#include <Poco/String.h>
#include <csv.h>
#include <openssl/crypto.h>

#include <algorithm>
#include <new>

namespace joingate::admin {
namespace {

constexpr std::string_view kByteOrderMark{"\xEF\xBB\xBF"};

/// What libcsv's callbacks fill; they run inside C code and must not throw.
struct Records {
    std::vector<std::string> cells;
    std::vector<std::vector<std::string>> complete;
};

void add_cell(void* text, std::size_t size, void* records) noexcept {
    static_cast<Records*>(records)->cells.emplace_back(static_cast<const char*>(text), size);
}

void end_record(int /*terminator*/, void* records) noexcept {
    auto& all = *static_cast<Records*>(records);
    all.complete.push_back(std::move(all.cells));
    all.cells.clear();
}

class Parser {
public:
    Parser() {
        if (csv_init(&parser_, CSV_STRICT | CSV_STRICT_FINI) != 0) throw std::bad_alloc{};
    }
    ~Parser() {
        if (parser_.entry_buf != nullptr)
            OPENSSL_cleanse(parser_.entry_buf, csv_get_buffer_size(&parser_));
        csv_free(&parser_);
        for (auto& record : records_.complete)
            wipe(record);
        wipe(records_.cells);
    }
    Parser(const Parser&) = delete;
    Parser& operator=(const Parser&) = delete;

    /// Takes one line with its end; `text` may also be the middle of a quoted cell.
    void take(std::string_view text, std::size_t line) {
        if (!in_record()) begun_ = line;
        if (csv_parse(&parser_, text.data(), text.size(), add_cell, end_record, &records_) !=
            text.size())
            refuse(line, "a quote stands where none may");
    }
    void finish() {
        if (csv_fini(&parser_, add_cell, end_record, &records_) != 0)
            refuse(begun_, "a quoted cell is never closed");
    }
    void hand_over(const CsvRow& row) {
        for (auto& record : records_.complete) {
            const bool is_blank = std::all_of(record.begin(), record.end(),
                                              [](const auto& cell) { return cell.empty(); });
            if (!is_blank) row(begun_, record);
            wipe(record);
        }
        records_.complete.clear();
    }

private:
    /// Not between two records.
    bool in_record() const { return !records_.cells.empty() || parser_.quoted != 0; }

    [[noreturn]] static void refuse(std::size_t line, const std::string& why) {
        throw Refused{"line " + std::to_string(line) + ": " + why + "; this is no CSV file"};
    }
    static void wipe(std::vector<std::string>& cells) {
        for (auto& cell : cells)
            OPENSSL_cleanse(cell.data(), cell.size());
    }

    csv_parser parser_{};
    Records records_;
    std::size_t begun_ = 1;
};

/// With its end: CR, LF or both.
std::size_t line_size(std::string_view text) {
    const auto end = text.find_first_of("\r\n");
    if (end == std::string_view::npos) return text.size();
    return end + (text.substr(end, 2) == "\r\n" ? 2 : 1);
}

/// ASCII in UTF-16 has a zero in every other byte.
void refuse_utf16(std::string_view text) {
    const auto first = text.substr(0, 2);
    if (first == "\xFF\xFE" || first == "\xFE\xFF" || first.find('\0') != std::string_view::npos)
        throw Refused{"this is UTF-16 text, and UTF-8 is needed; save it as \"CSV UTF-8\""};
}

/// "sep=;": how a spreadsheet is told what separates cells.
bool is_separator_line(std::string_view text) {
    constexpr std::string_view kSep = "sep=";
    return Poco::icompare(std::string{text.substr(0, kSep.size())}, std::string{kSep}) == 0;
}

/// Looks at the first line that is not blank: a header, which has no need of these characters.
void refuse_other_separators(std::string_view text) {
    for (std::size_t line = 1; !text.empty(); ++line) {
        const auto first = text.substr(0, line_size(text));
        text.remove_prefix(first.size());
        if (first.find_first_not_of("\r\n\t ,") == std::string_view::npos) continue;
        const auto comma = first.find(',');
        const auto other = first.find_first_of(";\t");
        const bool is_other = other != std::string_view::npos && other < comma;
        if (!is_other) return;
        const std::string name = first[other] == ';' ? "semicolons" : "tabs";
        throw Refused{"line " + std::to_string(line) + ": " +
                      (is_separator_line(first) ? "it says that " + name + " separate the cells"
                                                : name + " separate the cells") +
                      ", and commas are needed; save it as CSV with commas"};
    }
}

} // namespace

void read_csv(std::string_view text, const CsvRow& row) {
    refuse_utf16(text);
    if (text.substr(0, kByteOrderMark.size()) == kByteOrderMark)
        text.remove_prefix(kByteOrderMark.size());
    refuse_other_separators(text);
    Parser parser;
    std::size_t line = 1;
    if (is_separator_line(text)) {
        text.remove_prefix(line_size(text));
        ++line;
    }
    for (; !text.empty(); ++line) {
        const auto size = line_size(text);
        parser.take(text.substr(0, size), line);
        parser.hand_over(row);
        text.remove_prefix(size);
    }
    parser.finish();
    parser.hand_over(row);
}

} // namespace joingate::admin
