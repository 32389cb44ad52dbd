#include "tests/support/fake_host.h"

#include "tenancy/ctl/program.h"

#include <cstdlib>
#include <fstream>
#include <iterator>
#include <sstream>

namespace joingate::test {
namespace {

namespace fs = std::filesystem;

// Writes down how it was called; fails where it was told to.
constexpr const char* kBegin = R"sh(#!/bin/bash
fake=${0%/*}/..
call="${0##*/} $*"
while IFS=$'\t' read -r words complaint; do
    [[ -n $words && $call == *"$words"* ]] && { echo "$call" >>"$fake/calls"; echo "$complaint" >&2; exit 1; }
done <"$fake/failures"
)sh";

// A file for each unit, KEY=VALUE lines; the last of a key counts. A worker that is started
// answers.
constexpr const char* kSystemctl = R"sh(
set_value() { echo "$2=$3" >>"$fake/units/$1"; } # unit key value
start() {
    set_value "$1" LoadState loaded
    set_value "$1" ActiveState active
    set_value "$1" SubState running
    set_value "$1" StateChangeTimestamp "@$(date +%s)"
    set_value "$1" ExecMainStartTimestamp "@$(date +%s)"
    [[ $1 != joingated@* ]] || set_value "$1" StatusText "Answering requests."
}
verb=$1
shift
case $verb in
show)
    unit=${!#}
    if [[ -e $fake/units/$unit ]]; then
        echo "$(<"$fake/units/$unit")"
    elif [[ $unit == joingated@* ]]; then
        printf '%s\n' LoadState=loaded ActiveState=inactive SubState=dead UnitFileState=disabled
    else
        printf '%s\n' LoadState=not-found ActiveState=inactive
    fi
    exit
    ;;
cat)
    for unit; do :; done
    cat "$fake/unit-files/$unit" 2>/dev/null
    exit 0
    ;;
list-units)
    shopt -s nullglob
    for file in "$fake"/units/joingated@*.service; do echo "${file##*/} loaded active running x"; done
    exit
    ;;
list-unit-files)
    echo "joingated@.service disabled enabled"
    exit
    ;;
esac
echo "$call" >>"$fake/calls"
now=
for unit; do
    case $unit in
    --now) now=yes ;;
    *)
        case $verb in
        enable) set_value "$unit" UnitFileState enabled; [[ -z $now ]] || start "$unit" ;;
        start | restart) start "$unit" ;;
        reload) set_value "$unit" StateChangeTimestamp "@$(date +%s)" ;;
        *) echo "what is $verb?" >&2; exit 1 ;;
        esac
        ;;
    esac
done
)sh";

constexpr const char* kNote = R"(
echo "$call" >>"$fake/calls"
)";

} // namespace

FakeHost::FakeHost() : place{directory_path / "host"}, worker_user{fresh_name("host")} {
    for (const auto* const folder :
         {"/bin", "/units", "/unit-files", "/run/systemd/system", "/run/joingate-gate",
          "/etc/mysql/mariadb.conf.d", "/etc/nginx/sites-available", "/etc/nginx/sites-enabled",
          "/usr/share/joingate/mysql"})
        fs::create_directories(at(folder));
    write("/usr/share/joingate/mysql/60-joingate.cnf", "[mysqld]\nsync_binlog = 1\n");
    write("/etc/nginx/sites-available/joingate", "server {}\n");
    write("/etc/nginx/sites-available/default", "server {}\n");
    fs::create_symlink("/etc/nginx/sites-available/default",
                       at("/etc/nginx/sites-enabled/default"));
    write("/failures", "");
    write("/calls", "");
    for (const auto* const name :
         {"mariadb.service", "nginx.service", "joingated.target", "joingated.socket"}) {
        unit(name, "LoadState", "loaded");
        unit(name, "ActiveState", "inactive");
        unit(name, "UnitFileState", "disabled");
    }
    for (const auto* const name : {"mariadb.service", "nginx.service"}) {
        unit(name, "ActiveState", "active");
        unit(name, "UnitFileState", "enabled");
    }
    add_program("systemctl", kSystemctl);
    add_program("getent", "echo joingate:x:1:1::/:\n");
    add_program("journalctl", "cat \"$fake/journal\" 2>/dev/null\nexit 0\n");
    for (const auto* const name : {"nginx", "joingated", "systemd-sysusers", "systemd-tmpfiles"})
        add_program(name, kNote);

    fs::copy_file(directory_path / "master.key", at("/master.key"));
    set("database.user = " + worker_user);
    set("database.passwordFile = " + at("/worker.password").string());
    set("secrets.masterKeyFile = " + at("/master.key").string());
    // NOLINTBEGIN(concurrency-mt-unsafe): tests of this kind have one thread
    path_before_ = std::getenv("PATH");
    ::setenv("PATH", (at("/bin").string() + ':' + path_before_).c_str(), 1);
    // NOLINTEND(concurrency-mt-unsafe)
}

FakeHost::~FakeHost() {
    ::setenv("PATH", path_before_.c_str(), 1); // NOLINT(concurrency-mt-unsafe): as above
    server.schemas().drop_login({worker_user, "localhost"});
}

WithCatalog::Ran FakeHost::ctl_here(std::vector<std::string> arguments,
                                    const std::string& answers) const {
    arguments.insert(arguments.begin(),
                     {"--config", (directory_path / "joingated.properties").string()});
    std::istringstream in{answers};
    std::ostringstream out;
    std::ostringstream err;
    const int status =
        ctl::run(arguments, {in, out, err, false, /*in_is_terminal=*/!answers.empty()}, place);
    return {status, out.str(), err.str()};
}

void FakeHost::write(const std::string& path, const std::string& content) const {
    std::ofstream{at(path), std::ios::binary} << content;
}

std::string FakeHost::read(const std::string& path) const {
    std::ifstream file{at(path), std::ios::binary};
    return {std::istreambuf_iterator<char>{file}, std::istreambuf_iterator<char>{}};
}

void FakeHost::set(const std::string& line) const {
    const auto file = directory_path / "joingated.properties";
    const auto key = line.substr(0, line.find(" ="));
    std::ifstream old{file};
    std::string kept;
    for (std::string one; std::getline(old, one);)
        if (one.rfind(key + " =", 0) != 0) kept += one + '\n';
    std::ofstream{file} << kept << line << '\n';
}

void FakeHost::unit(const std::string& name, const std::string& key,
                    const std::string& value) const {
    // The last line of a key counts.
    std::ofstream{at("/units/" + name), std::ios::app} << key << '=' << value << '\n';
}

std::string FakeHost::calls() const {
    return read("/calls");
}

void FakeHost::fail(const std::string& words, const std::string& complaint) const {
    std::ofstream{at("/failures"), std::ios::app} << words << '\t' << complaint << '\n';
}

void FakeHost::add_program(const std::string& name, const std::string& script) const {
    write("/bin/" + name, std::string{kBegin} + script);
    fs::permissions(at("/bin/" + name), fs::perms::owner_all);
}

} // namespace joingate::test
