#include "fcgi/log.h"

#include "fcgi/text.h"

#include <Poco/AutoPtr.h>
#include <Poco/Channel.h>
#include <Poco/DateTimeFormat.h>
#include <Poco/DateTimeFormatter.h>
#include <Poco/Logger.h>
#include <Poco/Message.h>

#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cstdlib>
#include <string_view>

namespace joingate {
namespace {

/// systemd names the stream's device and inode in JOURNAL_STREAM (systemd.exec(5)).
bool is_journal(int fd) {
    const char* named = std::getenv("JOURNAL_STREAM"); // NOLINT(concurrency-mt-unsafe): at start
    struct stat file {};
    if (named == nullptr || ::fstat(fd, &file) != 0) return false;
    return std::to_string(file.st_dev) + ':' + std::to_string(file.st_ino) == named;
}

class StderrChannel final : public Poco::Channel {
public:
    void log(const Poco::Message& message) override {
        std::string line = journal_ ? priority(message) : time_and_level(message);
        append_line_text(line, message.getText());
        line += '\n';
        // A log that cannot be written must not stop a request.
        [[maybe_unused]] const auto written = ::write(STDERR_FILENO, line.data(), line.size());
    }

private:
    /// Poco counts 1 fatal, 2 critical, 3 error .. 8 trace; syslog 2 critical, 3 error .. 7 debug.
    static std::string priority(const Poco::Message& message) {
        const int level = std::clamp(static_cast<int>(message.getPriority()), 2, 7);
        return '<' + std::to_string(level) + '>';
    }

    static std::string time_and_level(const Poco::Message& message) {
        constexpr std::array<std::string_view, 9> kNames{
            "", "fatal", "critical", "error", "warning", "notice", "info", "debug", "trace"};
        auto text = Poco::DateTimeFormatter::format(message.getTime(),
                                                    Poco::DateTimeFormat::ISO8601_FRAC_FORMAT);
        text += ' ';
        text += kNames.at(static_cast<std::size_t>(message.getPriority()));
        text += ": ";
        return text;
    }

    const bool journal_ = is_journal(STDERR_FILENO);
};

} // namespace

void start_logging() {
    const Poco::AutoPtr<Poco::Channel> channel{new StderrChannel};
    Poco::Logger::root(); // exists from here on, so that later loggers inherit
    Poco::Logger::setChannel("", channel);
}

void set_log_level(const std::string& level) {
    Poco::Logger::setLevel("", Poco::Logger::parseLevel(level));
}

} // namespace joingate
