#include "tenancy/admin/limits.h"
#include "tenancy/ctl/commands.h"
#include "tenancy/ctl/context.h"

#include <CLI/CLI.hpp>

#include <algorithm>
#include <memory>

namespace joingate::ctl {
namespace {

struct Options {
    std::string account;
    std::string quota;
    std::int64_t limit = 0;
};

std::optional<std::string> value_in(const std::vector<db::Row>& rows, const std::string& quota,
                                    std::string_view column) {
    const auto found = std::find_if(rows.begin(), rows.end(),
                                    [&](const db::Row& row) { return row.text("quota") == quota; });
    if (found == rows.end()) return {};
    return found->text(column);
}

void list(Context& context, const Options& options) {
    using Kind = Listing::Kind;
    const auto rows = admin::list_quotas(context.catalog(), options.account);
    Listing listing{{{"QUOTA", "quota"},
                     {"LIMIT", "limit", Kind::Number},
                     {"USED", "used", Kind::Number},
                     {"DEFAULT", "default", Kind::Flag}}};
    for (const auto& [name, limit] : context.settings().defaults.quotas) {
        const auto own = value_in(rows.limits, name, "quota_limit");
        listing.add({name, own.value_or(std::to_string(limit)),
                     value_in(rows.usage, name, "used").value_or("0"), own ? "0" : "1"});
    }
    context.print(listing);
}

void set(Context& context, const Options& options) {
    admin::set_quota(context.catalog(), options.account, options.quota, options.limit,
                     context.quota_names());
    context.report(true, "account " + options.account + ": " + options.quota + " " +
                             std::to_string(options.limit));
}

} // namespace

void add_quota(CLI::App& app, Context& context) {
    const auto options = std::make_shared<Options>();
    auto* family = app.add_subcommand("quota", "How much an account may have");
    family->require_subcommand(1);

    auto* setting = family->add_subcommand("set", "Give an account a limit of its own");
    setting->add_option("ACCOUNT", options->account, "Whose")->required();
    setting->add_option("QUOTA", options->quota, "LOCAL_JOIN_PERMISSION, ...")->required();
    setting->add_option("LIMIT", options->limit, "From 0 on")->required();
    setting->callback([&context, options] { set(context, *options); });

    auto* unsetting = family->add_subcommand("unset", "Back to the configured default");
    unsetting->add_option("ACCOUNT", options->account, "Whose")->required();
    unsetting->add_option("QUOTA", options->quota, "LOCAL_JOIN_PERMISSION, ...")->required();
    unsetting->callback([&context, options] {
        context.report(admin::unset_quota(context.catalog(), options->account, options->quota),
                       "account " + options->account + ": " + options->quota + " by default");
    });

    auto* listing = family->add_subcommand("list", "List the limits and what is used of them");
    listing->add_option("ACCOUNT", options->account, "Whose")->required();
    listing->callback([&context, options] { list(context, *options); });
}

} // namespace joingate::ctl
