#include "tenancy/configuration.h"

#include "tenancy/nearest.h"
#include "tenancy/property_file.h"
#include "tenancy/secret_file.h"
#include "tenancy/setting.h"

#include <algorithm>
#include <cerrno>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <system_error>
#include <utility>

namespace joingate {
namespace {

std::string summary(const std::vector<std::string>& problems) {
    const auto more = problems.size() - 1;
    if (more == 0) return problems.front();
    return problems.front() + " (and " + std::to_string(more) +
           " more; joingated -t prints them all)";
}

/// For a message: nothing that is not printable, and not much of it.
std::string shown(std::string text) {
    constexpr std::size_t kMost = 160;
    std::replace_if(
        text.begin(), text.end(), [](char c) { return c < ' ' || c > '~'; }, '?');
    return text.size() <= kMost ? text : text.substr(0, kMost) + "...";
}

std::string unknown(const std::string& name) {
    if (name.empty()) return "a value without a name; write NAME = VALUE";
    std::vector<std::string_view> known;
    for (const auto& setting : all_settings())
        known.push_back(setting.name);
    const auto meant = nearest(name, known);
    return "there is no setting " + shown(name) +
           (meant.empty() ? std::string{} : "; did you mean " + std::string{meant} + '?');
}

/// Empty if there is nothing to complain about.
std::string fault_of(const Property& property, const Setting& setting) {
    const auto name = std::string{setting.name};
    if (!property.fault.empty()) return name + ": " + shown(property.fault);
    if (takes(setting, property.value)) return {};
    return name + " is \"" + shown(property.value) + "\"; it must be " + what_it_takes(setting);
}

/// A folder on the way that may not be looked into hides the file; then it may be there.
bool is_missing(const std::string& path) {
    std::error_code error;
    return std::filesystem::status(path, error).type() == std::filesystem::file_type::not_found;
}

/// Of a credential: what joingated@.service has systemd put in place of a file that is not there.
bool is_blank(const std::string& path) {
    std::ifstream file{path, std::ios::binary};
    char first = 0;
    return file.is_open() && !(file >> first) && file.eof();
}

std::string content_of(const std::string& path) {
    std::ifstream file{path, std::ios::binary};
    std::string content{std::istreambuf_iterator<char>{file}, std::istreambuf_iterator<char>{}};
    if (!file)
        throw BadConfiguration{{"cannot read the configuration file " + path + ": " +
                                std::generic_category().message(errno)}};
    return content;
}

} // namespace

BadConfiguration::BadConfiguration(std::vector<std::string> problems)
    : std::runtime_error{summary(problems)}, problems_{std::move(problems)} {}

Configuration Configuration::from_file(const std::string& path) {
    Configuration configuration{content_of(path), path};
    // NOLINTNEXTLINE(concurrency-mt-unsafe): nothing sets variables after the start
    if (const char* folder = std::getenv("CREDENTIALS_DIRECTORY"))
        configuration.prefer_credentials(folder);
    return configuration;
}

Configuration::Configuration(std::string_view content, const std::string& name) {
    for (const auto& setting : all_settings())
        values_[std::string{setting.name}] = {std::string{setting.otherwise}, "default", false};

    std::map<std::string, std::size_t> lines;
    for (const auto& property : read_properties(content)) {
        auto place = name;
        place.append(":").append(std::to_string(property.line));
        const auto add = [&](const std::string& problem) {
            auto line = place;
            problems_.push_back(std::move(line.append(": ").append(problem)));
        };
        const auto* const setting = find_setting(property.name);
        if (setting == nullptr) {
            add(unknown(property.name));
            continue;
        }
        const auto [first, is_first] = lines.emplace(property.name, property.line);
        if (!is_first) {
            add(property.name + " stands on line " + std::to_string(first->second) +
                " already; leave one of them");
            continue;
        }
        const auto fault = fault_of(property, *setting);
        if (!fault.empty()) {
            add(fault);
            continue;
        }
        auto origin = place;
        if (property.value != property.written) origin.append(": ").append(property.written);
        values_[property.name] = {property.value, std::move(origin), true};
    }
    settle_defaults();
    check_together();
}

void Configuration::prefer_credentials(const std::string& folder) {
    const auto prefer = [&](const std::string& credential, const char* name) {
        const auto file = folder + '/' + credential;
        if (!is_missing(file) && !is_blank(file))
            values_[name] = {file, "credential " + credential, true};
    };
    prefer(kMasterKeyCredential, "secrets.masterKeyFile");
    prefer(kPasswordCredential, "database.passwordFile");
    prefer(kAdminPasswordCredential, "admin.passwordFile");
}

/// What holds by default depends on what is given.
void Configuration::settle_defaults() {
    const auto otherwise = [&](const char* name, const char* text, const char* why) {
        auto& value = values_.at(name);
        if (!value.given) value = {text, why, false};
    };
    if (!text("database.host").empty())
        otherwise("database.socket", "", "default, since database.host is given");
    if (text("database.socket").empty())
        otherwise("database.userHost", "%", "default, since no socket is used");
}

void Configuration::check_together() {
    const bool has_host = !text("database.host").empty();
    const bool has_socket = !text("database.socket").empty();
    if (has_host && has_socket)
        problems_.push_back(complaint("database.host", "give it or database.socket, but not both"));
    if (!has_host && !has_socket)
        problems_.push_back(
            complaint("database.socket", "it is empty, and there is no database.host either"));
    if (has_host && text("database.tlsCa").empty())
        problems_.push_back(complaint(
            "database.host", "it needs TLS; give database.tlsCa, the file with the authority"));
}

void Configuration::require_good() const {
    if (!problems_.empty()) throw BadConfiguration{problems_};
}

Configuration Configuration::good_part() const {
    auto part = *this;
    part.problems_.clear();
    return part;
}

const Configuration::Value& Configuration::value(std::string_view name) const {
    const auto found = values_.find(name);
    if (found == values_.end()) throw std::logic_error{"no setting " + std::string{name}};
    return found->second;
}

const std::string& Configuration::text(std::string_view name) const {
    return value(name).text;
}

std::int64_t Configuration::number(std::string_view name) const {
    const auto number = whole_number(text(name));
    if (!number) throw std::logic_error{std::string{name} + " has no number"};
    return *number;
}

bool Configuration::is_given(std::string_view name) const {
    return value(name).given;
}

const std::string& Configuration::origin(std::string_view name) const {
    return value(name).origin;
}

std::string Configuration::complaint(std::string_view name, const std::string& why) const {
    const auto said = std::string{name} + ": " + why;
    return is_given(name) ? origin(name) + ": " + said : said;
}

void Configuration::refuse(std::string_view name, const std::string& why) const {
    throw BadConfiguration{{complaint(name, why)}};
}

} // namespace joingate
