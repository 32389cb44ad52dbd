#pragma once

#include "tenancy/host/place.h"
#include "tenancy/host/step.h"

#include <string>

namespace joingate::host {

/// What shall be set up on this host.
struct SetupPlan {
    Place place;
    std::string config_path; ///< as the operator gave it: not below place.root
    unsigned workers = 2;    ///< joingated@1 to joingated@N
    bool with_nginx = true;
};

/// In the order in which they have to be done.
Steps setup_steps(const SetupPlan& plan);

/// The steps of each part; setup_steps() puts them together.
std::unique_ptr<Step> user_step(const SetupPlan& plan);
std::unique_ptr<Step> server_step(const SetupPlan& plan);
std::unique_ptr<Step> durable_step(const SetupPlan& plan);
std::unique_ptr<Step> password_step(const SetupPlan& plan);
std::unique_ptr<Step> schema_step(const SetupPlan& plan);
std::unique_ptr<Step> master_key_step(const SetupPlan& plan);
std::unique_ptr<Step> nginx_step(const SetupPlan& plan);
std::unique_ptr<Step> workers_step(const SetupPlan& plan);

} // namespace joingate::host
