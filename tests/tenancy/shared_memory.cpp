#include "tenancy/shared_memory.h"

#include "tests/tenancy/processes.h"
#include "tests/tenancy/scratch_folder.h"

#include <boost/test/unit_test.hpp>

#include <grp.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <chrono>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <optional>
#include <stdexcept>

namespace joingate {
namespace {

using namespace std::chrono_literals;
using Moment = SharedMemory::Moment;

struct Fixture {
    ScratchFolder folder;
    std::string path = folder.file("memory");
    SharedMemory::Layout small{128, 16};

    /// Changes one byte of the file, as another program or another version would have written it.
    void change_byte(std::streamoff offset) const {
        std::fstream file{path, std::ios::in | std::ios::out | std::ios::binary};
        file.seekg(offset);
        const auto byte = file.get();
        file.seekp(offset);
        file.put(static_cast<char>(byte ^ 1));
    }

    std::string refusal(SharedMemory::Layout layout) const {
        try {
            const SharedMemory memory{path, layout};
            return {};
        } catch (const std::runtime_error& e) {
            return e.what();
        }
    }
    bool refused_with(const std::string& why) const {
        return refusal(small).find(why) != std::string::npos;
    }
};

constexpr uid_t kOperator = 60'001;
constexpr uid_t kWorker = 60'002;
constexpr gid_t kTheirGroup = 60'003;

boost::test_tools::assertion_result is_root(boost::unit_test::test_unit_id) {
    boost::test_tools::assertion_result result{::geteuid() == 0};
    result.message() << "only root can act as other users";
    return result;
}

/// A folder that is laid out as on a real machine, and users who come to it.
struct SeveralUsers : Fixture {
    /// Read by all: the scratch folder itself is its owner's.
    const SharedWithChildren<std::array<char, 512>> said;

    SeveralUsers() {
        BOOST_TEST(::chmod(folder.path().c_str(), 0711) == 0);
        make_folder("run", 0, 02770);
        path = folder.file("run/memory");
    }
    void make_folder(const std::string& name, uid_t owner, mode_t mode) const {
        const auto made = folder.file(name);
        std::filesystem::create_directories(made);
        BOOST_TEST(::chown(made.c_str(), owner, kTheirGroup) == 0);
        BOOST_TEST(::chmod(made.c_str(), mode) == 0);
    }
    /// What the user is told who opens the memory; "" if it opens.
    std::string refused_to(uid_t user, gid_t group = kTheirGroup) const {
        (*said)[0] = '\0';
        const auto child = start_process([&] {
            if (::setgroups(0, nullptr) != 0 || ::setresgid(group, group, group) != 0 ||
                ::setresuid(user, user, user) != 0)
                throw std::runtime_error{"cannot become this user"};
            const auto why = refusal(small);
            why.copy(said->data(), said->size() - 1);
        });
        int status = -1;
        BOOST_TEST(::waitpid(child, &status, 0) == child);
        BOOST_TEST(status == 0);
        return said->data();
    }
    struct stat look() const {
        struct stat status {};
        BOOST_TEST(::stat(path.c_str(), &status) == 0);
        return status;
    }
};

std::size_t files_in(const std::string& folder) {
    const std::filesystem::directory_iterator entries{folder};
    return static_cast<std::size_t>(std::distance(begin(entries), end(entries)));
}

} // namespace

BOOST_FIXTURE_TEST_SUITE(shared_memory, Fixture)

BOOST_AUTO_TEST_CASE(is_one_for_all_who_open_it) {
    const SharedMemory first{path, small};
    const SharedMemory second{path, small};
    BOOST_TEST(first.hash("a", "b") == second.hash("a", "b"));
    first.nonces()[127] = 7;
    first.rates()[15] = 8;
    BOOST_TEST(second.nonces()[127].load() == 7U);
    BOOST_TEST(second.rates()[15].load() == 8U);
    BOOST_TEST(second.rates()[14].load() == 0U);
}

BOOST_AUTO_TEST_CASE(stays_when_nobody_has_it_open) {
    std::uint64_t hash = 0;
    {
        const SharedMemory memory{path, small};
        hash = memory.hash("a", "b");
        memory.raise_generation("account");
    }
    const SharedMemory memory{path, small};
    BOOST_TEST(memory.hash("a", "b") == hash);
    BOOST_TEST(memory.generation("account") == 1U);
}

BOOST_AUTO_TEST_CASE(is_open_to_owner_and_group_whatever_the_umask) {
    const auto old = ::umask(0);
    { const SharedMemory memory{path, small}; }
    ::umask(old);
    struct stat status {};
    BOOST_TEST(::stat(path.c_str(), &status) == 0);
    BOOST_TEST((status.st_mode & 07777U) == 0660U);
}

BOOST_AUTO_TEST_CASE(knows_when_it_was_made_and_whether_it_was_removed) {
    const SharedMemory first{path, small, Moment{1000s, 10s}};
    const SharedMemory same{path, small, Moment{2000s, 20s}};
    BOOST_TEST(same.created({1500s, 510s}) == 1000);
    BOOST_TEST(first.is_in_place());
    std::filesystem::rename(path, folder.file("elsewhere"));
    BOOST_TEST(!first.is_in_place());
    const SharedMemory second{path, small, Moment{3000s, 30s}};
    BOOST_TEST(second.created({3000s, 30s}) == 3000);
    BOOST_TEST(second.is_in_place());
    BOOST_TEST(!first.is_in_place());
}

BOOST_AUTO_TEST_CASE(was_made_when_the_later_of_two_wall_clocks_says_so) {
    const SharedMemory memory{path, small, Moment{1000s, 10s}};
    BOOST_TEST(memory.created({5015s, 15s}) == 5010); // it was 4000 s behind and has been set since
    BOOST_TEST(memory.created({15s, 15s}) == 1000);   // it was ahead
}

// The two clocks do not tick their seconds together.
BOOST_AUTO_TEST_CASE(refuses_nothing_but_what_was_signed_up_to_its_making) {
    constexpr auto kTenth = 100ms;
    int looked_at = 0;
    for (auto wall = 1000s + 0ms; wall < 1001s; wall += kTenth)
        for (auto boot = 10s + 0ms; boot < 11s; boot += kTenth) {
            std::filesystem::remove(path);
            const SharedMemory memory{path, small, Moment{wall, boot}};
            for (auto passed = 0ms; passed <= 3s; passed += kTenth, ++looked_at)
                BOOST_TEST_REQUIRE(memory.created({wall + passed, boot + passed}) == 1000);
            // A clock that was 4 s behind and has been set since.
            for (auto passed = 0ms; passed <= 3s; passed += kTenth, ++looked_at)
                BOOST_TEST_REQUIRE(memory.created({wall + 4s + passed, boot + passed}) == 1004);
        }
    BOOST_TEST(looked_at == 6200);
}

BOOST_AUTO_TEST_CASE(takes_the_later_end_of_an_inexact_reading_once_a_clock_was_set) {
    const SharedMemory memory{path, small, Moment{1000s, 10s}};
    BOOST_TEST(memory.created({1000s + Moment::kApart, 10s}) == 1000);
    const auto set = 1005s - Moment::kApart;
    BOOST_TEST(memory.created({set - 1ns, 10s}) == 1004);
    BOOST_TEST(memory.created({set, 10s}) == 1005);
}

BOOST_AUTO_TEST_CASE(reads_two_clocks_of_one_instant) {
    constexpr int kReadings = 1000;
    const auto first = Moment::now();
    for (int i = 0; i < kReadings; ++i) {
        const auto next = Moment::now();
        const auto difference = (next.wall - first.wall) - (next.boot - first.boot);
        BOOST_TEST_REQUIRE((std::chrono::abs(difference) <= 2 * Moment::kApart));
    }
}

BOOST_AUTO_TEST_CASE(tells_of_a_change_by_its_generation) {
    const SharedMemory writer{path, small};
    const SharedMemory reader{path, small};
    const auto before = reader.generation("account");
    std::array<std::uint64_t, 8> others{};
    for (std::size_t i = 0; i < others.size(); ++i)
        others[i] = reader.generation("other" + std::to_string(i));
    writer.raise_generation("account");
    BOOST_TEST(reader.generation("account") != before);
    std::size_t untouched = 0;
    for (std::size_t i = 0; i < others.size(); ++i)
        untouched += others[i] == reader.generation("other" + std::to_string(i)) ? 1 : 0;
    BOOST_TEST(untouched >= 6U); // names may share a slot, but hardly two of eight
}

BOOST_AUTO_TEST_CASE(hashes_two_names_and_not_their_concatenation) {
    const SharedMemory memory{path, small};
    BOOST_TEST(memory.hash("ab", "c") != memory.hash("a", "bc"));
    BOOST_TEST(memory.hash("ab", "") != memory.hash("", "ab"));
}

BOOST_AUTO_TEST_CASE(hashes_otherwise_in_another_file) {
    const SharedMemory memory{path, small};
    const SharedMemory other{folder.file("other"), small};
    BOOST_TEST(memory.hash("a", "b") != other.hash("a", "b"));
}

BOOST_AUTO_TEST_CASE(is_created_once_by_processes_that_start_together) {
    constexpr int processes = 8;
    const SharedWithChildren<std::array<std::uint64_t, processes>> hashes;
    run_processes(processes, [&](int i) {
        const SharedMemory memory{path, small};
        (*hashes)[static_cast<std::size_t>(i)] = memory.hash("a", "b");
        memory.raise_generation("account");
    });
    const SharedMemory memory{path, small};
    for (const auto hash : *hashes)
        BOOST_TEST(hash == memory.hash("a", "b"));
    BOOST_TEST(memory.generation("account") == 8U);
    BOOST_TEST(files_in(folder.path()) == 1U); // nothing half-made is left beside it
}

BOOST_AUTO_TEST_CASE(refuses_another_layout) {
    { const SharedMemory memory{path, small}; }
    BOOST_TEST(refusal(small).empty());
    BOOST_TEST(!refusal({256, 16}).empty());
    BOOST_TEST(!refusal({128, 32}).empty());
    BOOST_TEST(!refusal({128, 16, small.window_seconds + 1}).empty());
    // The same size in sum.
    { const SharedMemory memory{folder.file("large"), {256, 128}}; }
    path = folder.file("large");
    BOOST_TEST(!refusal({128, 256}).empty());
}

BOOST_AUTO_TEST_CASE(refuses_capacities_that_are_no_powers_of_two) {
    for (const auto& layout :
         {SharedMemory::Layout{0, 16}, SharedMemory::Layout{64, 16}, SharedMemory::Layout{384, 16},
          SharedMemory::Layout{128, 8}, SharedMemory::Layout{128, 24}})
        BOOST_TEST(!refusal(layout).empty());
    BOOST_TEST(files_in(folder.path()) == 0U);
}

BOOST_AUTO_TEST_CASE(refuses_a_file_that_is_not_its_own) {
    { const SharedMemory memory{path, small}; }
    change_byte(0);
    BOOST_TEST(refused_with("not a file of joingate"));
}

BOOST_AUTO_TEST_CASE(refuses_another_version) {
    { const SharedMemory memory{path, small}; }
    change_byte(8);
    BOOST_TEST(refused_with("another layout"));
}

BOOST_AUTO_TEST_CASE(refuses_a_file_from_before_the_last_boot) {
    { const SharedMemory memory{path, small}; }
    change_byte(48);
    BOOST_TEST(refused_with("before the last boot"));
}

BOOST_AUTO_TEST_CASE(refuses_a_file_that_was_cut) {
    { const SharedMemory memory{path, small}; }
    std::filesystem::resize_file(path, std::filesystem::file_size(path) - 8);
    BOOST_TEST(refused_with("another layout"));
}

BOOST_AUTO_TEST_CASE(refuses_a_file_that_is_open_to_all) {
    { const SharedMemory memory{path, small}; }
    BOOST_TEST(::chmod(path.c_str(), 0664) == 0);
    BOOST_TEST(refused_with("open to all users"));
}

BOOST_AUTO_TEST_CASE(refuses_a_link_and_a_folder_that_is_not_there) {
    { const SharedMemory memory{folder.file("real"), small}; }
    std::filesystem::create_symlink(folder.file("real"), path);
    BOOST_TEST(refused_with("cannot open it"));
    path = folder.file("missing/memory");
    BOOST_TEST(refused_with("cannot create"));
}

BOOST_AUTO_TEST_SUITE_END()

BOOST_FIXTURE_TEST_SUITE(shared_memory_of_several_users, SeveralUsers,
                         *boost::unit_test::precondition(is_root))

BOOST_AUTO_TEST_CASE(is_root_s_too_once_a_worker_has_made_it) {
    BOOST_TEST(refused_to(kWorker) == "");
    BOOST_TEST(look().st_uid == kWorker);
    BOOST_TEST(refused_to(0, 0) == "");
    BOOST_TEST(refused_to(kOperator) == "");
    BOOST_TEST(refused_to(kWorker) == "");
}

BOOST_AUTO_TEST_CASE(is_the_workers_too_once_root_has_made_it) {
    const auto old = ::umask(077);
    BOOST_TEST(refused_to(0, 0) == "");
    ::umask(old);
    BOOST_TEST(look().st_uid == 0U);
    BOOST_TEST(look().st_gid == kTheirGroup);
    BOOST_TEST((look().st_mode & 07777U) == 0660U);
    BOOST_TEST(refused_to(kWorker) == "");
    BOOST_TEST(refused_to(kOperator) == "");
}

BOOST_AUTO_TEST_CASE(is_closed_to_who_is_not_of_the_group) {
    BOOST_TEST(refused_to(kWorker) == "");
    BOOST_TEST(refused_to(kOperator, kOperator).find("cannot open it: Permission denied") !=
               std::string::npos);
}

BOOST_AUTO_TEST_CASE(is_not_taken_from_a_folder_that_everybody_or_a_stranger_rules) {
    struct Case {
        uid_t folder_owner;
        mode_t mode;
        uid_t asks;
        bool good;
    };
    std::size_t refused = 0;
    for (const auto& one :
         {Case{0, 02770, 0, true}, Case{0, 01777, 0, false}, Case{0, 0777, 0, false},
          Case{kWorker, 02770, 0, false}, Case{kWorker, 02770, kOperator, false},
          Case{kOperator, 02770, kOperator, true}, Case{kWorker, 02770, kWorker, true},
          // One's own file, wherever it is.
          Case{0, 01777, kWorker, true}}) {
        make_folder("run", one.folder_owner, one.mode);
        std::filesystem::remove(path);
        BOOST_TEST(refused_to(kWorker) == "");
        const auto why = refused_to(one.asks, one.asks == 0 ? 0 : kTheirGroup);
        BOOST_TEST(why.empty() == one.good, why);
        if (one.good) continue;
        ++refused;
        BOOST_TEST(why.find("is of user 60002, mode 0660, and its folder is of user ") !=
                   std::string::npos);
    }
    BOOST_TEST(refused == 4U);
}

BOOST_AUTO_TEST_CASE(is_not_taken_through_a_link_nor_open_to_all) {
    BOOST_TEST(refused_to(kWorker) == "");
    BOOST_TEST(::chmod(path.c_str(), 0666) == 0);
    BOOST_TEST(refused_to(0, 0).find("open to all users: it is of user 60002, mode 0666") !=
               std::string::npos);
    BOOST_TEST(::chmod(path.c_str(), 0660) == 0);
    std::filesystem::rename(path, folder.file("run/real"));
    std::filesystem::create_symlink("real", path);
    BOOST_TEST(refused_to(0, 0).find("cannot open it") != std::string::npos);
}

BOOST_AUTO_TEST_CASE(leaves_a_file_of_root_as_it_was_behind_a_hard_link) {
    const std::string before(8192, 'x');
    std::ofstream{folder.file("run/secret")} << before;
    BOOST_TEST(::chmod(folder.file("run/secret").c_str(), 0600) == 0);
    std::filesystem::create_hard_link(folder.file("run/secret"), path);
    BOOST_TEST(refused_to(0, 0).find("has another layout") != std::string::npos);
    std::ifstream file{path};
    const std::string after{std::istreambuf_iterator<char>{file}, {}};
    BOOST_TEST(after == before);
}

BOOST_AUTO_TEST_SUITE_END()

} // namespace joingate
