#pragma once

#include "tenancy/host/place.h"
#include "tests/support/catalog.h"

#include <filesystem>
#include <string>
#include <vector>

namespace joingate::test {

/// A host without systemd that looks as if it had one: a folder in the place of /, and programs
/// (systemctl, nginx, ...) in front of PATH that keep their state in files there and write down how
/// they were called. The database is real. One at a time: it changes the environment.
struct FakeHost : WithCatalog {
    FakeHost();
    ~FakeHost();

    /// joingatectl on this host, as root. `answers` are typed on a terminal; without any there is
    /// none.
    Ran ctl_here(std::vector<std::string> arguments, const std::string& answers = {}) const;

    std::filesystem::path at(const std::string& path) const { return place.at(path); }
    void write(const std::string& path, const std::string& content) const;
    std::string read(const std::string& path) const;

    /// Adds or replaces a setting of joingated.properties.
    void set(const std::string& line) const;
    /// A value of `systemctl show`, now and until a command changes it.
    void unit(const std::string& name, const std::string& key, const std::string& value) const;
    /// What `systemctl cat` prints of the unit.
    void unit_file(const std::string& name, const std::string& content) const {
        write("/unit-files/" + name, content);
    }
    /// How the programs were called since the start, a line each, without those that only look.
    std::string calls() const;
    /// From now on the program writes this on its error output and ends with status 1, where its
    /// arguments contain `words`.
    void fail(const std::string& words, const std::string& complaint) const;
    /// Adds a program, a script for bash; $fake is the folder in the place of /.
    void add_program(const std::string& name, const std::string& script) const;

    host::Place place;
    std::string worker_user; ///< a login of this host alone

private:
    std::string path_before_;
};

} // namespace joingate::test
