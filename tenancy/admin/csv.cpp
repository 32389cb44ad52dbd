#include "tenancy/admin/csv.h"

#include "tenancy/admin/catalog.h"

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

} // namespace

void read_csv(std::string_view text, const CsvRow& row) {
    if (text.substr(0, kByteOrderMark.size()) == kByteOrderMark)
        text.remove_prefix(kByteOrderMark.size());
    Parser parser;
    for (std::size_t line = 1; !text.empty(); ++line) {
        const auto size = std::min(text.find('\n'), text.size() - 1) + 1;
        parser.take(text.substr(0, size), line);
        parser.hand_over(row);
        text.remove_prefix(size);
    }
    parser.finish();
    parser.hand_over(row);
}

} // namespace joingate::admin
