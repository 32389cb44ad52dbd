// Secrets, PINs, AppKeys, tokens and signatures, given where they belong and where they do not:
// none of them lies in the data files, a dump, the shared memory or any log afterwards.
#include "tests/proofs/support/needles.h"
#include "tests/proofs/support/party.h"
#include "tests/proofs/support/proof.h"
#include "tests/proofs/support/volley.h"

#include "tenancy/random.h"
#include "tests/support/places.h"

#include <Poco/AutoPtr.h>
#include <Poco/URI.h>
#include <Poco/Util/PropertyFileConfiguration.h>

#include <algorithm>
#include <atomic>
#include <fstream>
#include <future>

namespace joingate::proofs {
namespace {

constexpr std::size_t kSecretLength = 30;
const std::string kAccount{"smart-meters"};

const std::string kNone = "no planted secret is found, in whatever encoding";
const std::string kSearch = "the same search finds what is no secret";
const std::string kAnswered = "keys that were planted sign good calls";

class Vault {
public:
    Vault(Run& run, unsigned share)
        : run_{run},
          share_{share},
          random_{run.random()},
          site_{run.folder() + "/site",
                {"--workers",  "2",
                 "--worker",   run.worker(),
                 "--set",      "worker.logLevel=trace",
                 "--set",      "rate.callsPerSecond=60000",
                 "--set",      "pin.misses=1000",
                 "--database", "log_bin=binlog",
                 "--database", "general_log=1",
                 "--database", "general_log_file=" + run.folder() + "/site/log/general.log",
                 "--database", "slow_query_log=1",
                 "--database", "long_query_time=0",
                 "--database", "slow_query_log_file=" + run.folder() + "/site/log/slow.log",
                 "--database", "innodb_log_file_size=16M"}} {}

    void plant_keys() {
        constexpr unsigned kKeysOfUser = 2;
        std::string user;
        for (unsigned i = 0; i < share_; ++i) {
            if (i % kKeysOfUser == 0) {
                user = "keeper" + std::to_string(i);
                ctl({"user", "create", kAccount, user});
                ctl({"policy", "attach", kAccount, "AliyunLinkWANReadOnlyAccess", "--system",
                     "--user", user});
            }
            const Key key{"LTAI" + text(20), secret()};
            ctl({"key", "create", kAccount, "--user", user, "--secret-file", "-"},
                key.id + ' ' + key.secret + '\n');
            keys_.push_back(key);
        }
        known_.add(keys_.front().id);
    }

    void plant_devices() {
        std::string nodes{"DevEUI,PIN,AppKey\n"};
        std::string gateways{"GwEUI,PIN\n"};
        for (unsigned i = 0; i < share_; ++i) {
            const auto app_key = draw("0123456789ABCDEF", 32);
            needles_.add(app_key);
            needles_.add(bytes_of(app_key));
            const auto node_pin = pin();
            devices_.push_back({"d896e0ff1" + number(i, 7), node_pin});
            nodes += devices_.back().eui + ',' + node_pin + ',' + app_key + '\n';
            const auto gateway_pin = pin();
            gateways_.push_back({"d896e0ff2" + number(i, 7), gateway_pin});
            gateways += gateways_.back().eui + ',' + gateway_pin + '\n';
        }
        ctl({"registry", "import", "nodes", "-"}, nodes);
        ctl({"registry", "import", "gateways", "-"}, gateways);
    }

    void call() {
        for (unsigned i = 0; i < share_; ++i) {
            const Party party{site_, keys_[i]};
            const bool good =
                send(signed_by(party, i, "CountOwnedJoinPermissions", {})).succeeded();
            // With the bug, what was stored cannot be opened.
            if (!run_.has_bug("secret_unsealed")) run_.must(kAnswered, good, keys_[i].id);
            send(signed_by(party, i, "CountOwnedJoinPermissions", {{"SecurityToken", secret()}}));
            send(signed_by(party, i, "ListOwnedJoinPermissions", {{"AccessKeySecret", secret()}}));
            for (const auto& request : with_pins(i))
                send(request);
        }
    }

    /// What the front refuses, and what the gate refuses early.
    void misplace() {
        const auto host = " HTTP/1.1\r\nHost: " + site_.host() + "\r\nConnection: Close\r\n";
        const std::string get{"GET /"};
        for (unsigned i = 0; i < share_; ++i) {
            const auto one = secret();
            for (const auto& bytes : {
                     get + one + host + "\r\n",
                     get + "?AccessKeySecret=" + one + host + "\r\n",
                     get + "?Action=" + one + "&Version=2019-03-01" + host + "\r\n",
                     get + "?Format=JSON&Signature=" + one + "%ZZ" + host + "\r\n",
                     get + "?SecurityToken=" + one + std::string(20000, 'x') + host + "\r\n",
                     get + host + "Authorization: Bearer " + one + "\r\n\r\n",
                     get + host +
                         "Authorization: ACS3-HMAC-SHA256 Credential=a,SignedHeaders=host,"
                         "Signature=" +
                         one + "\r\n\r\n",
                     get + host + "x-acs-security-token: " + one + "\r\nCookie: " + one +
                         "\r\n\r\n",
                     get + host + "X-Long: " + one + std::string(20000, 'x') + "\r\n\r\n",
                     "PUT /?token=" + one + host + "Content-Length: 0\r\n\r\n",
                     one + " /" + host + "\r\n",
                     "POST /" + host + "Content-Type: application/json\r\nContent-Length: " +
                         std::to_string(one.size()) + "\r\n\r\n" + one,
                     "POST /?" + one + host + "Content-Length: 2000000\r\n\r\n",
                 })
                try {
                    volley(bytes, 1, site_.port());
                    ++calls_;
                } catch (const std::exception&) {
                    ++dropped_; // an answer is not what this is about
                }
        }
    }

    /// Calls whose statements fail; at once, since each is patient.
    void lose_database() {
        constexpr unsigned kMost = 10;
        std::vector<Client::Request> requests;
        for (unsigned i = 0; i < std::min(share_ / 5, kMost); ++i) {
            for (auto& request : with_pins(i))
                requests.push_back(std::move(request));
            requests.push_back(signed_by({site_, keys_[i]}, i, "CreateLocalJoinPermission",
                                         creation(fresh_name())));
        }
        site_.kill("database");
        std::vector<std::future<void>> sent;
        for (const auto& request : requests)
            sent.push_back(std::async(std::launch::async, [this, &request] { send(request); }));
        for (auto& one : sent)
            one.get();
        site_.start("database");
    }

    void search() {
        const auto dump = site_.folder() + "/dump.sql";
        std::ofstream{dump} << e2e::run_program(
            "/usr/bin/mariadb-dump",
            {"--no-defaults", "--socket=" + site_.folder() + "/mysql.sock", "--all-databases"});
        for (const auto* part : {"front", "workers", "database"})
            site_.stop(part);
        const Poco::AutoPtr<Poco::Util::PropertyFileConfiguration> settings{
            new Poco::Util::PropertyFileConfiguration{site_.configuration()}};
        const auto found = needles_.find_in({site_.folder(), settings->getString("gate.memory")});
        run_.must(kNone, found.secrets == 0,
                  std::to_string(found.secrets) + " of them, first " + found.first);
        for (const auto& place : {dump, site_.folder() + "/mysql", site_.folder() + "/log"})
            run_.must(kSearch, known_.find_in({place}).secrets == known_.size(), place);
        run_.figure("planted", needles_.size());
        run_.figure("found", found.secrets);
        run_.figure("calls", std::uint64_t{calls_});
        run_.figure("requests that the front dropped", dropped_);
        run_.figure("MiB searched", found.bytes >> 20U);
    }

private:
    struct Device {
        std::string eui;
        std::string pin;
    };

    std::string draw(std::string_view alphabet, std::size_t length) {
        std::string drawn;
        for (std::size_t i = 0; i < length; ++i)
            drawn += alphabet[random_() % alphabet.size()];
        return drawn;
    }
    std::string text(std::size_t length) { return draw(kLettersAndDigits, length); }
    static std::string number(unsigned value, std::size_t digits) {
        const auto plain = std::to_string(value);
        return std::string(digits - plain.size(), '0') + plain;
    }
    static std::string bytes_of(const std::string& hex) {
        constexpr int kHex = 16;
        std::string bytes;
        for (std::size_t i = 0; i < hex.size(); i += 2)
            bytes += static_cast<char>(std::stoi(hex.substr(i, 2), nullptr, kHex));
        return bytes;
    }

    /// A new one, to be looked for.
    std::string secret() {
        auto one = text(kSecretLength);
        needles_.add(one);
        return one;
    }
    /// Not one that begins like a date in a log.
    std::string pin() {
        auto one = draw("3456789", 1) + draw(kDigits, 5);
        needles_.add_word(one);
        return one;
    }

    void ctl(const std::vector<std::string>& arguments, const std::string& input = {}) const {
        std::vector<std::string> all{"--config=" + site_.configuration()};
        all.insert(all.end(), arguments.begin(), arguments.end());
        e2e::run_program(places::in_build(run_.has_bug("secret_unsealed")
                                              ? "bugs/secret_unsealed/joingatectl"
                                              : "tenancy/ctl/joingatectl"),
                         all, input);
    }

    /// Its signature is to be looked for too.
    Client::Request signed_by(Party party, unsigned manner, std::string_view action,
                              const Client::Pairs& fields) {
        constexpr unsigned kManners = 3;
        party.client.method = manner % 2 == 0 ? "GET" : "POST";
        party.client.signature = manner % kManners == 0   ? Client::Signature::V3
                                 : manner % kManners == 1 ? Client::Signature::V1Sha1
                                                          : Client::Signature::V1Sha256;
        auto request = party.client.sign(action, fields, Client::fresh_stamp());
        const std::string name{"Signature="};
        const auto bytes = request.bytes();
        const auto start = bytes.find(name) + name.size();
        std::string signature;
        Poco::URI::decode(bytes.substr(start, bytes.find_first_of("& \r", start) - start),
                          signature);
        needles_.add(signature);
        return request;
    }

    Answer send(const Client::Request& request) {
        ++calls_;
        return Party{site_, site_.owner()}.send(request);
    }

    std::vector<Client::Request> with_pins(unsigned i) {
        const Party owner{site_, site_.owner()};
        const auto& gateway = gateways_[i];
        std::vector<Client::Request> requests;
        for (const auto& given : {gateway.pin, pin()})
            requests.push_back(signed_by(owner, i, "CreateGateway",
                                         {{"GwEui", gateway.eui},
                                          {"PinCode", given},
                                          {"Name", "gateway_" + std::to_string(i)},
                                          {"FreqBandPlanGroupId", "101"},
                                          {"CommunicationMode", "FULL_DUPLEX"},
                                          {"City", "Hangzhou"},
                                          {"District", "Xihu"},
                                          {"Address", "Street 1"},
                                          {"GisCoordinateSystem", "GCJ_02"},
                                          {"Longitude", "120.024"},
                                          {"Latitude", "30.281"},
                                          {"AddressCode", "330106"}}));
        requests.push_back(signed_by(owner, i, "AddNodeToGroup",
                                     {{"NodeGroupId", "1"},
                                      {"DevEui", devices_[i].eui},
                                      {"PinCode", devices_[i].pin},
                                      {"PIN", pin()}}));
        requests.push_back(
            signed_by(owner, i, "GetGateway", {{"GwEui", pin()}, {"pincode", pin()}}));
        return requests;
    }

    Run& run_;
    const unsigned share_;
    std::mt19937_64 random_;
    Site site_;
    std::vector<Key> keys_;
    std::vector<Device> devices_;
    std::vector<Device> gateways_;
    Needles needles_;
    Needles known_; ///< no secret, so it must be found
    std::atomic<std::uint64_t> calls_{0};
    std::uint64_t dropped_ = 0;
};

void prove(Run& run) {
    Vault vault{run, run.size(5U, 100U)};
    vault.plant_keys();
    vault.plant_devices();
    vault.call();
    vault.misplace();
    vault.lose_database();
    vault.search();
}

const Registered kSecrets{
    {"secrets", prove, {{"query_in_log", kNone}, {"secret_unsealed", kNone}}}};

} // namespace
} // namespace joingate::proofs
