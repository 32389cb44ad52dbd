#pragma once

#include "tenancy/host/place.h"

#include <functional>
#include <string>
#include <vector>

namespace joingate::host {

/// What an experienced operator would say of one thing that he has looked at.
struct Finding {
    enum class Level {
        Ok,
        Warn, ///< calls are answered, but somebody should look after it
        Fail  ///< calls are not answered, or will not be soon, or a promise is not kept
    };
    std::string about; ///< "database settings"
    Level level = Level::Ok;
    std::string seen;
    std::string advice; ///< what to do; empty where all is well
};
using Findings = std::vector<Finding>;

/// What is looked at.
struct Patient {
    Place place;
    std::string config_path; ///< as the operator gave it: not below place.root
    std::string endpoint;    ///< HOST:PORT of the front
    std::string version;     ///< of the program that looks: "0.2.0"
};

/// A look at one thing. Where it throws, that becomes a finding, and the other looks go on.
struct Look {
    std::string about;
    std::function<Findings()> look;
};
using Looks = std::vector<Look>;

/// Looks at everything and tells each finding as it is made. Changes nothing. Never throws.
void examine(const Patient& patient, const std::function<void(const Finding&)>& tell);

/// The looks of each part; examine() puts them together. `patient` must outlive them.
Looks configuration_looks(const Patient& patient);
Looks database_looks(const Patient& patient);
Looks secret_looks(const Patient& patient);
Looks host_looks(const Patient& patient);
Looks service_looks(const Patient& patient);
Looks version_looks(const Patient& patient);
Looks front_looks(const Patient& patient);

} // namespace joingate::host
