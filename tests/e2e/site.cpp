#include "tests/e2e/site.h"

#include "tests/support/places.h"
#include "tests/support/server.h"

#include <Poco/File.h>
#include <Poco/PipeStream.h>
#include <Poco/Process.h>
#include <Poco/StreamCopier.h>

#include <fstream>
#include <map>
#include <sstream>
#include <stdexcept>
#include <utility>

namespace joingate::e2e {
namespace {

std::map<std::string, std::string> read_environment_file(const std::string& path) {
    std::map<std::string, std::string> values;
    std::ifstream file{path};
    for (std::string line; std::getline(file, line);) {
        const auto equals = line.find('=');
        if (equals != std::string::npos) values[line.substr(0, equals)] = line.substr(equals + 1);
    }
    return values;
}

std::string run_site(const std::vector<std::string>& arguments) {
    return run_program(places::in_source(".ci/site"), arguments);
}

} // namespace

std::string run_program(const std::string& program, const std::vector<std::string>& arguments,
                        const std::string& input) {
    Poco::Pipe in;
    Poco::Pipe out;
    auto process = Poco::Process::launch(program, arguments, &in, &out, nullptr);
    Poco::PipeOutputStream{in} << input << std::flush;
    in.close(Poco::Pipe::CLOSE_BOTH);
    Poco::PipeInputStream stream{out};
    std::string text;
    Poco::StreamCopier::copyToString(stream, text);
    if (const int status = process.wait(); status != 0) {
        std::ostringstream message;
        message << program;
        for (const auto& argument : arguments)
            message << ' ' << argument;
        message << " ended with " << status << ": " << text;
        throw std::runtime_error{message.str()};
    }
    return text;
}

Site& Site::instance() {
    // Many calls of one account in one second, and more permissions than anybody has: the tests of
    // the limiter set the published rate themselves.
    static Site site{places::in_build(test::of_this_server("e2e/site")),
                     {"--set", "rate.callsPerSecond=60000", "--set", "request.mostWaitMillis=2500",
                      "--set", "quota.LOCAL_JOIN_PERMISSION=1000000"}};
    return site;
}

Site::Site(std::string folder, const std::vector<std::string>& options)
    : folder_{std::move(folder)} {
    // From nothing: the data of an earlier run may be that of an earlier schema.
    run_site({"stop", folder_});
    Poco::File place{folder_};
    if (place.exists()) place.remove(true);
    place.createDirectories();
    std::vector<std::string> arguments{"start", folder_,   "--port",
                                       "0",     "--build", places::in_build("")};
    arguments.insert(arguments.end(), options.begin(), options.end());
    run_site(arguments);
    try {
        run_program(places::in_source(".ci/demo"), {"prepare", folder_});
    } catch (...) {
        run_site({"stop", folder_});
        throw;
    }
    auto values = read_environment_file(folder_ + "/demo.env");
    const auto& endpoint = values.at("ENDPOINT");
    port_ = static_cast<std::uint16_t>(std::stoul(endpoint.substr(endpoint.find(':') + 1)));
    owner_ = {values.at("ACCESS_KEY_ID"), values.at("ACCESS_KEY_SECRET")};
    renter_ = {values.at("RENTER_ACCESS_KEY_ID"), values.at("RENTER_ACCESS_KEY_SECRET")};
    reader_ = {values.at("RAM_USER_ACCESS_KEY_ID"), values.at("RAM_USER_ACCESS_KEY_SECRET")};
    renter_name_ = values.at("RENTER_ALIYUN_ID");
    iot_instance_ = values.at("IOT_INSTANCE_ID");
}

Site::~Site() {
    try {
        run_site({"stop", folder_});
    } catch (const std::exception&) {
        // The script has said why; a destructor cannot do more.
    }
}

void Site::start(const std::string& part, const std::vector<std::string>& options) {
    std::vector<std::string> arguments{"start", folder_, part};
    arguments.insert(arguments.end(), options.begin(), options.end());
    run_site(arguments);
}

void Site::stop(const std::string& part) {
    run_site({"stop", folder_, part});
}

std::vector<pid_t> Site::pids(const std::string& part) const {
    std::istringstream numbers{run_site({"pids", folder_, part})};
    std::vector<pid_t> pids;
    for (pid_t pid = 0; numbers >> pid;)
        pids.push_back(pid);
    return pids;
}

void Site::restart_worker(unsigned number) {
    run_site({"restart-worker", folder_, std::to_string(number)});
}

void Site::kill(const std::string& part) {
    run_site({"kill", folder_, part});
}

std::string Site::ctl(const std::vector<std::string>& arguments) const {
    std::vector<std::string> all{"--config=" + configuration()};
    all.insert(all.end(), arguments.begin(), arguments.end());
    return run_program(places::in_build("tenancy/ctl/joingatectl"), all);
}

} // namespace joingate::e2e
