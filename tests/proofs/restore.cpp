// The copy of one tenant, into an empty server and back beside the others.
#include "sql/database.h"
#include "tenancy/admin/catalog.h"
#include "tenancy/admin/instances.h"
#include "tenancy/settings.h"
#include "tests/proofs/support/busy_site.h"
#include "tests/proofs/support/empty_site.h"
#include "tests/proofs/support/proof.h"
#include "tests/proofs/support/self_check.h"
#include "tests/proofs/support/tenant_story.h"
#include "tests/support/places.h"

#include <atomic>
#include <chrono>
#include <filesystem>
#include <fstream>
#include <future>
#include <iterator>
#include <regex>
#include <sstream>
#include <stdexcept>
#include <thread>
#include <utility>

namespace joingate::proofs {
namespace {

namespace fs = std::filesystem;
using e2e::run_program;

const std::string kTaken = "a copy is taken by the server it is for, and its self-check passes";
const std::string kWorks = "a restored tenant answers its old keys as before";
const std::string kEnded = "what was lent to or by others is the owner's again";
const std::string kOthers = "a restore leaves the other tenants as they are";
const std::string kRefused =
    "a restore of what is there, or is another's by now, is refused and changes nothing";
const std::string kCut = "a copy that was cut off is refused and changes nothing";
const std::string kUndone = "a restore whose client is killed changes nothing";
const std::string kUndisturbed = "the calls of others succeed while a copy is restored";
const std::string kRevoked = "what was taken from the account since is not brought back";
const std::string kAwake = "of a tenant that wakes meanwhile there is no copy";
const std::string kNumbers = "no new instance gets the schema of one that is being restored";
const std::string kSameServer = "a restore is finished by the joingatectl of its server alone";

const std::vector<std::string> kSiteOptions{"--workers", "1",
                                            "--threads", "2",
                                            "--set",     "rate.callsPerSecond=60000",
                                            "--set",     "request.mostWaitMillis=2500",
                                            "--set",     "quota.NODE=100000",
                                            "--set",     "quota.LOCAL_JOIN_PERMISSION=100000"};
const std::string kAccount = "smart-meters";

/// joingate-tenant on the server in a folder, with the joingatectl of that in another. Throws
/// where it fails.
void tenant(const std::string& folder, std::vector<std::string> arguments,
            const std::string& ctl_folder) {
    arguments.insert(arguments.begin(),
                     {"JOINGATECTL=" + places::in_build("tenancy/ctl/joingatectl"),
                      "JOINGATE_CONFIG=" + ctl_folder + "/joingated.properties",
                      places::in_source("tenancy/ctl/joingate-tenant")});
    arguments.push_back("--socket=" + folder + "/mysql.sock");
    run_program("env", arguments);
}

std::string dump(const std::string& folder) {
    const auto path = folder + "/copy.sql";
    fs::remove(path);
    tenant(folder, {"dump", kAccount, path}, folder);
    std::ifstream file{path, std::ios::binary};
    return {std::istreambuf_iterator<char>{file}, std::istreambuf_iterator<char>{}};
}

std::string rows(const std::string& folder, std::vector<std::string> what) {
    what.insert(what.begin(), {"--socket=" + folder + "/mysql.sock", "--single-transaction",
                               "--hex-blob", "--compact", "--order-by-primary"});
    return run_program("mariadb-dump", what);
}

std::string ask(const std::string& folder, const std::string& query) {
    return run_program("mariadb", {"--socket=" + folder + "/mysql.sock", "--skip-column-names",
                                   "--batch", "--execute=" + query});
}

std::string everything(const std::string& folder) {
    std::istringstream names{ask(folder, "SELECT SCHEMA_NAME FROM information_schema.SCHEMATA "
                                         "WHERE SCHEMA_NAME RLIKE '^(jg|joingate)' ORDER BY 1")};
    std::vector<std::string> what{"--no-create-info", "--databases"};
    for (std::string name; names >> name;)
        what.push_back(name);
    return rows(folder, what);
}

/// Why it was not taken; "" where it was.
std::string refusal(const std::string& folder, const std::string& copy,
                    const std::string& ctl_folder) {
    const auto path = folder + "/restored.sql";
    std::ofstream{path, std::ios::binary} << copy;
    try {
        tenant(folder, {"restore", path}, ctl_folder);
    } catch (const std::runtime_error& e) {
        return e.what();
    }
    return {};
}

void must_be_refused(Run& run, const std::string& rule, const std::string& folder,
                     const std::string& copy) {
    const auto before = everything(folder);
    run.must(rule, !refusal(folder, copy, folder).empty(), "it was taken");
    run.must(rule, everything(folder) == before, "rows differ");
}

void must_be_taken(Run& run, const std::string& folder, const std::string& copy) {
    const auto why = refusal(folder, copy, folder);
    run.must(kTaken, why.empty(), why);
}

/// All that is not the account's alone.
std::string others(const std::string& folder) {
    const auto of_others = [&](const std::string& condition, std::vector<std::string> tables) {
        tables.insert(tables.begin(), {"--no-create-info", "--where", condition});
        return rows(folder, std::move(tables));
    };
    const auto not_ours = "account <> '" + kAccount + "'";
    return of_others(not_ours, {"joingate", "account", "ram_user", "ram_group", "access_key",
                                "policy", "policy_version", "policy_attachment", "instance",
                                "feature", "quota", "rate_limit"}) +
           of_others(not_ours,
                     {"joingateexchange", "resource", "node", "gateway_claim", "quota_usage"}) +
           of_others("owner_account <> '" + kAccount + "' OR renter_account <> '" + kAccount + "'",
                     {"joingateexchange", "auth_order"}) +
           of_others("owner_" + not_ours + " AND renter_" + not_ours,
                     {"joingateexchange", "lease"}) +
           of_others("TRUE", {"joingateexchange", "notification", "node_tuple", "gateway_tuple"}) +
           rows(folder, {"jg000002"});
}

/// The id that `joingatectl key create` has printed.
std::string key_of(const std::string& printed) {
    std::smatch found;
    if (!std::regex_search(printed, found, std::regex{"LTAI[0-9A-Za-z]+"}))
        throw std::runtime_error{"no key was made"};
    return found.str();
}

/// As `joingatectl instance delete`, of a site on which no request is under way.
void lose(const e2e::Site& site) {
    const auto settings = read_settings(site.configuration(), Login::Admin);
    const SharedMemory memory{settings.memory_path, settings.memory_layout};
    db::Database database{settings.admin};
    db::SchemaAdmin schemas{settings.admin};
    const admin::Catalog catalog{database, memory};
    admin::delete_instance(catalog, {schemas, {settings.database.user, settings.worker_host}},
                           site.iot_instance(), std::chrono::milliseconds{0});
}

/// A mistake that a copy must not have, made in its text.
struct Mistake {
    Bug bug;
    std::string text;
    std::string becomes;
};

const std::vector<Mistake>& mistakes() {
    static const std::vector<Mistake> all{
        {{"restore_replaces", kRefused}, "INSERT INTO `", "REPLACE INTO `"},
        {{"counters_forgotten", kSelfCheck}, "KEY UPDATE used = [^;]*", "KEY UPDATE used = used"},
        {{"no_transaction", kUndone}, "START TRANSACTION;", ""},
        {{"rows_of_others_locked", kUndisturbed},
         "SET TRANSACTION[^;]*;\\s*START TRANSACTION;",
         "START TRANSACTION; SELECT * FROM joingateexchange.auth_order FOR UPDATE;"},
        {{"orders_of_others_deleted", kOthers}, "(DELETE FROM \\S*) WHERE [^;]*;", "$1;"}};
    return all;
}

std::vector<Bug> bugs() {
    std::vector<Bug> all;
    for (const auto& mistake : mistakes())
        all.push_back(mistake.bug);
    return all;
}

void spoil(const Run& run, std::string& copy) {
    for (const auto& [bug, text, becomes] : mistakes())
        if (run.has_bug(bug.name)) copy = std::regex_replace(copy, std::regex{text}, becomes);
}

void compare(Run& run, const std::string& before, const std::string& after) {
    const auto differs = std::mismatch(before.begin(), before.end(), after.begin(), after.end());
    run.must(kWorks, before == after,
             std::string{differs.second, after.end()}.substr(0, 200) + " instead of " +
                 std::string{differs.first, before.end()}.substr(0, 200));
}

/// The copy, with a line in front of where `place` is found first.
std::string with(std::string copy, const std::string& place, const std::string& line) {
    const auto at = copy.find(place);
    if (at == std::string::npos) throw std::runtime_error{"the copy has no " + place};
    return copy.insert(at, line + '\n');
}

/// Else the client runs no command.
std::string without_sandbox(std::string copy) {
    const std::string sandbox = "/*M!999999\\- enable the sandbox mode */";
    for (auto at = copy.find(sandbox); at != std::string::npos; at = copy.find(sandbox, at))
        copy.erase(at, sandbox.size());
    return copy;
}

const std::string kEndOfChanges = "-- schemas\n";

void interrupted(Run& run, const Site& site, const std::string& copy) {
    const auto killable = without_sandbox(copy);
    must_be_refused(run, kUndone, site.folder(),
                    with(killable, "CREATE TABLE `node_group`", "\\! kill -9 $PPID"));
    // All changes are tried before the first schema is made.
    must_be_refused(run, kUndone, site.folder(),
                    with(killable, kEndOfChanges,
                         "\\! test ! -d " + site.folder() + "/mysql/jg000001 || kill -9 $PPID"));
    self_check(site, run);
}

void of_what_is_anothers(Run& run, const Site& site, const TenantStory& story,
                         const std::string& copy) {
    story.take_device(true);
    must_be_refused(run, kRefused, site.folder(), copy);
    story.take_device(false);
    must_be_refused(run, kRefused, site.folder(),
                    with(copy, "-- of " + kAccount, "-- of " + kAccount + " 1"));
}

void wait_for_purge(const std::string& folder) {
    constexpr std::string_view kHistory{
        "SELECT COUNT FROM information_schema.INNODB_METRICS WHERE NAME = 'trx_rseg_history_len'"};
    ask(folder, "SET GLOBAL innodb_purge_rseg_truncate_frequency = 1"); // tells it at once
    const auto is_done = [&] { return ask(folder, std::string{kHistory}) == "0\n"; };
    if (!comes_true(std::chrono::seconds{30}, is_done))
        throw std::runtime_error{"the server does not purge what was deleted"};
}

void beside_a_working_tenant(Run& run, const Site& site, const TenantStory& story,
                             const std::string& copy) {
    lose(site);
    // A row that is restored while its deletion is not purged yet locks what is beside it.
    wait_for_purge(site.folder());
    std::atomic<bool> end{false};
    auto work = std::async(std::launch::async, [&] { story.renter_works(end); });
    // Longer than a call may take.
    must_be_taken(run, site.folder(), with(copy, kEndOfChanges, "DO SLEEP(4);"));
    end = true;
    std::string failed;
    try {
        work.get();
    } catch (const std::exception& e) {
        failed = e.what();
    }
    run.must(kUndisturbed, failed.empty(), failed);
    self_check(site, run);
}

void of_one_that_wakes(Run& run, const Site& site) {
    auto copied = std::async(std::launch::async, [&] { return dump(site.folder()); });
    std::this_thread::sleep_for(std::chrono::milliseconds{1500});
    site.ctl({"instance", "resume", site.iot_instance()});
    bool refused = false;
    try {
        copied.get();
    } catch (const std::runtime_error&) {
        refused = true;
    }
    run.must(kAwake, refused && !fs::exists(site.folder() + "/copy.sql"), "there is one");
    site.ctl({"instance", "suspend", site.iot_instance()});
}

void with_another_joingatectl(Run& run, const Site& site, const EmptySite& other,
                              const TenantStory& story, const std::string& copy,
                              const std::string& before) {
    lose(site);
    const auto others_rows = everything(other.folder());
    run.must(kSameServer, !refusal(site.folder(), copy, other.folder()).empty(), "it was finished");
    run.must(kSameServer, everything(other.folder()) == others_rows, "rows differ");
    site.ctl({"instance", "create", kAccount, "--public", "--id", site.iot_instance()});
    self_check(site, run);
    run.must(kSameServer, story.seen(site.host()) == before, "its keys do not see what they saw");
}

void beside_a_schema_that_is_left(Run& run, const EmptySite& empty, const std::string& copy) {
    const auto execute = [&](const std::string& statement) {
        return run_program("mariadb", {"--socket=" + empty.folder() + "/mysql.sock",
                                       "--skip-column-names", "--execute=" + statement});
    };
    execute("CREATE DATABASE jg000001; CREATE TABLE jg000001.kept AS SELECT 1");
    must_be_refused(run, kRefused, empty.folder(), copy);
    const auto next = execute("SELECT AUTO_INCREMENT FROM information_schema.TABLES "
                              "WHERE TABLE_SCHEMA = 'joingate' AND TABLE_NAME = 'instance'");
    run.must(kNumbers, next == "2\n", next);
    execute("DROP DATABASE jg000001");
}

void into_an_empty_server(Run& run, const EmptySite& empty, const TenantStory& story,
                          const std::string& copy, const std::string& before) {
    must_be_refused(run, kCut, empty.folder(), copy.substr(0, copy.size() / 2));
    beside_a_schema_that_is_left(run, empty, copy);
    story.seen(empty.host()); // workers may remember whom they do not know
    const auto start = Clock::now();
    must_be_taken(run, empty.folder(), copy);
    run.figure("restore", Clock::now() - start);
    compare(run, before, story.seen(empty.host()));
    run.must(kEnded, story.is_owners_again(empty.host()), "in the empty server");
}

void prove(Run& run) {
    const e2e::Site site{run.folder() + "/site", kSiteOptions};
    const TenantStory story{site, run, kAccount};
    const auto before = story.seen(site.host());
    const auto key = key_of(site.ctl({"key", "create", kAccount}));

    site.ctl({"instance", "suspend", site.iot_instance()});
    if (!run.has_planted_bug()) of_one_that_wakes(run, site);
    auto copy = dump(site.folder());
    spoil(run, copy);
    run.figure("bytes of the copy", copy.size());
    std::future<std::unique_ptr<EmptySite>> empty;
    if (!run.has_planted_bug())
        empty = std::async(std::launch::async, [&] {
            return std::make_unique<EmptySite>(run.folder() + "/empty",
                                               site.folder() + "/master.key", kSiteOptions);
        });

    lose(site);
    site.ctl({"key", "delete", key});
    interrupted(run, site, copy);
    of_what_is_anothers(run, site, story, copy);
    const auto bystanders = others(site.folder());
    must_be_taken(run, site.folder(), copy);
    run.must(kOthers, others(site.folder()) == bystanders, "rows differ");
    self_check(site, run);
    run.must(kRevoked, site.ctl({"key", "list", kAccount}).find(key) == std::string::npos,
             "a key is there");
    compare(run, before, story.seen(site.host()));
    run.must(kEnded, story.is_owners_again(site.host()), "beside the others");
    must_be_refused(run, kRefused, site.folder(), copy);
    beside_a_working_tenant(run, site, story, copy);
    if (run.has_planted_bug()) return;
    const auto other = empty.get();
    into_an_empty_server(run, *other, story, copy, before);
    with_another_joingatectl(run, site, *other, story, copy, before);
}

const Registered kRestore{{"restore", prove, bugs()}};

} // namespace
} // namespace joingate::proofs
