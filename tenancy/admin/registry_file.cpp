#include "tenancy/admin/registry_file.h"

#include "tenancy/admin/catalog.h"
#include "tenancy/admin/csv.h"
#include "tenancy/join_eui.h"

#include <Poco/String.h>
#include <openssl/crypto.h>

#include <algorithm>
#include <unordered_map>

namespace joingate::admin {
namespace {

constexpr std::string_view kHexDigits = "0123456789abcdefABCDEF";
constexpr std::string_view kDecimalDigits = "0123456789";

struct Column {
    std::string_view name;
    std::string_view alphabet;
    std::string_view digits; ///< how the message calls the alphabet
    std::size_t size;
    bool may_be_empty = false;
};

constexpr Column kDevEui{"DevEUI", kHexDigits, "hexadecimal digits", 16};
constexpr Column kGwEui{"GwEUI", kHexDigits, "hexadecimal digits", 16};
constexpr Column kPin{"PIN", kDecimalDigits, "digits", 6};
constexpr Column kAppKey{"AppKey", kHexDigits, "hexadecimal digits", 32};
constexpr Column kJoinEui{"JoinEUI", kHexDigits, "hexadecimal digits", 16, true};

/// The EUI first.
const std::vector<Column>& columns_of(DeviceKind kind) {
    static const std::vector<Column> of_nodes{kDevEui, kPin, kAppKey, kJoinEui};
    static const std::vector<Column> of_gateways{kGwEui, kPin};
    return kind == DeviceKind::Node ? of_nodes : of_gateways;
}

bool has_form(const Column& column, std::string_view cell) {
    if (cell.empty()) return column.may_be_empty;
    return cell.size() == column.size &&
           cell.find_first_not_of(column.alphabet) == std::string_view::npos;
}

/// 1.02030405060731E+15: what a spreadsheet makes of sixteen digits.
bool is_rounded(std::string_view cell) {
    constexpr std::string_view kMantissa = "0123456789.,";
    const auto e = cell.find_first_not_of(kMantissa);
    return e != 0 && e != std::string_view::npos && (cell[e] == 'E' || cell[e] == 'e') &&
           e + 2 < cell.size() && (cell[e + 1] == '+' || cell[e + 1] == '-') &&
           cell.find_first_not_of(kDecimalDigits, e + 2) == std::string_view::npos;
}

class Reader {
public:
    Reader(DeviceKind kind, const DeviceSecrets& secrets, ExtraColumns extra)
        : secrets_{secrets}, columns_{columns_of(kind)}, extra_{extra} {
        file_.kind = kind;
        file_.key_version = secrets.current_version();
    }

    void take(std::size_t line, const std::vector<std::string>& cells) {
        if (places_.empty())
            take_header(line, cells);
        else
            take_row(line, cells);
    }
    RegistryFile finish() {
        if (places_.empty()) refuse_header(1, "is missing");
        return std::move(file_);
    }

private:
    static constexpr std::size_t kNowhere = static_cast<std::size_t>(-1);

    /// In quotes, short, and without what a terminal would obey.
    static std::string shown(std::string text) {
        constexpr std::size_t kMost = 40;
        constexpr unsigned char kDelete = 127;
        if (text.size() > kMost) text = text.substr(0, kMost) + "...";
        std::replace_if(
            text.begin(), text.end(), [](unsigned char c) { return c < ' ' || c == kDelete; }, '?');
        return "'" + text + "'";
    }

    [[noreturn]] void refuse_header(std::size_t line, const std::string& why) const {
        std::string names;
        for (const auto& column : columns_)
            names += (names.empty() ? "" : ", ") + std::string{column.name} +
                     (column.may_be_empty ? " (if wanted)" : "");
        throw Refused{"line " + std::to_string(line) + ": the header " + why +
                      "; a header names the columns " + names};
    }

    void take_header(std::size_t line, const std::vector<std::string>& cells) {
        width_ = cells.size();
        places_.assign(columns_.size(), kNowhere);
        std::vector<std::size_t> others;
        for (std::size_t i = 0; i < cells.size(); ++i) {
            const auto found =
                std::find_if(columns_.begin(), columns_.end(), [&](const Column& column) {
                    return Poco::icompare(std::string{column.name}, cells[i]) == 0;
                });
            if (found == columns_.end()) {
                others.push_back(i);
                continue;
            }
            auto& place = places_[static_cast<std::size_t>(found - columns_.begin())];
            if (place != kNowhere)
                refuse_header(line, "has the column " + std::string{found->name} + " twice");
            place = i;
        }
        // Only a line with all that is needed is a header for sure. The first line of a file
        // without one holds secrets, and is not quoted.
        if (others.size() == cells.size()) refuse_header(line, "has none of the columns");
        for (std::size_t i = 0; i < columns_.size(); ++i)
            if (places_[i] == kNowhere && !columns_[i].may_be_empty)
                refuse_header(line, "lacks " + std::string{columns_[i].name});
        if (!others.empty() && extra_ == ExtraColumns::Refuse)
            refuse_header(line,
                          what_else(cells, others) + "; with --ignore-columns it is left out");
    }

    static std::string what_else(const std::vector<std::string>& cells,
                                 const std::vector<std::size_t>& others) {
        const auto& name = cells[others.front()];
        if (!name.empty()) return "has another column, " + shown(name);
        const auto number = std::to_string(others.front() + 1);
        if (others.front() + 1 == cells.size())
            return "ends with a comma, so that it has a column " + number + " without a name";
        return "has a column " + number + " without a name";
    }

    void take_row(std::size_t line, const std::vector<std::string>& cells) {
        ++file_.rows;
        if (cells.size() != width_) {
            complain(line, {},
                     "has " + std::to_string(cells.size()) + " cells, the header " +
                         std::to_string(width_));
            return;
        }
        const auto cell = [&](std::size_t column) -> std::string_view {
            const bool is_there = column < places_.size() && places_[column] != kNowhere;
            return is_there ? std::string_view{cells[places_[column]]} : std::string_view{};
        };
        bool good = true;
        for (std::size_t i = 0; i < columns_.size(); ++i) {
            if (has_form(columns_[i], cell(i))) continue;
            good = false;
            complain(line, columns_[i].name,
                     "is not " + std::to_string(columns_[i].size) + " " +
                         std::string{columns_[i].digits} +
                         (is_rounded(cell(i)) ? " but a number as a spreadsheet rounds it, like "
                                                "1.2E+15; make its cells text and save it again"
                                              : ""));
        }
        if (!has_form(columns_[0], cell(0))) return;
        auto eui = Poco::toLower(std::string{cell(0)});
        const auto [first, is_new] = lines_.emplace(eui, line);
        if (!is_new)
            complain(line, columns_[0].name,
                     "is that of line " + std::to_string(first->second) + " again");
        if (good && is_new) add(line, std::move(eui), cell(1), cell(2), cell(3));
    }

    void add(std::size_t line, std::string eui, std::string_view pin, std::string_view app_key,
             std::string_view join_eui) {
        Tuple tuple{line, std::move(eui), {}, {}, {}};
        tuple.pin_hashes = secrets_.hash_pin_with_each(file_.kind, tuple.eui, pin);
        if (file_.kind == DeviceKind::Node) {
            tuple.join_eui =
                Poco::toLower(std::string{join_eui.empty() ? kDefaultJoinEui : join_eui});
            auto key = Poco::toLower(std::string{app_key});
            tuple.app_key = secrets_.seal_app_key(tuple.eui, key);
            OPENSSL_cleanse(key.data(), key.size());
        }
        file_.tuples.push_back(std::move(tuple));
    }

    void complain(std::size_t line, std::string_view column, std::string what) {
        file_.problems.push_back({line, std::string{column}, std::move(what)});
    }

    const DeviceSecrets& secrets_;
    const std::vector<Column>& columns_;
    ExtraColumns extra_;
    std::vector<std::size_t> places_; ///< of each column in a row; empty before the header
    std::size_t width_ = 0;
    std::unordered_map<std::string, std::size_t> lines_;
    RegistryFile file_;
};

} // namespace

std::string_view eui_column(DeviceKind kind) {
    return columns_of(kind).front().name;
}

RegistryFile read_registry_file(DeviceKind kind, std::string_view csv, const DeviceSecrets& secrets,
                                ExtraColumns extra) {
    Reader reader{kind, secrets, extra};
    read_csv(csv, [&](std::size_t line, const std::vector<std::string>& cells) {
        reader.take(line, cells);
    });
    return reader.finish();
}

} // namespace joingate::admin
