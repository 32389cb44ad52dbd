#include "tests/proofs/support/empty_site.h"

#include "tests/e2e/site.h"
#include "tests/support/places.h"

#include <filesystem>
#include <fstream>
#include <stdexcept>
#include <utility>

namespace joingate::proofs {

namespace fs = std::filesystem;

EmptySite::EmptySite(std::string folder, const std::string& master_key,
                     std::vector<std::string> options)
    : folder_{std::move(folder)} {
    site("stop");
    fs::remove_all(folder_);
    fs::create_directories(folder_);
    options.insert(options.begin(), {"database", "--port", "0", "--build", places::in_build("")});
    site("start", options);
    fs::copy_file(master_key, folder_ + "/master.key");
    site("start");
}

EmptySite::~EmptySite() {
    try {
        site("stop");
    } catch (const std::exception&) {
        // The script has said why; a destructor cannot do more.
    }
}

std::string EmptySite::host() const {
    std::ifstream file{folder_ + "/site.env"};
    std::string line;
    while (std::getline(file, line) && line.rfind("port=", 0) != 0) {
    }
    return "127.0.0.1:" + line.substr(line.find('=') + 1);
}

void EmptySite::site(const std::string& verb, std::vector<std::string> arguments) const {
    arguments.insert(arguments.begin(), {verb, folder_});
    e2e::run_program(places::in_source(".ci/site"), arguments);
}

} // namespace joingate::proofs
