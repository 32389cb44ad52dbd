#include "handlers/action.h"

#include <algorithm>
#include <utility>

namespace joingate {

Action Action::create(std::string_view summary) {
    auto action = write(summary);
    action.creates_ = true;
    return action;
}

Action&& Action::on(std::string_view type, std::string_view id) && {
    resources_.push_back({type, id});
    return std::move(*this);
}

Action&& Action::at(Place place) && {
    place_ = place;
    return std::move(*this);
}

Action&& Action::needs(std::string_view feature) && {
    feature_ = feature;
    return std::move(*this);
}

Action&& Action::since_2019() && {
    since_2019_ = true;
    return std::move(*this);
}

Action&& Action::before_activation() && {
    needs_activation_ = false;
    return std::move(*this);
}

Action&& Action::takes(std::vector<Field> fields) && {
    fields_ = std::move(fields);
    return std::move(*this);
}

Action&& Action::answers(ReplyField data) && {
    reply_ = std::move(data);
    has_reply_ = true;
    return std::move(*this);
}

Action&& Action::refuses(std::vector<Code> codes) && {
    codes_ = std::move(codes);
    return std::move(*this);
}

Action&& Action::handled_by(Handler handler) && {
    handler_ = handler;
    return std::move(*this);
}

Action&& Action::handled_by(LookupHandler handler) && {
    lookup_handler_ = handler;
    return std::move(*this);
}

Action&& Action::named(std::string_view name) && {
    name_ = name;
    return std::move(*this);
}

const Field* Action::field(std::string_view name) const {
    const auto found = std::find_if(fields_.begin(), fields_.end(),
                                    [&](const Field& field) { return field.name() == name; });
    return found == fields_.end() ? nullptr : &*found;
}

bool Action::lists(Code code) const {
    return std::find(codes_.begin(), codes_.end(), code) != codes_.end();
}

const Action* find_action(std::string_view name) {
    const auto& actions = all_actions();
    const auto found = std::lower_bound(
        actions.begin(), actions.end(), name,
        [](const Action& action, std::string_view wanted) { return action.name() < wanted; });
    return found != actions.end() && found->name() == name ? &*found : nullptr;
}

} // namespace joingate
