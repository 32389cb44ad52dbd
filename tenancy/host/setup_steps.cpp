#include "tenancy/host/setup_steps.h"

namespace joingate::host {

Steps setup_steps(const SetupPlan& plan) {
    Steps steps;
    steps.push_back(user_step(plan));
    steps.push_back(server_step(plan));
    steps.push_back(durable_step(plan));
    steps.push_back(password_step(plan));
    steps.push_back(schema_step(plan));
    steps.push_back(master_key_step(plan));
    if (plan.with_nginx) steps.push_back(nginx_step(plan));
    steps.push_back(workers_step(plan));
    return steps;
}

} // namespace joingate::host
