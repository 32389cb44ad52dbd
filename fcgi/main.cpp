#include "fcgi/accept_loop.h"
#include "fcgi/catalogue.h"
#include "fcgi/cgi.h"
#include "fcgi/log.h"
#include "fcgi/readiness.h"
#include "fcgi/self_test.h"
#include "fcgi/supervisor.h"
#include "fcgi/worker.h"

#include <Poco/AutoPtr.h>
#include <Poco/Exception.h>
#include <Poco/File.h>
#include <Poco/Logger.h>
#include <Poco/Util/HelpFormatter.h>
#include <Poco/Util/LayeredConfiguration.h>
#include <Poco/Util/Option.h>
#include <Poco/Util/OptionSet.h>
#include <Poco/Util/PropertyFileConfiguration.h>
#include <Poco/Util/ServerApplication.h>
#include <Poco/Util/SystemConfiguration.h>

#include <fcgiapp.h>
#include <sys/prctl.h>
#include <sysexits.h>
#include <systemd/sd-daemon.h>
#include <unistd.h>

#include <cstdlib>
#include <exception>
#include <iostream>
#include <string>

namespace joingate {
namespace {

using Poco::Util::LayeredConfiguration;
using Poco::Util::Option;

/// Environment variables, then the file, then what systemd keeps for this unit alone.
Poco::AutoPtr<LayeredConfiguration> read_configuration(const std::string& path) {
    Poco::AutoPtr<LayeredConfiguration> config{new LayeredConfiguration};
    config->add(new Poco::Util::PropertyFileConfiguration{path}, 0, true);
    config->add(new Poco::Util::SystemConfiguration, 1, false);
    // NOLINTNEXTLINE(concurrency-mt-unsafe): nothing sets variables after the start
    if (const char* credentials = std::getenv("CREDENTIALS_DIRECTORY")) {
        const auto prefer = [&](const char* credential, const char* key) {
            const auto file = std::string{credentials} + '/' + credential;
            if (Poco::File{file}.exists()) config->setString(key, file);
        };
        prefer("master.key", "secrets.masterKeyFile");
        prefer("database.password", "database.passwordFile");
    }
    return config;
}

void reload(const std::string& config_path) try {
    const auto settings = read_worker_settings(*read_configuration(config_path));
    set_log_level(settings.log_level);
    Poco::Logger::root().notice("reloaded; the log level is " + settings.log_level);
} catch (const Poco::Exception& e) {
    Poco::Logger::root().error("the old settings stay: " + e.displayText());
} catch (const std::exception& e) {
    Poco::Logger::root().error("the old settings stay: " + std::string{e.what()});
}

int serve_requests(Worker& worker, const WorkerSettings& settings, const Answer& answer,
                   const std::string& config_path) {
    if (!record_guard_is_effective()) {
        Poco::Logger::root().fatal("libfcgi reads past the record guard");
        return EX_SOFTWARE;
    }
    stop_without_memory();
    AcceptLoop loop{{STDIN_FILENO, settings.threads, settings.front_users}, answer};
    loop.start();
    bool fit = true;
    {
        const Readiness readiness{worker.database()};
        fit = supervise(
            loop, readiness, [&] { reload(config_path); }, [&] { return worker.keep_watch(); });
        loop.stop();
        ::sd_notify(0, "STOPPING=1");
    }
    loop.join();
    if (!fit) {
        Poco::Logger::root().error("the shared memory was removed; the next worker makes it anew");
        return EX_TEMPFAIL;
    }
    Poco::Logger::root().information("stopped");
    return out_of_memory() ? EX_OSERR : EX_OK;
}

class Joingated : public Poco::Util::ServerApplication {
protected:
    void defineOptions(Poco::Util::OptionSet& options) override {
        options.addOption(
            Option{"config", "c", "Read this configuration file.", false, "FILE", true});
        options.addOption(Option{"check-config", "", "Check the configuration, then exit."});
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
        if (task_ == "help")
            help();
        else if (task_ == "version")
            std::cout << "joingated " << JOINGATE_VERSION << '\n';
        else if (task_ == "describe")
            std::cout << catalogue();
        else
            return work();
        return EX_OK;
    } catch (const Poco::Exception& e) {
        Poco::Logger::root().fatal(e.displayText());
        return EX_CONFIG;
    } catch (const std::exception& e) {
        Poco::Logger::root().fatal(e.what());
        return EX_CONFIG;
    }

private:
    void help() const {
        Poco::Util::HelpFormatter formatter{options()};
        formatter.setCommand("joingated");
        formatter.setUsage("[OPTION]...");
        formatter.setHeader("Answers Link WAN API calls that a web server passes on by FastCGI "
                            "(standard input is a listening socket) or CGI.");
        formatter.setUnixStyle(true);
        formatter.setAutoIndent();
        formatter.format(std::cout);
    }

    int work() const {
        start_logging();
        const auto config = read_configuration(config_path_);
        const auto settings = read_settings(*config, Login::Worker);
        const auto worker_settings = read_worker_settings(*config);
        set_log_level(worker_settings.log_level);
        if (task_ == "check-config") {
            SecretBox::from_file(settings.master_key_file);
            std::cout << config_path_ << " is good\n";
            return EX_OK;
        }
        Worker worker{settings, worker_settings};
        const Answer answer = [&](const Request& request) { return worker.answer(request); };
        if (FCGX_IsCGI() != 0) return answer_cgi(answer, environ, STDIN_FILENO, STDOUT_FILENO);
        return serve_requests(worker, worker_settings, answer, config_path_);
    }

    std::string config_path_ = "/etc/joingate/joingated.properties";
    std::string task_;
};

} // namespace
} // namespace joingate

int main(int argc, char** argv) {
    joingate::block_signals();
    // Secrets must not get into a core file or under a debugger.
    ::prctl(PR_SET_DUMPABLE, 0, 0, 0, 0);
    // How long libfcgi waits for a peer that it closes; read by FCGX_Init.
    // NOLINTNEXTLINE(concurrency-mt-unsafe): no other thread runs yet
    ::setenv("LIBFCGI_OS_CLOSE_POLL_TIMEOUT", "200", 1);
    if (FCGX_Init() != 0) return EX_OSERR;
    return joingate::Joingated{}.run(argc, argv);
}
