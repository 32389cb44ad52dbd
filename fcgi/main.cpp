#include "fcgi/catalogue.h"
#include "fcgi/cgi.h"
#include "fcgi/check_configuration.h"
#include "fcgi/listener.h"
#include "fcgi/log.h"
#include "fcgi/serve.h"
#include "fcgi/supervisor.h"
#include "fcgi/worker.h"
#include "tenancy/configuration.h"
#include "tenancy/standard_streams.h"

#include <Poco/Exception.h>
#include <Poco/Logger.h>
#include <Poco/Util/HelpFormatter.h>
#include <Poco/Util/Option.h>
#include <Poco/Util/OptionSet.h>
#include <Poco/Util/ServerApplication.h>

#include <fcgiapp.h>
#include <malloc.h>
#include <sys/prctl.h>
#include <sysexits.h>
#include <unistd.h>

#include <cstdlib>
#include <exception>
#include <iostream>
#include <optional>
#include <string>

namespace joingate {
namespace {

using Poco::Util::Option;

void reload(const std::string& config_path) try {
    const auto settings = read_worker_settings(Configuration::from_file(config_path));
    set_log_level(settings.log_level);
    Poco::Logger::root().notice("reloaded; the log level is " + settings.log_level);
} catch (const Poco::Exception& e) {
    Poco::Logger::root().error("the old settings stay: " + e.displayText());
} catch (const std::exception& e) {
    Poco::Logger::root().error("the old settings stay: " + std::string{e.what()});
}

class Joingated : public Poco::Util::ServerApplication {
protected:
    void defineOptions(Poco::Util::OptionSet& options) override {
        options.addOption(
            Option{"config", "c", "Read this configuration file.", false, "FILE", true});
        options.addOption(Option{"check-config", "t", "Check the configuration, then exit."});
        options.addOption(
            Option{"print-config", "T", "Print every setting and where it comes from, then exit."});
        options.addOption(Option{"describe", "", "Print the catalogue of the API, then exit."});
        options.addOption(Option{"version", "", "Print the version, then exit."});
        options.addOption(Option{"help", "h", "Print this help, then exit."});
    }

    void handleOption(const std::string& name, const std::string& value) override {
        if (name == "config")
            config_path_ = value;
        else
            task_ = name;
        if (name == "help") stopOptionsProcessing();
    }

    int main(const ArgVec& arguments) override try {
        if (!arguments.empty() && task_ != "help") {
            std::cerr << "joingated: what is " << arguments.front() << "?\n";
            return EX_USAGE;
        }
        if (task_.empty()) return work();
        Output out{STDOUT_FILENO};
        const int status = carry_out_task(out);
        out.flush();
        return status;
    } catch (const OutputFailed& e) {
        std::cerr << "joingated: " << e.what() << '\n';
        return EX_IOERR;
    } catch (const Poco::Exception& e) {
        return refuse(e.displayText());
    } catch (const std::exception& e) {
        return refuse(e.what());
    }

private:
    int carry_out_task(std::ostream& out) const {
        if (task_ == "check-config") return check_configuration(config_path_, out, std::cerr);
        if (task_ == "print-config") return print_configuration(config_path_, out, std::cerr);
        if (task_ == "help")
            help(out);
        else if (task_ == "version")
            out << "joingated " << JOINGATE_VERSION << '\n';
        else
            out << catalogue();
        return EX_OK;
    }

    void help(std::ostream& out) const {
        Poco::Util::HelpFormatter formatter{options()};
        formatter.setCommand("joingated");
        formatter.setUsage("[OPTION]...");
        formatter.setHeader("Answers Link WAN API calls that a web server passes on by FastCGI "
                            "(systemd gives a listening socket, or standard input is one) or CGI.");
        formatter.setUnixStyle(true);
        formatter.setAutoIndent();
        formatter.format(out);
    }

    int refuse(const std::string& why) const {
        if (task_.empty()) return give_up(why, EX_CONFIG);
        Poco::Logger::root().fatal(why);
        return EX_CONFIG;
    }

    int work() const {
        start_logging();
        const auto listener = given_listener();
        const auto config = Configuration::from_file(config_path_);
        const auto settings = read_settings(config, Login::Worker);
        const auto worker_settings = read_worker_settings(config);
        set_log_level(worker_settings.log_level);
        Worker worker{settings, worker_settings};
        if (!listener) {
            const Answer answer = [&](const Request& request) {
                return worker.answer_once(request);
            };
            return answer_cgi(answer, environ, STDIN_FILENO, STDOUT_FILENO);
        }
        const Answer answer = [&](const Request& request) { return worker.answer(request); };
        return serve(*listener, worker, worker_settings, answer, [&] { reload(config_path_); });
    }

    std::string config_path_ = "/etc/joingate/joingated.properties";
    std::string task_;
};

/// A request of 1 MiB takes about 2 MiB, which a thread then keeps for the next: given back and
/// taken again, it would cost several times the CPU of all else that such a request needs.
void keep_memory_of_large_requests() {
    constexpr int kEnough = 4 << 20;
    // NOLINTBEGIN(concurrency-mt-unsafe): no other thread runs yet
    ::mallopt(M_MMAP_THRESHOLD, kEnough);
    ::mallopt(M_TRIM_THRESHOLD, kEnough);
    // NOLINTEND(concurrency-mt-unsafe)
}

} // namespace
} // namespace joingate

int main(int argc, char** argv) try {
    joingate::open_standard_descriptors();
    joingate::block_signals();
    joingate::keep_memory_of_large_requests();
    // Secrets must not get into a core file or under a debugger.
    ::prctl(PR_SET_DUMPABLE, 0, 0, 0, 0);
    // How long libfcgi waits for a peer that it closes; read by FCGX_Init.
    // NOLINTNEXTLINE(concurrency-mt-unsafe): no other thread runs yet
    ::setenv("LIBFCGI_OS_CLOSE_POLL_TIMEOUT", "200", 1);
    if (FCGX_Init() != 0) return EX_OSERR;
    return joingate::Joingated{}.run(argc, argv);
} catch (const std::exception& e) {
    std::cerr << "joingated: " << e.what() << '\n';
    return EX_OSERR;
}
