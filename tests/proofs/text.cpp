// Hostile text in every parameter that takes text, over HTTP: refused as documented or given back
// byte for byte, and never a part of a statement.
#include "sql/placeholders.h"
#include "sql/statements.h"
#include "tests/proofs/support/examples.h"
#include "tests/proofs/support/injections.h"
#include "tests/proofs/support/party.h"
#include "tests/proofs/support/proof.h"
#include "tests/support/hostile_texts.h"

#include <Poco/JSON/Array.h>
#include <Poco/JSON/Object.h>
#include <Poco/JSON/Parser.h>
#include <Poco/RegularExpression.h>

#include <algorithm>
#include <atomic>
#include <fstream>
#include <map>
#include <mutex>
#include <set>
#include <sstream>
#include <thread>
#include <utility>

namespace joingate::proofs {
namespace {

constexpr unsigned kThreads = 6;
const std::string kGateway{"d896e0ff0000f001"};
const std::string kSpentGateway{"d896e0ff0000f002"};

const std::string kDocumented = "hostile text gets a documented code or is taken";
const std::string kRoundTrip = "what is taken comes back byte for byte";
const std::string kStatements = "the set of statements on the server does not grow";

bool is_about(const Action& action, std::initializer_list<const char*> words) {
    return std::any_of(words.begin(), words.end(), [&](const char* word) {
        return action.name().find(word) != std::string_view::npos;
    });
}

/// What may be read after a write, by the parameter that names it.
const std::map<std::string_view, std::pair<std::string, std::string>> kReadBy{
    {"UpdateGateway", {"GetGateway", "GwEui"}},
    {"UpdateNodeGroup", {"GetNodeGroup", "NodeGroupId"}},
    {"UpdateDataDispatchConfig", {"GetNodeGroup", "NodeGroupId"}},
    {"UpdateOwnedLocalJoinPermission", {"GetOwnedJoinPermission", "JoinPermissionId"}}};

/// All texts under this name, at any depth.
void collect(const Poco::Dynamic::Var& value, const std::string& name,
             std::set<std::string>& found) {
    if (value.type() == typeid(Poco::JSON::Object::Ptr)) {
        for (const auto& [key, member] : *value.extract<Poco::JSON::Object::Ptr>()) {
            if (key == name && member.isString()) found.insert(member.toString());
            collect(member, name, found);
        }
    } else if (value.type() == typeid(Poco::JSON::Array::Ptr)) {
        for (const auto& item : *value.extract<Poco::JSON::Array::Ptr>())
            collect(item, name, found);
    }
}

/// Two accounts that have one of each thing.
class World {
public:
    explicit World(const Site& site)
        : site_{site}, owner_{site, site.owner()}, renter_{site, site.renter()} {
        const auto devices = site.folder() + "/gateways.csv";
        std::ofstream{devices} << "GwEUI,PIN\n"
                               << kGateway << ",123456\n"
                               << kSpentGateway << ",123456\n";
        site.ctl({"registry", "import", "gateways", devices});
        const auto ask = [&](const Party& party, const std::string& action,
                             const Client::Pairs& fields) {
            const auto answer = party.call(action, fields);
            if (!answer.succeeded()) throw std::runtime_error{action + ": " + answer.body};
            return answer.value("Data");
        };
        // A query that is too long would not get past nginx.
        owner_.client.method = renter_.client.method = "POST";
        for (auto* ids : {&kept_, &spent_}) {
            auto& known = *ids;
            known["IotInstanceId"] = site.iot_instance();
            known["RenterAliyunId"] = site.renter_name();
            known["GwEui"] = ids == &kept_ ? kGateway : kSpentGateway;
            known["NodeGroupId"] =
                ask(owner_, "CreateNodeGroup", {{"NodeGroupName", fresh_name()}});
            known["JoinPermissionId"] =
                ask(owner_, "CreateLocalJoinPermission", creation(fresh_name()));
            auto gateway = call_of(*find_action("CreateGateway"));
            for (auto& [name, value] : gateway)
                if (name == "GwEui") value = known["GwEui"];
            ask(owner_, "CreateGateway", gateway);
            const auto offered = ask(owner_, "CreateLocalJoinPermission", creation(fresh_name()));
            known["OrderId"] =
                ask(owner_, "SubmitJoinPermissionAuthOrder",
                    {{"JoinPermissionId", offered}, {"RenterAliyunId", site.renter_name()}});
        }
    }

    Client::Pairs call_of(const Action& action) const {
        auto params = example_of(action);
        // What ends a thing, or changes what may be done with it, has one to spend.
        const bool spends = is_about(action, {"Delete", "Return", "Remove", "Submit", "Cancel",
                                              "Accept", "Reject", "Apply", "Bind", "Unbind"});
        const auto& ids = spends ? spent_ : kept_;
        for (auto& [name, value] : params)
            if (const auto known = ids.find(name); known != ids.end()) value = known->second;
        return params;
    }

    const Party& caller_of(const Action& action) const {
        return is_about(action, {"Rented", "Roaming", "Return", "Accept", "Reject"}) ? renter_
                                                                                     : owner_;
    }

    Answer call(const Action& action, const Client::Pairs& params) const {
        return caller_of(action).call(action.name(), params);
    }

    Answer read(const Action& written) const {
        const auto& [action, id] = kReadBy.at(written.name());
        Client::Pairs params{{id, kept_.at(id)}};
        if (find_action(action)->field("IotInstanceId") != nullptr)
            params.emplace_back("IotInstanceId", site_.iot_instance());
        return owner_.call(action, params);
    }

private:
    const Site& site_;
    Party owner_;
    Party renter_;
    std::map<std::string, std::string> kept_;
    std::map<std::string, std::string> spent_;
};

/// The texts of all statements that clients had the server prepare or run, read off its own log of
/// them. (performance_schema keeps no digests of what is prepared over the binary protocol.)
class Statements {
public:
    explicit Statements(const Site& site) : path_{site.folder() + "/log/general.log"} {
        e2e::run_program(
            "mariadb",
            {"--no-defaults", "--socket=" + site.folder() + "/mysql.sock", "-e",
             "SET GLOBAL general_log_file = '" + path_ + "'; SET GLOBAL general_log = 1"});
    }

    std::set<std::string> all() const {
        // Time or a TAB, TAB, connection and command, TAB, text; then its other lines.
        static const Poco::RegularExpression head{
            R"(^(\d{6} +[\d:]+|\t)\t *\d+ ([A-Z][A-Za-z ]*)\t(.*)$)"};
        constexpr std::size_t kCommand = 2;
        constexpr std::size_t kText = 3;
        std::set<std::string> found;
        std::string statement;
        std::ifstream log{path_};
        for (std::string line; std::getline(log, line);) {
            const auto begin = line.substr(0, kLongestHead);
            std::vector<std::string> parts;
            if (head.split(begin, parts) == 0) {
                if (!statement.empty()) statement += '\n' + line;
                continue;
            }
            if (!statement.empty()) found.insert(statement);
            const auto& command = parts.at(kCommand);
            const bool is_statement = command == "Prepare" || command == "Query";
            statement = is_statement ? parts.at(kText) + line.substr(begin.size()) : std::string{};
        }
        if (!statement.empty()) found.insert(statement);
        return found;
    }

private:
    static constexpr std::size_t kLongestHead = 200;
    std::string path_;
};

struct Target {
    const Action* action;
    const Field* field;
};

std::vector<Target> targets() {
    std::vector<Target> all;
    for (const auto& action : all_actions())
        for (const auto& field : action.fields())
            if (field.type() == Type::String) all.push_back({&action, &field});
    return all;
}

class Assault {
public:
    Assault(Run& run, const World& world) : run_{run}, world_{world} {}

    /// Everything that good calls and plain mistakes do, so that all statements have been seen.
    void warm_up() {
        const std::vector<std::string> plain{"nobody_1",
                                             "1",
                                             "2147483647",
                                             "-1",
                                             "true",
                                             "abc",
                                             "d896e0ff000000ff",
                                             "名字名字",
                                             "a_name_of_25_characters_1"};
        auto all = targets();
        each(all, [&](const Target& target) {
            for (const auto& text : plain)
                world_.call(*target.action, with(target, text));
            world_.call(*target.action, with(target, fresh_name())); // nobody has taken that one
            world_.call(*target.action, world_.call_of(*target.action));
        });
    }

    void run(std::size_t texts, std::size_t injected) {
        auto all = targets();
        std::atomic<std::uint64_t> stream{0};
        run_.must(kDocumented, true);
        run_.must(kRoundTrip, true);
        each(all, [&](const Target& target) {
            auto random = run_.random(1 + stream++);
            auto chosen = test::hostile_texts();
            std::shuffle(chosen.begin(), chosen.end(), random);
            chosen.resize(std::min(texts, chosen.size()));
            const auto more = injections(injected, random);
            chosen.insert(chosen.end(), more.begin(), more.end());
            for (const auto& text : chosen)
                send(target, text);
        });
        run_.figure("parameters", all.size());
        run_.figure("calls with hostile text", calls_);
        run_.figure("taken", taken_);
        run_.figure("taken, and read back", read_back_);
    }

private:
    Client::Pairs with(const Target& target, const std::string& text) const {
        auto params = world_.call_of(*target.action);
        for (auto& [name, value] : params)
            if (name == sent_name(*target.field)) value = text;
        return params;
    }

    void send(const Target& target, const std::string& text) {
        const auto& action = *target.action;
        const auto name = std::string{action.name()} + ' ' + std::string{target.field->name()};
        const bool is_readable = kReadBy.count(action.name()) == 1;
        std::unique_lock lock{changing_, std::defer_lock};
        if (is_readable) lock.lock();
        const auto answer = world_.call(action, with(target, text));
        ++calls_;
        run_.must(kDocumented,
                  answer.succeeded() ||
                      (answer.status == 400 && test::is_documented(action, answer.code())),
                  name + " = " + text.substr(0, 60) + ": " + answer.body.substr(0, 200));
        if (!answer.succeeded()) return;
        ++taken_;
        const bool is_text =
            target.field->rule() == Rule::Text || target.field->rule() == Rule::Name;
        if (!is_readable || !is_text || target.field->name() == "IotInstanceId") return;
        std::set<std::string> found;
        const auto read = world_.read(action);
        collect(Poco::JSON::Parser{}.parse(read.body), std::string{target.field->name()}, found);
        run_.must(kRoundTrip, found.count(text) == 1,
                  name + " = " + text.substr(0, 60) + " came back as " + read.body.substr(0, 300));
        ++read_back_;
    }

    template <class Work> void each(const std::vector<Target>& all, const Work& work) {
        std::atomic<std::size_t> next{0};
        std::vector<std::thread> threads;
        for (unsigned i = 0; i < kThreads; ++i)
            threads.emplace_back([&] {
                try {
                    for (std::size_t at = next++; at < all.size(); at = next++)
                        work(all.at(at));
                } catch (const std::exception& e) {
                    run_.must("the proof runs to its end", false, e.what());
                }
            });
        for (auto& thread : threads)
            thread.join();
    }

    Run& run_;
    const World& world_;
    std::mutex changing_;
    std::atomic<std::uint64_t> calls_{0};
    std::atomic<std::uint64_t> taken_{0};
    std::atomic<std::uint64_t> read_back_{0};
};

void prove(Run& run) {
    const Site site{run.folder() + "/site",
                    {"--worker", run.worker(), "--set", "rate.callsPerSecond=60000", "--set",
                     "quota.LOCAL_JOIN_PERMISSION=1000000", "--set", "renter.misses=1000", "--set",
                     "renter.windowSeconds=1", "--set", "renter.blockSeconds=1", "--set",
                     "pin.misses=1000", "--set", "pin.windowSeconds=1", "--set",
                     "pin.blockSeconds=1"}};
    const Statements statements{site};
    const World world{site};
    Assault assault{run, world};
    // Which statements a call needs depends on what was there; once none is new all are known. Some
    // come now and then, but are the product's own as they stand.
    std::set<std::string> before;
    constexpr unsigned kMostPasses = 5;
    for (unsigned i = 0; i < kMostPasses; ++i) {
        assault.warm_up();
        const auto known = std::exchange(before, statements.all());
        if (known == before) break;
    }
    if (before.size() < all_actions().size()) throw std::runtime_error{"the server keeps no log"};
    run.figure("statements of good calls", before.size());
    for (const auto* statement : statement::kAll)
        before.insert(db::parse_placeholders(statement->text).text);

    assault.run(run.size<std::size_t>(8, 1000), run.size<std::size_t>(4, 500));
    for (const auto& statement : statements.all())
        run.must(kStatements, before.count(statement) == 1, statement.substr(0, 300));
}

const Registered kText{{"text", prove, {{"value_spliced_into_sql", kStatements}}}};

} // namespace
} // namespace joingate::proofs
