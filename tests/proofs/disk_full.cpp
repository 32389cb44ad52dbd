// The volume of the database is filled to the last byte under a load of writes, and freed.
#include "tests/proofs/support/busy_site.h"
#include "tests/proofs/support/proof.h"
#include "tests/proofs/support/small_disk.h"

#include <algorithm>
#include <csignal>
#include <fstream>

namespace joingate::proofs {
namespace {

using std::chrono::milliseconds;
using std::chrono::seconds;

constexpr std::size_t kDiskBytes = 200U << 20U;
constexpr seconds kHealsWithin{10};
constexpr seconds kSeenWithin{5};
constexpr double kAlarmPercent = 15;
constexpr double kRefusePercent = 4;

const std::string kRefused = "writes that find no space are refused";
const std::string kNotAgain = "what finds no space is refused without another try";
const std::string kInTime = "no answer takes more than 2.6 s";
const std::string kHeals = "once there is space again, writes succeed within 10 s";
const std::string kStarts = "a server killed on a full disk serves within 10 s of its start";
const std::string kAlarm = "below 20 % free space the log has an alarm";
const std::string kNoCreation = "below 5 % free space creations are refused, and nothing else";

std::uint64_t lines_with(const Site& site, const std::string& log, const std::string& text) {
    std::ifstream file{site.folder() + "/log/" + log};
    std::uint64_t count = 0;
    for (std::string line; std::getline(file, line);)
        if (line.find(text) != std::string::npos) ++count;
    return count;
}

/// Fills the disk and waits until that is felt.
void fill(Run& run, SmallDisk& disk, const Lives& load) {
    const auto before = load.failures().size();
    disk.fill();
    const bool felt =
        comes_true(kSeenWithin, [&] { return load.failures().size() >= before + kCallers; });
    run.must(kRefused, felt, "nobody was refused");
    std::this_thread::sleep_for(run.size(milliseconds{0}, milliseconds{5000}));
}

/// The limits of volume.*, which the workers did not have so far.
void prove_limits(Run& run, Site& site, SmallDisk& disk) {
    site.stop("workers");
    site.start("workers", {"--set", "volume.refusePercent=5"});
    const Party owner{site, site.owner()};
    Answer made;
    comes_true(kSeenWithin, [&] {
        made = owner.call("CreateLocalJoinPermission", creation(fresh_name()));
        return made.succeeded();
    });
    const auto id = made.value("Data");

    disk.fill(kAlarmPercent);
    run.must(
        kAlarm,
        comes_true(kSeenWithin, [&] { return lines_with(site, "workers.log", "fills up: ") > 0; }),
        "there is none");
    const auto create = [&] {
        return owner.call("CreateLocalJoinPermission", creation(fresh_name()));
    };
    run.must(kNoCreation, create().succeeded(), "refused with more");

    disk.fill(kRefusePercent);
    comes_true(kSeenWithin, [&] { return lines_with(site, "workers.log", "nearly full") > 0; });
    // All workers look every second; it was one that wrote the line.
    std::this_thread::sleep_for(seconds{1});
    run.must(kNoCreation, is_unavailable(create()), "created with less");
    const auto removed = owner.call("DeleteLocalJoinPermission", {{"JoinPermissionId", id}});
    run.must(kNoCreation, removed.succeeded(), "deletion answered " + removed.body);
    disk.clear();
    run.must(kNoCreation, comes_true(kSeenWithin, [&] { return create().succeeded(); }),
             "refused with space again");
}

void prove(Run& run) {
    SmallDisk disk{run.folder() + "/disk", kDiskBytes};
    auto options = busy_site(run);
    // As where the workers do not see the volume: every write meets the full disk.
    for (const char* option :
         {"--set", "volume.refusePercent=0", "--database", "innodb_log_file_size=8M", "--data"})
        options.emplace_back(option);
    options.push_back(disk.folder() + "/mysql");
    Site site{run.folder() + "/site", options};
    const auto socket = site.folder() + "/mysql.sock";
    Lives load{site, run, kCallers};
    load.await(50);

    fill(run, disk, load);
    disk.clear();
    const auto freed = Clock::now();
    // MariaDB bears a full disk for some seconds; then it may end by an assertion of its own, and
    // systemd would start it again.
    comes_true(2 * kHealsWithin, [&] {
        site.start("database");
        return load.last_ack() > freed;
    });
    const auto healed = load.last_ack() > freed ? load.last_ack() - freed : 2 * kHealsWithin;
    load.await(50);

    fill(run, disk, load);
    site.kill("database");
    disk.clear();
    site.start("database");
    const auto started = next_ack(load, await_listener(socket), kHealsWithin);
    load.await(50);
    load.stop();
    load.verify();
    // MariaDB writes down each statement that failed so: one of each call, and a few purges of the
    // ledger, whose failure no caller sees.
    const auto tries = lines_with(site, "database.log", "' is full");
    run.must(kNotAgain, tries < 2 * load.failures().size(), std::to_string(tries) + " tries");
    run.must(kInTime, load.slowest() <= kLongestAnswer, "one took longer");
    run.figure("statements that found no space", tries);
    run.figure("times MariaDB itself gave up", lines_with(site, "database.log", "got signal 6"));
    run.figure("slowest answer", load.slowest());

    run.must(kHeals, healed <= kHealsWithin, "it took longer");
    run.must(kStarts, started <= kHealsWithin, "it took longer");
    run.figure("first write after the disk was freed", healed);
    run.figure("first write after the server started", started);
    prove_limits(run, site, disk);
}

const Registered kDiskFull{{"disk-full",
                            prove,
                            {{"full_table_taken_for_done", Lives::kNothingLost},
                             {"full_table_tried_again", kNotAgain},
                             {"volume_not_watched", kNoCreation}}}};

} // namespace
} // namespace joingate::proofs
