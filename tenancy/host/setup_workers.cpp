#include "tenancy/host/program.h"
#include "tenancy/host/rolling.h"
#include "tenancy/host/setup_steps.h"
#include "tenancy/host/units.h"
#include "tenancy/host/worker_secrets.h"

#include <stdexcept>

namespace joingate::host {
namespace {

class WorkersStep : public Step {
public:
    explicit WorkersStep(SetupPlan plan) : plan_{std::move(plan)} {}

    std::string name() const override { return "workers"; }

    Seen look() override {
        Seen seen;
        for (const auto& name : units()) {
            const auto unit = look_at_unit(name);
            if (!unit.is_there()) throw std::runtime_error{name + ' ' + unit.in_words()};
            const bool is_worker = name != kTarget;
            const bool serves = unit.is_active() && (!is_worker || unit.text == kAnswering);
            if (unit.is_enabled() && serves) continue;
            seen.what += (seen.what.empty() ? "" : "; ") + name + " is " + unit.file_state +
                         " and " + unit.in_words().substr(3);
        }
        const auto old = with_old_secrets();
        if (seen.what.empty() && old.empty())
            return {true, as_typed(units()) + " are enabled and answer", {}};
        if (!seen.what.empty()) seen.plan = "enable and start " + as_typed(units());
        if (!old.empty()) {
            seen.what += (seen.what.empty() ? "" : "; ") + old;
            seen.plan += (seen.plan.empty() ? "" : ", ") +
                         std::string{"restart the workers one after the other"};
        }
        return seen;
    }

    void perform() override {
        if (!with_old_secrets().empty()) restart_workers([](const std::string& /*unit*/) {});
        auto words = units();
        words.insert(words.begin(), "enable");
        systemctl(words);
        systemctl({"start", kTarget});
        for (unsigned number = 1; number <= plan_.workers; ++number) {
            const auto unit = look_at_unit(worker_unit(number));
            // One that is active but does not serve may hold what a step before has changed.
            if (unit.is_active() && unit.text != kAnswering)
                systemctl({"restart", unit.name});
            else
                systemctl({"start", unit.name});
        }
        constexpr std::chrono::seconds kPatience{30};
        for (unsigned number = 1; number <= plan_.workers; ++number)
            wait_until_it_answers(worker_unit(number), kPatience);
    }

private:
    static constexpr const char* kTarget = "joingated.target";

    std::vector<std::string> units() const {
        std::vector<std::string> all{kTarget};
        for (unsigned number = 1; number <= plan_.workers; ++number)
            all.push_back(worker_unit(number));
        return all;
    }

    /// Which workers run, and what they have not read; empty where none.
    std::string with_old_secrets() const {
        std::string text;
        for (const auto& name : worker_units()) {
            const auto file = secret_newer_than(look_at_unit(name), plan_.config_path);
            if (file.empty()) continue;
            if (!text.empty()) text += "; ";
            text.append(name).append(" was started before ").append(file).append(" was written");
        }
        return text;
    }

    SetupPlan plan_;
};

} // namespace

std::unique_ptr<Step> workers_step(const SetupPlan& plan) {
    return std::make_unique<WorkersStep>(plan);
}

} // namespace joingate::host
