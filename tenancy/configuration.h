#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <stdexcept>
#include <string>
#include <string_view>
#include <vector>

namespace joingate {

/// What is wrong with a configuration; what() is the first of the problems.
class BadConfiguration : public std::runtime_error {
public:
    /// At least one problem.
    explicit BadConfiguration(std::vector<std::string> problems);
    /// Each a line that begins with the place: "FILE:12: …".
    const std::vector<std::string>& problems() const { return problems_; }

private:
    std::vector<std::string> problems_;
};

/// The value of every setting (setting.h), and where it comes from: a systemd credential, the file,
/// or the default. Immutable once it is read, so all threads may use it.
///
/// The file has the format of Poco's PropertyFileConfiguration. A name stands in it once; in a
/// value, `${system.env.NAME}` is the environment variable of that name.
class Configuration {
public:
    /// The file, and the credentials in the folder that $CREDENTIALS_DIRECTORY names. Throws
    /// BadConfiguration if the file cannot be read; what is wrong inside it is in problems().
    static Configuration from_file(const std::string& path);

    /// `name` stands for the file in messages.
    Configuration(std::string_view content, const std::string& name);

    /// Settings whose value cannot be used count as not given.
    const std::vector<std::string>& problems() const { return problems_; }
    /// Throws BadConfiguration if there are problems.
    void require_good() const;
    /// The same without the settings that are not good, to look for problems of another kind.
    Configuration good_part() const;

    /// The name of a setting that there is not is a mistake of the caller: std::logic_error.
    const std::string& text(std::string_view name) const;
    /// Of a setting that takes a number and has one.
    std::int64_t number(std::string_view name) const;
    /// Whether the file or a credential gives it.
    bool is_given(std::string_view name) const;
    /// "FILE:12", "FILE:12: ${system.env.NAME}", "credential NAME" or "default".
    const std::string& origin(std::string_view name) const;

    /// "FILE:12: NAME: why", or without a place if the default holds.
    std::string complaint(std::string_view name, const std::string& why) const;
    /// Throws BadConfiguration with that.
    [[noreturn]] void refuse(std::string_view name, const std::string& why) const;

private:
    struct Value {
        std::string text;
        std::string origin;
        bool given = false;
    };

    void prefer_credentials(const std::string& folder);
    void settle_defaults();
    void check_together();
    const Value& value(std::string_view name) const;

    std::map<std::string, Value, std::less<>> values_;
    std::vector<std::string> problems_;
};

} // namespace joingate
