#include "tenancy/admin/registry.h"
#include "tenancy/ctl/commands.h"
#include "tenancy/ctl/context.h"
#include "tenancy/ctl/json.h"
#include "tenancy/ctl/progress.h"
#include "tenancy/wiped.h"

#include <CLI/CLI.hpp>

#include <memory>
#include <ostream>

namespace joingate::ctl {
namespace {

constexpr std::size_t kEuiDigits = 16;

struct Options {
    DeviceKind kind = DeviceKind::Node;
    std::string file;
    admin::ImportOptions import;
    bool ignore_columns = false;
    std::string eui;
    std::string part;
    std::int64_t limit = 100;
};

std::string family(DeviceKind kind) {
    return kind == DeviceKind::Node ? "nodes" : "gateways";
}

void check_hex(const std::string& text, std::size_t least) {
    constexpr std::string_view kHexDigits = "0123456789abcdefABCDEF";
    if (text.size() < least || text.size() > kEuiDigits ||
        text.find_first_not_of(kHexDigits) != std::string::npos)
        throw WrongUse{least == kEuiDigits ? "an EUI is 16 hexadecimal digits"
                                           : "a part of an EUI is up to 16 hexadecimal digits"};
}

std::vector<Listing::Column> columns_of(DeviceKind kind) {
    using Kind = Listing::Kind;
    const Listing::Column key{"KEY", "key_version", Kind::Number};
    const Listing::Column created{"CREATED", "create_millis", Kind::Time};
    if (kind == DeviceKind::Node)
        return {{"DEVEUI", "dev_eui"}, {"JOINEUI", "join_eui"}, key, created};
    return {{"GWEUI", "gw_eui"}, {"STATE", "state"}, key, created};
}

void print_json(const Context& context, const Options& options, const admin::RegistryFile& file,
                const admin::ImportResult& result) {
    Poco::JSON::Object object{Poco::JSON_PRESERVE_KEY_ORDER};
    object.set("Changed", result.changed);
    object.set("DryRun", options.import.dry_run);
    object.set("Rows", file.rows);
    object.set("Good", result.added + result.replaced + result.unchanged);
    object.set("Replaced", result.replaced);
    object.set("Unchanged", result.unchanged);
    object.set("BadRows", result.bad_rows);
    object.set("Problems", json_objects(result.problems, [](auto& one, const auto& problem) {
                   one.set("Line", problem.line);
                   one.set("Column", problem.column);
                   one.set("Problem", problem.what);
               }));
    write_json(context.out(), object);
}

void print_words(const Context& context, const Options& options, const admin::RegistryFile& file,
                 const admin::ImportResult& result) {
    const auto source = Context::name_of(options.file);
    for (const auto& problem : result.problems)
        context.err() << source << ':' << problem.line << ": "
                      << (problem.column.empty() ? "the row" : problem.column) << ' '
                      << problem.what << '\n';
    context.out() << family(file.kind) << ": " << result.added << " new, " << result.replaced
                  << " replaced, ";
    if (result.unchanged != 0) context.out() << result.unchanged << " there already, ";
    context.out() << result.bad_rows << " of " << file.rows << " rows bad";
    if (options.import.dry_run)
        context.out() << "; a dry run, nothing was imported";
    else if (!result.changed)
        context.out() << "; nothing was imported";
    context.out() << '\n';
}

void import(Context& context, const Options& options) {
    const DeviceSecrets secrets{context.secrets()};
    const auto file = [&] {
        Wiped csv{context.read(options.file)};
        return admin::read_registry_file(options.kind, *csv, secrets,
                                         options.ignore_columns ? admin::ExtraColumns::Ignore
                                                                : admin::ExtraColumns::Refuse);
    }();
    const auto result = [&] {
        Progress progress{context.err(), context.err_is_terminal()};
        return admin::import_tuples(
            context.catalog(), secrets, file, options.import,
            [&progress](std::size_t done, std::size_t all) { progress.show(done, all); });
    }();
    if (context.json)
        print_json(context, options, file, result);
    else
        print_words(context, options, file, result);
    if (!result.problems.empty()) context.status = kFailed;
}

void list(Context& context, const Options& options) {
    check_hex(options.part, 0);
    auto rows =
        admin::list_tuples(context.catalog(), options.kind, options.part, options.limit + 1);
    const bool has_more = rows.size() > static_cast<std::size_t>(options.limit);
    if (has_more) rows.pop_back();
    context.print({columns_of(options.kind), rows});
    if (has_more) context.err() << "There are more; see --limit and --eui.\n";
}

void count(Context& context, const Options& options) {
    Listing listing{{{"COUNT", "count", Listing::Kind::Number}}};
    listing.add({std::to_string(admin::count_tuples(context.catalog(), options.kind))});
    context.print_one(listing);
}

void abandon(Context& context, const Options& options) {
    check_hex(options.eui, kEuiDigits);
    context.report(admin::abandon_gateway(context.catalog(), options.eui),
                   "gateway " + options.eui + ": abandoned");
}

void remove(Context& context, const Options& options) {
    check_hex(options.eui, kEuiDigits);
    admin::remove_tuple(context.catalog(), options.kind, options.eui);
    context.report(true, (options.kind == DeviceKind::Node ? "node " : "gateway ") + options.eui +
                             ": removed");
}

/// `name nodes` and `name gateways` below the family.
template <class Add>
void add_both(CLI::App& family_command, const std::string& name, const std::string& help,
              const std::shared_ptr<Options>& options, const Add& add) {
    auto* command = family_command.add_subcommand(name, help);
    command->require_subcommand(1);
    for (const auto kind : {DeviceKind::Node, DeviceKind::Gateway}) {
        auto* one = command->add_subcommand(family(kind), help);
        auto act = add(*one);
        one->callback([options, kind, act] {
            options->kind = kind;
            act();
        });
    }
}

} // namespace

void add_registry(CLI::App& app, Context& context) {
    const auto options = std::make_shared<Options>();
    auto* registry =
        app.add_subcommand("registry", "The nodes and gateways that may be added, with their PINs");
    registry->require_subcommand(1);

    add_both(
        *registry, "import", "Register the devices of a CSV file", options, [&](CLI::App& one) {
            one.add_option("FILE", options->file, "CSV with a header; - for the standard input")
                ->required();
            one.add_flag("--partial", options->import.partial,
                         "The good rows, although others are bad");
            one.add_flag("--replace", options->import.replace,
                         "Put in what the file says of devices that are registered already");
            one.add_flag("--ignore-columns", options->ignore_columns,
                         "Leave out columns that a registry does not have");
            one.add_flag("--dry-run", options->import.dry_run, "Only check");
            return [&context, options] { import(context, *options); };
        });
    add_both(*registry, "list", "List devices by EUI", options, [&](CLI::App& one) {
        constexpr std::int64_t kMost = 100'000;
        one.add_option("--eui", options->part, "Only those whose EUI contains this");
        one.add_option("--limit", options->limit, "At most as many")
            ->check(CLI::Range(std::int64_t{1}, kMost))
            ->capture_default_str();
        return [&context, options] { list(context, *options); };
    });
    add_both(*registry, "count", "Count the devices", options,
             [&](CLI::App& /*one*/) { return [&context, options] { count(context, *options); }; });

    add_both(*registry, "remove", "Forget a device that nobody has", options, [&](CLI::App& one) {
        one.add_option("EUI", options->eui, "DevEUI or GwEUI")->required();
        return [&context, options] { remove(context, *options); };
    });

    auto* abandoning = registry->add_subcommand("abandon", "Take devices out of use for good");
    abandoning->require_subcommand(1);
    auto* gateways = abandoning->add_subcommand("gateways", "Take a gateway out of use for good");
    gateways->add_option("EUI", options->eui, "GwEUI")->required();
    gateways->callback([&context, options] { abandon(context, *options); });
}

} // namespace joingate::ctl
