#pragma once

#include "handlers/data.h"
#include "handlers/error.h"
#include "handlers/field.h"
#include "handlers/inputs.h"
#include "handlers/settings.h"
#include "sql/session.h"
#include "tenancy/caller.h"
#include "tenancy/device_secrets.h"
#include "tenancy/directory.h"

#include <string>
#include <string_view>
#include <vector>

namespace joingate {

/// Everything a handler may use. Lives for one call.
struct Call {
    const Caller& caller;
    const Inputs& in;
    db::Session& db;
    /// The instance whose schema the session means.
    const Instance& instance;
    const Directory& directory;
    const DeviceSecrets& devices;
    const db::Deadline& deadline;
    const HandlerSettings& settings = kDefaultHandlerSettings;
};

/// What an action that needs no database may use.
struct Query {
    const Caller& caller;
    const Inputs& in;
    const HandlerSettings& settings = kDefaultHandlerSettings;
};

/// Which of the caller's instances a call works in (spec "domain", Q-5, Q-6).
enum class Place {
    Home,  ///< the action cannot name one
    Named, ///< IotInstanceId; without it the public instance, in 2018-12-30 the one of the resource
    OfId   ///< the one in which the resource of the first `.on` lives, if it is the caller's, else
           ///< home
};

/// A resource that policies are asked about.
struct PolicyResource {
    std::string_view type; ///< "owned-join-permission"
    std::string_view id;   ///< the parameter with its id, or "*"
};

/// One action of the API: the contract and the handler. Made once at start; immutable and
/// thread-safe after that.
class Action {
public:
    enum class Kind {
        Lookup, ///< no statement, and so no instance
        Read,   ///< one statement, or statements that need not agree
        Write   ///< one transaction with a ledger row
    };
    using Handler = Data (*)(Call&);
    using LookupHandler = Data (*)(const Query&);

    static Action lookup(std::string_view summary) { return Action{Kind::Lookup, summary}; }
    static Action read(std::string_view summary) { return Action{Kind::Read, summary}; }
    static Action write(std::string_view summary) { return Action{Kind::Write, summary}; }
    /// A write that makes something new: refused while the database's volume is nearly full.
    static Action create(std::string_view summary);

    /// A resource asked of the policies: of its kind, "*" or the value of a parameter, each value
    /// of a repeated one. Each must be allowed.
    Action&& on(std::string_view type, std::string_view id) &&;
    Action&& at(Place place) &&;
    /// A feature of api.json that the account must hold; none for reference data.
    Action&& needs(std::string_view feature) &&;
    /// 2018-12-30 does not have this action.
    Action&& since_2019() &&;
    /// Also answers an account that has not activated the product.
    Action&& before_activation() &&;
    Action&& takes(std::vector<Field> fields) &&;
    /// Data of the reply: one unnamed-by-others field called "Data".
    Action&& answers(ReplyField data) &&;
    /// The codes of the action's own table; what every action can answer need not be repeated.
    Action&& refuses(std::vector<Code> codes) &&;
    Action&& handled_by(Handler handler) &&;
    Action&& handled_by(LookupHandler handler) &&;

    /// Set by the registry from the file's name.
    Action&& named(std::string_view name) &&;

    std::string_view name() const { return name_; }
    Kind kind() const { return kind_; }
    bool creates() const { return creates_; }
    std::string_view summary() const { return summary_; }
    Place place() const { return place_; }
    bool in(Version version) const { return version == Version::V2019 || !since_2019_; }
    bool needs_activation() const { return needs_activation_; }
    std::string_view feature() const { return feature_; }
    const std::vector<PolicyResource>& resources() const { return resources_; }
    const std::vector<Field>& fields() const { return fields_; }
    const ReplyField* reply() const { return has_reply_ ? &reply_ : nullptr; }
    const std::vector<Code>& codes() const { return codes_; }

    const Field* field(std::string_view name) const;
    bool lists(Code code) const;
    Data answer(Call& call) const { return handler_(call); }
    /// Of a Lookup.
    Data answer(const Query& query) const { return lookup_handler_(query); }

private:
    Action(Kind kind, std::string_view summary) : kind_{kind}, summary_{summary} {}

    Kind kind_;
    std::string_view summary_;
    std::string_view name_;
    Place place_ = Place::Home;
    bool creates_ = false;
    bool since_2019_ = false;
    bool needs_activation_ = true;
    std::string_view feature_;
    std::vector<PolicyResource> resources_;
    std::vector<Field> fields_;
    ReplyField reply_;
    bool has_reply_ = false;
    std::vector<Code> codes_;
    Handler handler_ = nullptr;
    LookupHandler lookup_handler_ = nullptr;
};

/// All actions, sorted by name; generated from the names of the files in handlers/*/.
const std::vector<Action>& all_actions();
/// Null for an unknown one; names are case-sensitive.
const Action* find_action(std::string_view name);

} // namespace joingate
