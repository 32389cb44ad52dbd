#include "tenancy/host/file_time.h"
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

/// Makes or removes a symbolic link, and undoes that again unless all went well. What is there
/// already is never replaced.
class LinkChange {
public:
    explicit LinkChange(fs::path path) : path_{std::move(path)} {}
    ~LinkChange() {
        std::error_code ignored;
        if (is_made_) fs::remove(path_, ignored);
        if (removed_) fs::create_symlink(*removed_, path_, ignored);
    }
    LinkChange(const LinkChange&) = delete;
    LinkChange& operator=(const LinkChange&) = delete;

    void make(const fs::path& target) {
        fs::create_symlink(target, path_);
        is_made_ = true;
    }
    void remove() {
        auto target = fs::read_symlink(path_);
        fs::remove(path_);
        removed_ = std::move(target);
    }
    void keep() {
        is_made_ = false;
        removed_.reset();
    }

private:
    fs::path path_;
    bool is_made_ = false;
    std::optional<fs::path> removed_;
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
        const bool linked = is_there();
        if (linked && !fs::exists(link()))
            throw std::runtime_error{link().string() + " leads to " +
                                     fs::read_symlink(link()).string() +
                                     ", which is not there; it is left alone: mend or remove it"};
        const bool default_stays = !has_default() || keep_default_;
        const bool runs = unit.is_active() && unit.starts_at_boot();
        const bool is_read = has_read_its_folder(unit);
        if (linked && default_stays && runs && is_read)
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
        if (!runs) add(seen.what, "nginx.service is " + unit.active + " and " + unit.file_state);
        if (linked && default_stays && runs)
            add(seen.what, link().parent_path().string() + " has changed since nginx read it");
        add(seen.plan, "test the configuration of nginx");
        add(seen.plan, runs ? "reload nginx.service" : "enable and start nginx.service");
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
        if (!is_there()) site.make(kLinkTarget);
        if (has_default() && !keep_default_) example.remove();
        run_well({"nginx", "-t"});
        const auto unit = look_at_unit(kNginx);
        if (unit.is_active()) systemctl({"reload", kNginx});
        if (!unit.is_active() || !unit.starts_at_boot()) systemctl({"enable", "--now", kNginx});
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
    /// Our link, or the operator's own site, which stays as it is.
    bool is_there() const { return fs::exists(fs::symlink_status(link())); }
    /// Where an earlier step was interrupted, the links are right, but nginx does not know them.
    bool has_read_its_folder(const Unit& unit) const {
        return !was_changed_after(link().parent_path(), unit.changed_at);
    }
    fs::path default_site() const { return plan_.place.at("/etc/nginx/sites-enabled/default"); }
    /// A file that is no link is somebody's work.
    bool has_default() const { return fs::is_symlink(default_site()); }

    SetupPlan plan_;
    bool keep_default_ = false;
};

} // namespace

std::unique_ptr<Step> nginx_step(const SetupPlan& plan) {
    return std::make_unique<NginxStep>(plan);
}

} // namespace joingate::host
