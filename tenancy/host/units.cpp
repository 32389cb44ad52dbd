#include "tenancy/host/units.h"

#include "tenancy/host/program.h"

#include <algorithm>
#include <array>
#include <cstdlib>
#include <map>
#include <set>
#include <sstream>
#include <stdexcept>
#include <string_view>
#include <thread>

namespace joingate::host {
namespace {

constexpr const char* kPrefix = "joingated@";

long worker_number(const std::string& unit) {
    return std::strtol(unit.c_str() + std::char_traits<char>::length(kPrefix), nullptr, 10);
}

/// The first word of each line that names a worker.
void add_workers(const std::string& listing, std::set<std::string>& units) {
    std::istringstream lines{listing};
    std::string line;
    while (std::getline(lines, line)) {
        std::istringstream words{line};
        std::string word;
        if (words >> word && word.rfind(kPrefix, 0) == 0 && word.rfind("joingated@.", 0) != 0)
            units.insert(word);
    }
}

/// What a service wrote, without what a terminal would obey: C0, DEL, and C1 in UTF-8.
std::string printable(std::string text) {
    constexpr unsigned char kFirstOfC1 = 0xC2;
    constexpr unsigned char kEndOfC1 = 0xA0;
    constexpr unsigned char kDelete = 0x7F;
    unsigned char before = 0;
    for (std::size_t i = 0; i < text.size(); ++i) {
        const auto byte = static_cast<unsigned char>(text[i]);
        const bool ends_c1 = before == kFirstOfC1 && byte < kEndOfC1;
        before = byte;
        if (ends_c1) text[i - 1] = '?';
        if (ends_c1 || byte < ' ' || byte == kDelete) text[i] = '?';
    }
    return text;
}

std::string trimmed(const std::string& text) {
    const auto begin = text.find_first_not_of(" \t\r");
    if (begin == std::string::npos) return {};
    return text.substr(begin, text.find_last_not_of(" \t\r") + 1 - begin);
}

} // namespace

std::string Unit::in_words() const {
    if (!is_there()) return load == "not-found" ? "is not installed" : "is " + load;
    auto words = "is " + active + " (" + sub + ")";
    if (!text.empty()) words += ", it says: " + text;
    return words;
}

bool Unit::starts_at_boot() const {
    constexpr std::array<std::string_view, 5> kSuch{"enabled", "static", "alias", "generated",
                                                    "indirect"};
    return std::find(kSuch.begin(), kSuch.end(), file_state) != kSuch.end();
}

Unit look_at_unit(const std::string& name) {
    const std::string properties{"--property=LoadState,ActiveState,SubState,UnitFileState,"
                                 "StatusText,Result,NRestarts,MainPID,NeedDaemonReload,"
                                 "StateChangeTimestamp,ExecMainStartTimestamp"};
    const auto shown =
        run_well({"systemctl", "show", "--no-pager", "--timestamp=unix", properties, name});
    std::map<std::string, std::string> values;
    std::istringstream lines{shown};
    std::string line;
    while (std::getline(lines, line)) {
        const auto equal = line.find('=');
        if (equal != std::string::npos) values[line.substr(0, equal)] = line.substr(equal + 1);
    }
    const auto number = [&](const char* key) {
        return std::strtol(values[key].c_str(), nullptr, 10);
    };
    // "@1234567890", or nothing.
    const auto time = [&](const char* key) {
        const auto& value = values[key];
        return value.empty() ? 0 : std::strtol(value.c_str() + 1, nullptr, 10);
    };
    Unit unit;
    unit.name = name;
    unit.load = values["LoadState"];
    unit.active = values["ActiveState"];
    unit.sub = values["SubState"];
    unit.file_state = values["UnitFileState"];
    unit.text = printable(values["StatusText"]);
    unit.result = values["Result"];
    unit.restarts = number("NRestarts");
    unit.pid = number("MainPID");
    unit.changed_at = time("StateChangeTimestamp");
    unit.started_at = time("ExecMainStartTimestamp");
    unit.needs_reload = values["NeedDaemonReload"] == "yes";
    return unit;
}

std::string worker_unit(unsigned number) {
    return kPrefix + std::to_string(number) + ".service";
}

std::vector<std::string> worker_units() {
    std::set<std::string> found;
    const auto pattern = std::string{kPrefix} + "*.service";
    add_workers(run_well({"systemctl", "list-units", "--all", "--plain", "--no-legend",
                          "--no-pager", "--full", pattern}),
                found);
    add_workers(
        run_well({"systemctl", "list-unit-files", "--no-legend", "--no-pager", "--full", pattern}),
        found);
    std::vector<std::string> units{found.begin(), found.end()};
    std::stable_sort(units.begin(), units.end(), [](const auto& one, const auto& other) {
        return worker_number(one) < worker_number(other);
    });
    return units;
}

void systemctl(std::vector<std::string> words) {
    words.insert(words.begin(), "systemctl");
    run_well(words);
}

std::optional<std::string> loaded_credential(const std::string& unit, const std::string& name) {
    std::istringstream lines{run_well({"systemctl", "cat", "--no-pager", unit})};
    std::optional<std::string> path;
    for (std::string line; std::getline(lines, line);) {
        const auto equal = std::min(line.find('='), line.size());
        const auto key = trimmed(line.substr(0, equal));
        if (key != "LoadCredential" && key != "LoadCredentialEncrypted") continue;
        const auto value = trimmed(line.substr(equal + 1));
        const auto colon = std::min(value.find(':'), value.size());
        if (value.empty()) path.reset(); // takes back all lines before it
        if (value.substr(0, colon) == name)
            path = colon == value.size() ? std::string{} : value.substr(colon + 1);
    }
    return path;
}

void wait_until_it_answers(const std::string& worker, std::chrono::seconds patience) {
    constexpr std::chrono::milliseconds kPause{100};
    const auto end = std::chrono::steady_clock::now() + patience;
    while (true) {
        const auto unit = look_at_unit(worker);
        if (unit.is_active() && unit.text == kAnswering) return;
        if (std::chrono::steady_clock::now() >= end) {
            const auto errors = last_errors(worker);
            throw std::runtime_error{
                worker + " does not answer requests after " + std::to_string(patience.count()) +
                " s: it " + unit.in_words() + (errors.empty() ? std::string{} : "\n" + errors)};
        }
        std::this_thread::sleep_for(kPause);
    }
}

std::string last_errors(const std::string& unit) try {
    // systemd adds a line that says only that the start failed.
    constexpr std::size_t kMost = 2;
    const std::string_view empty_words{"Failed to start "};
    std::istringstream journal{run({"journalctl", "--no-pager", "--quiet", "--output=cat",
                                    "--priority=err", "--boot", "--lines=20", "--unit=" + unit})
                                   .out};
    std::vector<std::string> lines;
    for (std::string line; std::getline(journal, line);) {
        line = printable(line);
        if (line.compare(0, empty_words.size(), empty_words) == 0) continue;
        lines.erase(std::remove(lines.begin(), lines.end(), line), lines.end());
        lines.push_back(line);
    }
    std::string text;
    for (auto i = lines.size() - std::min(lines.size(), kMost); i < lines.size(); ++i)
        text += (text.empty() ? "" : "\n") + lines[i];
    return text;
} catch (const std::runtime_error&) {
    return {};
}

} // namespace joingate::host
