#include "tenancy/host/program.h"
#include "tenancy/host/setup_steps.h"
#include "tenancy/host/units.h"

#include <filesystem>
#include <optional>
#include <stdexcept>

namespace joingate::host {
namespace {

namespace fs = std::filesystem;

constexpr const char* kNginx = "nginx.service";
constexpr const char* kSite = "/etc/nginx/sites-available/joingate";
/// From the folders that nginx includes.
constexpr const char* kLinkTarget = "../sites-available/joingate";

/// A symbolic link that is put back or taken away again unless all went well.
class LinkChange {
public:
    explicit LinkChange(fs::path path) : path_{std::move(path)} {
        if (fs::is_symlink(path_)) before_ = fs::read_symlink(path_);
    }
    ~LinkChange() {
        if (kept_) return;
        std::error_code ignored;
        fs::remove(path_, ignored);
        if (before_) fs::create_symlink(*before_, path_, ignored);
    }
    LinkChange(const LinkChange&) = delete;
    LinkChange& operator=(const LinkChange&) = delete;

    void remove() const { fs::remove(path_); }
    void point_to(const fs::path& target) const {
        fs::remove(path_);
        fs::create_symlink(target, path_);
    }
    void keep() { kept_ = true; }

private:
    fs::path path_;
    std::optional<fs::path> before_;
    bool kept_ = false;
};

class NginxStep : public Step {
public:
    explicit NginxStep(SetupPlan plan) : plan_{std::move(plan)} {}

    std::string name() const override { return "site of nginx"; }

    Seen look() override {
        const auto unit = look_at_unit(kNginx);
        if (!unit.is_there())
            throw std::runtime_error{"nginx is not installed: install it, or use another front "
                                     "(joingated(8)) and give --no-nginx"};
        if (!fs::exists(plan_.place.at(kSite)))
            throw std::runtime_error{std::string{kSite} +
                                     " is not there: the package brings it; or give --no-nginx"};
        const bool linked = fs::exists(link());
        const bool default_stays = !has_default() || keep_default_;
        if (linked && default_stays && unit.is_active() && unit.is_enabled())
            return {true, link().string() + " is there, nginx is active", {}};
        Seen seen;
        const auto add = [](std::string& text, const std::string& part) {
            text += (text.empty() ? "" : ", ") + part;
        };
        if (!linked) {
            add(seen.what, link().string() + " is not there");
            add(seen.plan, "link it to " + std::string{kSite});
        }
        if (!default_stays) {
            add(seen.what, default_site().string() + " is there");
            add(seen.plan, "remove that link if you agree");
        }
        if (!unit.is_active() || !unit.is_enabled())
            add(seen.what, "nginx.service is " + unit.active + " and " + unit.file_state);
        add(seen.plan, "test the configuration of nginx");
        add(seen.plan, unit.is_active() && unit.is_enabled() ? "reload nginx.service"
                                                             : "enable and start nginx.service");
        return seen;
    }

    std::string question() const override {
        if (!has_default()) return {};
        return "Remove " + default_site().string() +
               ", Debian's example site? It takes port 80, which joingate's site takes too";
    }

    void answer(bool yes) override { keep_default_ = !yes; }

    void perform() override {
        LinkChange site{link()};
        LinkChange example{default_site()};
        site.point_to(kLinkTarget);
        if (has_default() && !keep_default_) example.remove();
        run_well({"nginx", "-t"});
        const auto unit = look_at_unit(kNginx);
        if (unit.is_active()) systemctl({"reload", kNginx});
        if (!unit.is_active() || !unit.is_enabled()) systemctl({"enable", "--now", kNginx});
        site.keep();
        example.keep();
    }

private:
    /// nginx.org's own package has conf.d alone.
    fs::path link() const {
        const auto folder = plan_.place.at("/etc/nginx/sites-enabled");
        return fs::is_directory(folder) ? folder / "joingate"
                                        : plan_.place.at("/etc/nginx/conf.d/joingate.conf");
    }
    fs::path default_site() const { return plan_.place.at("/etc/nginx/sites-enabled/default"); }
    /// A file that is no link is somebody's work.
    bool has_default() const { return fs::is_symlink(default_site()); }

    SetupPlan plan_;
    bool keep_default_ = false;
};

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
        seen.done = seen.what.empty();
        if (seen.done)
            seen.what = as_typed(units()) + " are enabled and answer";
        else
            seen.plan = "enable and start " + as_typed(units());
        return seen;
    }

    void perform() override {
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

    SetupPlan plan_;
};

} // namespace

std::unique_ptr<Step> nginx_step(const SetupPlan& plan) {
    return std::make_unique<NginxStep>(plan);
}

std::unique_ptr<Step> workers_step(const SetupPlan& plan) {
    return std::make_unique<WorkersStep>(plan);
}

} // namespace joingate::host
