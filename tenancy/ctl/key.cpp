#include "tenancy/admin/key_file.h"
#include "tenancy/ctl/commands.h"
#include "tenancy/ctl/context.h"
#include "tenancy/standard_streams.h"
#include "tenancy/wiped.h"

#include <CLI/CLI.hpp>
#include <openssl/crypto.h>

#include <memory>
#include <ostream>

namespace joingate::ctl {
namespace {

struct Options {
    std::string account;
    std::optional<std::string> user;
    std::string secret_file;
    std::string id;
};

/// The one moment in which a secret is shown; the lines are what `call --key-file` reads.
void show_once(Context& context, const admin::KeyPair& pair) {
    if (context.json)
        context.print_one([&pair] {
            Listing listing{{{"", "access_key_id"}, {"", "access_key_secret"}}};
            listing.add({pair.id, pair.secret});
            return listing;
        }());
    else
        context.out() << "ACCESS_KEY_ID=" << pair.id << "\nACCESS_KEY_SECRET=" << pair.secret
                      << '\n';
    context.out().flush();
}

void create(Context& context, const Options& options) {
    auto pair = admin::new_key_pair();
    bool is_shown = false;
    // Before the key is committed: there is never a key whose secret nobody has seen.
    const auto show = [&] {
        if (is_shown) return;
        show_once(context, pair);
        is_shown = true;
    };
    try {
        admin::add_key(context.catalog(), context.secrets(), options.account, options.user, pair,
                       show);
    } catch (const OutputFailed& e) {
        throw OutputFailed{std::string{e.what()} + "; no access key was created"};
    } catch (const std::exception&) {
        if (is_shown)
            context.err() << "The access key " << pair.id
                          << " was shown before the command failed; `joingatectl key list "
                          << options.account << "` says whether it is there.\n";
        throw;
    }
    context.err() << "The secret is not shown again.\n";
    OPENSSL_cleanse(pair.secret.data(), pair.secret.size());
}

void import(Context& context, const Options& options) {
    auto pair = [&] {
        Wiped text{context.read(options.secret_file)};
        return admin::read_key_file(*text, Context::name_of(options.secret_file));
    }();
    admin::check_new_key(pair);
    const bool added =
        admin::add_key(context.catalog(), context.secrets(), options.account, options.user, pair);
    OPENSSL_cleanse(pair.secret.data(), pair.secret.size());
    context.report(added, "access key " + pair.id + ": imported");
}

void list(Context& context, const Options& options) {
    context.print({{{"ACCESS KEY ID", "access_key_id"},
                    {"USER", "user_name"},
                    {"STATE", "state"},
                    {"CREATED", "create_millis", Listing::Kind::Time}},
                   admin::list_keys(context.catalog(), options.account, options.user)});
}

void add_change(CLI::App& family, Context& context, const std::shared_ptr<Options>& options,
                bool active) {
    auto* command = family.add_subcommand(active ? "enable" : "disable",
                                          active ? "Let a disabled key sign again"
                                                 : "Refuse calls that a key signed");
    command->add_option("KEY", options->id, "Access key id")->required();
    command->callback([&context, options, active] {
        context.report(admin::set_key_active(context.catalog(), options->id, active),
                       "access key " + options->id + (active ? ": enabled" : ": disabled"));
    });
}

} // namespace

void add_key(CLI::App& app, Context& context) {
    const auto options = std::make_shared<Options>();
    auto* family = app.add_subcommand("key", "Access keys");
    family->require_subcommand(1);

    auto* creating = family->add_subcommand("create", "Create an access key and show it once");
    creating->add_option("ACCOUNT", options->account, "Whose")->required();
    creating->add_option("--user", options->user, "Of this RAM user; else of the root account");
    creating->add_option("--secret-file", options->secret_file,
                         "Import a pair, in any form that `call --key-file` reads; - for the "
                         "standard input");
    creating->callback([&context, options] {
        if (options->secret_file.empty())
            create(context, *options);
        else
            import(context, *options);
    });

    auto* listing = family->add_subcommand("list", "List the access keys of an account");
    listing->add_option("ACCOUNT", options->account, "Whose")->required();
    listing->add_option("--user", options->user, "Of this RAM user only");
    listing->callback([&context, options] { list(context, *options); });

    add_change(*family, context, options, false);
    add_change(*family, context, options, true);

    auto* deleting = family->add_subcommand("delete", "Delete an access key");
    deleting->add_option("KEY", options->id, "Access key id")->required();
    deleting->callback([&context, options] {
        admin::delete_key(context.catalog(), options->id);
        context.report(true, "access key " + options->id + ": deleted");
    });
}

} // namespace joingate::ctl
