#include "tenancy/host/program.h"

#include <fcntl.h>
#include <spawn.h>
#include <sys/mman.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <cstdlib>
#include <stdexcept>
#include <system_error>

namespace joingate::host {
namespace {

[[noreturn]] void fail_with_errno(const std::string& what, int number) {
    throw std::runtime_error{what + ": " + std::generic_category().message(number)};
}

/// A file in memory, so that the program can write as much as it likes before anybody reads.
class MemoryFile {
public:
    explicit MemoryFile(std::string_view content = {})
        : descriptor_{::memfd_create("program", MFD_CLOEXEC)} {
        if (descriptor_ < 0) fail_with_errno("memfd_create", errno);
        while (!content.empty()) {
            const auto written = ::write(descriptor_, content.data(), content.size());
            if (written < 0) fail_with_errno("cannot write into memory", errno);
            content.remove_prefix(static_cast<std::size_t>(written));
        }
        ::lseek(descriptor_, 0, SEEK_SET);
    }
    ~MemoryFile() { ::close(descriptor_); }
    MemoryFile(const MemoryFile&) = delete;
    MemoryFile& operator=(const MemoryFile&) = delete;

    int get() const { return descriptor_; }

    std::string content() const {
        std::string all(static_cast<std::size_t>(::lseek(descriptor_, 0, SEEK_END)), '\0');
        if (::pread(descriptor_, all.data(), all.size(), 0) != static_cast<ssize_t>(all.size()))
            fail_with_errno("cannot read from memory", errno);
        return all;
    }

private:
    int descriptor_;
};

/// Which descriptors the program has.
class Actions {
public:
    Actions() { ::posix_spawn_file_actions_init(&actions_); }
    ~Actions() { ::posix_spawn_file_actions_destroy(&actions_); }
    Actions(const Actions&) = delete;
    Actions& operator=(const Actions&) = delete;

    void give(const MemoryFile& file, int as) {
        ::posix_spawn_file_actions_adddup2(&actions_, file.get(), as);
    }
    const posix_spawn_file_actions_t* get() const { return &actions_; }

private:
    posix_spawn_file_actions_t actions_{};
};

int end_of(pid_t child) {
    int status = 0;
    while (::waitpid(child, &status, 0) < 0)
        if (errno != EINTR) fail_with_errno("waitpid", errno);
    constexpr int kSignalled = 128;
    return WIFEXITED(status) ? WEXITSTATUS(status) : kSignalled + WTERMSIG(status);
}

std::string trimmed(std::string text) {
    text.erase(text.find_last_not_of(" \t\r\n") + 1);
    return text;
}

} // namespace

std::string find_program(const std::string& name) {
    if (name.find('/') != std::string::npos) return name;
    // NOLINTNEXTLINE(concurrency-mt-unsafe): nothing sets variables
    const char* const path = std::getenv("PATH");
    std::string folders{path == nullptr ? "/usr/bin:/bin" : path};
    folders += ":/usr/sbin:/sbin:";
    for (std::size_t begin = 0, end = 0; begin < folders.size(); begin = end + 1) {
        end = folders.find(':', begin);
        auto file = folders.substr(begin, end - begin) + '/' + name;
        if (end != begin && ::access(file.c_str(), X_OK) == 0) return file;
    }
    return {};
}

Ran run(const std::vector<std::string>& command, std::string_view input) {
    const auto program = find_program(command.at(0));
    if (program.empty()) fail_with_errno(command.front(), ENOENT);
    const MemoryFile in{input};
    const MemoryFile out;
    const MemoryFile err;
    Actions actions;
    actions.give(in, STDIN_FILENO);
    actions.give(out, STDOUT_FILENO);
    actions.give(err, STDERR_FILENO);

    std::vector<std::string> words{command};
    std::vector<char*> arguments;
    arguments.reserve(words.size() + 1);
    for (auto& word : words)
        arguments.push_back(word.data());
    arguments.push_back(nullptr);
    pid_t child = 0;
    const int error =
        ::posix_spawn(&child, program.c_str(), actions.get(), nullptr, arguments.data(), environ);
    if (error != 0) fail_with_errno(program, error);
    const int status = end_of(child);
    return {status, out.content(), err.content()};
}

std::string run_well(const std::vector<std::string>& command, std::string_view input) {
    auto ran = run(command, input);
    if (ran.good()) return std::move(ran.out);
    auto complaint = trimmed(ran.err);
    if (complaint.empty()) complaint = trimmed(ran.out);
    throw std::runtime_error{"`" + as_typed(command) + "` ended with status " +
                             std::to_string(ran.status) +
                             (complaint.empty() ? std::string{} : ":\n" + complaint)};
}

std::string as_typed(const std::vector<std::string>& command) {
    std::string text;
    for (const auto& word : command) {
        if (!text.empty()) text += ' ';
        text += word;
    }
    return text;
}

} // namespace joingate::host
