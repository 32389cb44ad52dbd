#include "tenancy/property_file.h"

#include <Poco/Ascii.h>
#include <Poco/AutoPtr.h>
#include <Poco/Exception.h>
#include <Poco/Util/LayeredConfiguration.h>
#include <Poco/Util/PropertyFileConfiguration.h>
#include <Poco/Util/SystemConfiguration.h>

#include <algorithm>
#include <sstream>

namespace joingate {
namespace {

constexpr std::string_view kByteOrderMark{"\xEF\xBB\xBF"};

bool ends_line(char c) {
    return c == '\n' || c == '\r';
}

/// Poco reads the file and keeps the last of equal names. This one sees each setting go by, and on
/// which line it begins.
class NumberedProperties : public Poco::Util::PropertyFileConfiguration {
public:
    explicit NumberedProperties(std::string_view text) : text_{text} {}

    void read() {
        std::istringstream stream{std::string{text_}};
        stream_ = &stream;
        load(stream);
        stream_ = nullptr;
    }

    std::vector<Property> take() { return std::move(found_); }

protected:
    void setRaw(const std::string& name, const std::string& value) override {
        PropertyFileConfiguration::setRaw(name, value);
        found_.push_back({name, value, value, line_of(next_setting()), {}});
        // Not tellg(): it fails at the end of the stream.
        const auto position = stream_->rdbuf()->pubseekoff(0, std::ios::cur, std::ios::in);
        read_ = static_cast<std::size_t>(std::streamoff{position});
    }

private:
    /// Behind the last setting, blanks and comments go before the next one.
    std::size_t next_setting() const {
        auto at = read_;
        while (at < text_.size()) {
            if (text_[at] == '#' || text_[at] == '!')
                while (at < text_.size() && !ends_line(text_[at]))
                    ++at;
            else if (Poco::Ascii::isSpace(text_[at]))
                ++at;
            else
                break;
        }
        return at;
    }

    /// "\r\n" ends one line.
    std::size_t line_of(std::size_t position) const {
        std::size_t line = 1;
        for (std::size_t at = 0; at < position; ++at)
            if (text_[at] == '\n' ? at == 0 || text_[at - 1] != '\r' : text_[at] == '\r') ++line;
        return line;
    }

    std::string_view text_;
    std::istringstream* stream_ = nullptr;
    std::size_t read_ = 0;
    std::vector<Property> found_;
};

void expand(Property& property, const Poco::Util::AbstractConfiguration& all) try {
    property.value = all.expand(property.written);
    const auto left = property.value.find("${");
    if (left == std::string::npos) return;
    const auto end = property.value.find('}', left);
    property.fault = property.value.substr(left, end == std::string::npos ? end : end + 1 - left) +
                     " stands for nothing; it needs a variable of this name";
} catch (const Poco::Exception& e) {
    property.fault = e.displayText();
}

} // namespace

std::vector<Property> read_properties(std::string_view text) {
    if (text.substr(0, kByteOrderMark.size()) == kByteOrderMark)
        text.remove_prefix(kByteOrderMark.size());
    Poco::AutoPtr<NumberedProperties> file{new NumberedProperties{text}};
    file->read();
    Poco::AutoPtr<Poco::Util::LayeredConfiguration> all{new Poco::Util::LayeredConfiguration};
    all->add(file, 0, false);
    all->add(new Poco::Util::SystemConfiguration, 1, false);
    auto properties = file->take();
    for (auto& property : properties)
        expand(property, *all);
    return properties;
}

} // namespace joingate
