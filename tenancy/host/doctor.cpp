#include "tenancy/host/doctor.h"

#include "tenancy/host/program.h"

#include <exception>
#include <iterator>

namespace joingate::host {
namespace {

Findings findings_of(const Look& look) try {
    auto findings = look.look();
    for (auto& finding : findings)
        if (finding.about.empty()) finding.about = look.about;
    return findings;
} catch (const std::exception& e) {
    return {{look.about, Finding::Level::Fail, e.what(), "mend this, then look again"}};
}

} // namespace

void examine(const Patient& patient, const std::function<void(const Finding&)>& tell) {
    for (const auto& part : {configuration_looks, database_looks, secret_looks, host_looks,
                             service_looks, version_looks, front_looks})
        for (const auto& look : part(patient))
            for (const auto& finding : findings_of(look))
                tell(finding);
}

Looks configuration_looks(const Patient& patient) {
    return {{"configuration", [&patient]() -> Findings {
                 const auto checked =
                     run({"joingated", "--check-config", "--config=" + patient.config_path});
                 if (checked.good()) return {{{}, Finding::Level::Ok, patient.config_path, {}}};
                 auto complaint = checked.err.empty() ? checked.out : checked.err;
                 complaint.erase(complaint.find_last_not_of('\n') + 1);
                 return {{{},
                          Finding::Level::Fail,
                          complaint,
                          "mend it; `joingated --check-config` says whether it is good then"}};
             }}};
}

} // namespace joingate::host
