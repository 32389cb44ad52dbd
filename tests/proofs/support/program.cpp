#include "tests/proofs/support/program.h"

#include <Poco/PipeStream.h>
#include <Poco/Process.h>
#include <Poco/StreamCopier.h>

#include <mutex>

namespace joingate::proofs {

Ended run_to_end(const std::string& program, const std::vector<std::string>& arguments,
                 const std::map<std::string, std::string>& environment) {
    Poco::Pipe out;
    auto process = [&] {
        // A child of another thread must not inherit our end of the pipe: the output would not end.
        static std::mutex one_at_a_time;
        const std::lock_guard lock{one_at_a_time};
        return Poco::Process::launch(program, arguments, nullptr, &out, &out, environment);
    }();
    Ended ended;
    Poco::PipeInputStream stream{out};
    Poco::StreamCopier::copyToString(stream, ended.output);
    ended.status = process.wait();
    return ended;
}

std::string line_from(const std::string& text, const std::string& mark) {
    const auto at = text.find(mark);
    if (at == std::string::npos) return {};
    return text.substr(at, text.find('\n', at) - at);
}

} // namespace joingate::proofs
