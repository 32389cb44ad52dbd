#include "tests/proofs/support/tenant_story.h"

#include <fstream>
#include <regex>
#include <stdexcept>
#include <string_view>
#include <utility>

namespace joingate::proofs {
namespace {

std::string must_succeed(const Party& party, std::string_view action, const Client::Pairs& fields) {
    const auto answer = party.call(action, fields);
    if (!answer.succeeded())
        throw std::runtime_error{std::string{action} + " answered " + answer.body};
    return answer.value("Data");
}

Party at(Party party, const std::string& host) {
    party.client.endpoint = host;
    return party;
}

std::string eui(int number) {
    const auto digits = std::to_string(number);
    return "d896e0fe" + std::string(8 - digits.size(), '0') + digits;
}

void register_devices(const Site& site, const std::string& folder, int count) {
    const auto path = folder + "/devices.csv";
    {
        std::ofstream file{path};
        file << "DevEUI,PIN,AppKey\n";
        for (int i = 0; i < count; ++i)
            file << eui(i) << ",123456,000102030405060708090a0b0c0d0e0f\n";
    }
    site.ctl({"registry", "import", "nodes", path});
    std::ofstream{path} << "GwEUI,PIN\n" << eui(0) << ",123456\n";
    site.ctl({"registry", "import", "gateways", path});
}

std::string create(const Party& party, const std::string& name) {
    return must_succeed(party, "CreateLocalJoinPermission", creation(name));
}
std::string offer(const Party& party, const std::string& id, const std::string& to) {
    return must_succeed(party, "SubmitJoinPermissionAuthOrder",
                        {{"JoinPermissionId", id}, {"RenterAliyunId", to}});
}
void answer(const std::string& order, const Party& party) {
    must_succeed(party, "AcceptJoinPermissionAuthOrder", {{"OrderId", order}});
}

} // namespace

TenantStory::TenantStory(const Site& site, Run& run, std::string account)
    : account_{std::move(account)},
      owner_{site, site.owner()},
      reader_{site, site.reader()},
      renter_{site, site.renter()},
      renter_name_{site.renter_name()} {
    const auto count = run.size(6, 600);
    register_devices(site, run.folder(), count + 1);
    free_device_ = eui(count);
    others_group_ = must_succeed(renter_, "CreateNodeGroup", {{"NodeGroupName", "of_renter"}});
    const auto group = must_succeed(owner_, "CreateNodeGroup", {{"NodeGroupName", "kept_group"}});
    for (int i = 0; i < count; ++i) {
        const auto name = "kept_电表_" + std::to_string(i);
        const auto id = create(owner_, name);
        if (i == 0) bind(id, group);
        must_succeed(owner_, "AddNodeToGroup",
                     {{"DevEui", eui(i)}, {"PinCode", "123456"}, {"NodeGroupId", group}});
        if (i % 3 == 1) offer(owner_, id, account_);
    }
    must_succeed(owner_, "ApplyRoamingJoinPermission",
                 {{"JoinPermissionName", "kept_roaming"},
                  {"FreqBandPlanGroupId", "102"},
                  {"ClassMode", "A"}});
    must_succeed(owner_, "CreateGateway",
                 {{"GwEui", eui(0)},
                  {"PinCode", "123456"},
                  {"Name", "gateway1"},
                  {"FreqBandPlanGroupId", "101"},
                  {"City", "杭州"},
                  {"CommunicationMode", "FULL_DUPLEX"},
                  {"District", "西湖"},
                  {"Address", "Street 1"},
                  {"Longitude", "120.024"},
                  {"GisCoordinateSystem", "GCJ_02"},
                  {"Latitude", "30.281"},
                  {"AddressCode", "330106"}});
    const auto accepted = create(owner_, "lent_accepted");
    answer(offer(owner_, accepted, site.renter_name()), renter_);
    const auto offered = create(owner_, "lent_offered");
    offer(owner_, offered, site.renter_name());
    lent_ = {accepted, offered};
    const auto rented = create(renter_, "rented_by_owner");
    answer(offer(renter_, rented, account_), owner_);
    bind(rented, must_succeed(owner_, "CreateNodeGroup", {{"NodeGroupName", "other_group"}}));
}

std::string TenantStory::seen(const std::string& host) const {
    const std::vector<std::pair<std::string, Client::Pairs>> calls{
        {"ListOwnedJoinPermissions", {{"FuzzyJoinPermissionName", "kept"}}},
        {"ListRentedJoinPermissions", {{"FuzzyJoinPermissionName", "kept"}}},
        {"ListNodeGroups", {{"FuzzyName", "kept"}}},
        {"ListGateways", {}},
        {"CountGateways", {}},
        {"CountNodeGroups", {}},
        {"GetUserLicense", {}},
        {"ListActivatedFeatures", {}}};
    std::string text;
    for (const auto& party : {at(owner_, host), at(reader_, host)}) {
        for (auto [action, fields] : calls) {
            if (action.rfind("List", 0) == 0 && action != "ListActivatedFeatures") {
                fields.emplace_back("Offset", "0");
                fields.emplace_back("Limit", "200");
            }
            text += action + ' ' + party.call(action, fields).body + '\n';
        }
        text += party.call("GetNode", {{"DevEui", eui(0)}}).body;
    }
    // The reader may not write, there as here.
    text += at(reader_, host).call("CreateNodeGroup", {{"NodeGroupName", "forbidden"}}).code();
    return std::regex_replace(text, std::regex{R"("RequestId": ?"[^"]*")"}, "");
}

bool TenantStory::is_owners_again(const std::string& host) const {
    const auto party = at(owner_, host);
    for (const auto& id : lent_)
        if (party.call("GetOwnedJoinPermission", {{"JoinPermissionId", id}}).value("AuthState") !=
            "NEW")
            return false;
    return true;
}

void TenantStory::take_device(bool take) const {
    have_node(eui(0), take);
}

void TenantStory::renter_works(const std::atomic<bool>& end) const {
    while (!end) {
        const auto id = create(renter_, fresh_name());
        offer(renter_, id, renter_name_);
        have_node(free_device_, true);
        have_node(free_device_, false);
    }
}

void TenantStory::have_node(const std::string& device, bool have) const {
    must_succeed(renter_, have ? "AddNodeToGroup" : "RemoveNodeFromGroup",
                 have ? Client::Pairs{{"DevEui", device},
                                      {"PinCode", "123456"},
                                      {"NodeGroupId", others_group_}}
                      : Client::Pairs{{"DevEui", device}, {"NodeGroupId", others_group_}});
}

void TenantStory::bind(const std::string& id, const std::string& group) const {
    if (owner_.call("GetRentedJoinPermission", {{"JoinPermissionId", id}}).code() == "NonExistent")
        offer(owner_, id, account_);
    must_succeed(owner_, "BindJoinPermissionToNodeGroup",
                 {{"JoinPermissionId", id}, {"NodeGroupId", group}});
}

} // namespace joingate::proofs
