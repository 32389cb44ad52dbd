#include "handlers/action.h"
#include "handlers/expect_one.h"
#include "handlers/notification/notify.h"
#include "handlers/refusals.h"
#include "handlers/throttle.h"
#include "sql/statements.h"

namespace joingate {
namespace {

using AccountPtr = std::shared_ptr<const Account>;

/// An account that could not rent is none: it tells nobody who has an account (domain Q-7).
AccountPtr find_renter(Call& call) {
    AccountPtr renter = call.directory.find_account(call.in.text("RenterAliyunId"), call.deadline);
    if (!renter || !renter->activated || renter->home() == nullptr)
        throttle::miss(call, throttle::kRenter, call.settings.renter);
    return renter;
}

Data submit(Call& call) {
    const auto permission = call.in.number("JoinPermissionId");
    const auto offered = call.db.row(statement::permission_to_offer, {{"permission", permission}});
    if (!offered) throw Error{Code::NonExistent};
    // State before values: what cannot be offered asks for no renter, and counts none.
    if (offered->flag("granted")) throw Error{Code::JoinPermissionAlreadyAuthorized};
    throttle::refuse_blocked(call, throttle::kRenter);
    const AccountPtr renter = find_renter(call);

    // Who offers a permission to himself has accepted it (domain Q-1), and rents it where it is.
    const bool to_self = renter->name == call.caller.account().name;
    const std::string_view state = to_self ? "ACCEPTED" : "APPLYING";
    const auto instance = to_self ? call.instance.number : renter->home()->number;
    const auto accepted = to_self ? db::Value{call.db.now_millis()} : db::Value{};

    const auto order = call.db.insert(statement::add_order, {{"permission", permission},
                                                             {"renter", renter->name},
                                                             {"state", state},
                                                             {"accepted", accepted}});
    refuse_duplicate("PRIMARY", Code::JoinPermissionAlreadyAuthorized, [&] {
        expect_one(call.db.change(statement::add_lease, {{"permission", permission},
                                                         {"renter", renter->name},
                                                         {"renter_instance", instance},
                                                         {"state", state},
                                                         {"order", order}}),
                   "lease of a new order");
    });
    if (!to_self) notification::notify_other_party(call, order);
    return order;
}

} // namespace

Action SubmitJoinPermissionAuthOrder() {
    return Action::create("The owner offers a dedicated join permission to a renter.")
        .on("join-permission-auth-order", "*")
        .on("owned-join-permission", "JoinPermissionId")
        .at(Place::OfId)
        .needs("JOIN_PERMISSION_AUTHORIZATION")
        .takes({id("JoinPermissionId")
                    .required()
                    .like("123")
                    .means("The caller's join permission, neither offered nor rented."),
                text("RenterAliyunId")
                    .required()
                    .like("some_user")
                    .means("The account that is to rent it, by login name or numeric id; the "
                           "caller's own account is served at once.")})
        .answers(replies("Data", Type::Long))
        .refuses({Code::JoinPermissionAlreadyAuthorized, Code::RenterDoesNotExist,
                  Code::TooManyRenterNonExistentFailures})
        .handled_by(submit);
}

} // namespace joingate
