#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include <sys/types.h>

namespace joingate::e2e {

/// Who signs.
struct Key {
    std::string id;
    std::string secret;
};

/// A private site in a folder (.ci/site) with the accounts of the demo (.ci/demo): real database,
/// workers and nginx. It stands from construction to destruction. A test that stops a part starts
/// it again, so that the next one finds all of it.
class Site {
public:
    /// One for all the cases of a program, in the build tree, with rates and quotas that do not get
    /// in their way.
    static Site& instance();

    /// From nothing, in `folder`, which is emptied; `options` as .ci/site takes them. A port is
    /// found.
    Site(std::string folder, const std::vector<std::string>& options);
    ~Site();
    Site(const Site&) = delete;
    Site& operator=(const Site&) = delete;

    std::uint16_t port() const { return port_; }
    std::string host() const { return "127.0.0.1:" + std::to_string(port_); }
    const Key& owner() const { return owner_; }
    const Key& renter() const { return renter_; }
    /// A RAM user of the owner that may only read.
    const Key& reader() const { return reader_; }
    const std::string& renter_name() const { return renter_name_; }
    const std::string& iot_instance() const { return iot_instance_; }
    std::string configuration() const { return folder_ + "/joingated.properties"; }

    /// `part` is database, workers or front; `options` as .ci/site takes them.
    void start(const std::string& part, const std::vector<std::string>& options = {});
    void stop(const std::string& part);
    std::vector<pid_t> pids(const std::string& part) const;
    void restart_worker(unsigned number);
    /// SIGKILL, and none of it is left when this returns.
    void kill(const std::string& part);

    /// joingatectl against this site; its standard output. Throws where it fails.
    std::string ctl(const std::vector<std::string>& arguments) const;

    /// Holds joingated.properties, mysql.sock, joingated.sock, log/ and the rest.
    const std::string& folder() const { return folder_; }

private:
    std::string folder_;
    std::uint16_t port_ = 0;
    Key owner_;
    Key renter_;
    Key reader_;
    std::string renter_name_;
    std::string iot_instance_;
};

/// What a program writes to standard output when it is given `input` on standard input; standard
/// error is the test's own. Throws std::runtime_error with
/// the command line where it does not exit with 0.
std::string run_program(const std::string& program, const std::vector<std::string>& arguments,
                        const std::string& input = {});

} // namespace joingate::e2e
