#include "fcgi/service.h"

#include "fcgi/ledger_result.h"
#include "fcgi/placement.h"

#include <Poco/Logger.h>
#include <Poco/RegularExpression.h>
#include <Poco/String.h>

#include <new>
#include <optional>
#include <utility>

namespace joingate {
namespace {

Poco::Logger& logger() {
    static auto& instance = Poco::Logger::get("joingate.service");
    return instance;
}

/// XML unless the caller says otherwise; a V3 client reads JSON only (spec "gateway", sections 1.1
/// and 6.2). None for a format that there is not.
std::optional<Format> asked_format(const Request& request, const Params& params) {
    if (is_v3(request)) return Format::Json;
    const std::string format{params.find("Format").value_or("")};
    if (Poco::icompare(format, "JSON") == 0) return Format::Json;
    // An old client sends the text None where it means the default.
    if (format.empty() || Poco::icompare(format, "XML") == 0 || Poco::icompare(format, "None") == 0)
        return Format::Xml;
    return std::nullopt;
}

/// How to answer a request whose parameters cannot be read: who asked for JSON can read nothing
/// else.
Format likely_format(const Request& request) {
    static const Poco::RegularExpression json{"(^|&)Format=json(&|$)",
                                              Poco::RegularExpression::RE_CASELESS};
    const auto asks = [](std::string_view text) {
        Poco::RegularExpression::Match match;
        return json.match(std::string{text}, 0, match) > 0;
    };
    return is_v3(request) || asks(request.query) || asks(form_body(request)) ? Format::Json
                                                                             : Format::Xml;
}

void check_method(const Request& request) {
    if (request.method != "GET" && request.method != "POST")
        throw Error{Code::UnsupportedHttpMethod};
}

void check_parsed(const Params::Parsed& parsed) {
    if (parsed.problem != Params::Problem::None) throw invalid(parsed.culprit);
}

} // namespace

Service::Service(db::Database& database, const Directory& directory, const DeviceSecrets& devices,
                 const Gate& gate, const VolumeWatch& volume, Settings settings)
    : database_{database},
      directory_{directory},
      devices_{devices},
      gate_{gate},
      volume_{volume},
      settings_{std::move(settings)} {}

Reply Service::answer(const Request& request) const {
    Progress progress;
    try {
        return answered(request, progress);
    } catch (const Error& error) {
        return failed(request, progress, error);
    } catch (const db::Replayed& replayed) {
        return failed(request, progress, Error{Code::SignatureNonceUsed, replayed.what()});
    } catch (const db::Unavailable& unavailable) {
        return failed(request, progress, Error{Code::ServiceUnavailable, unavailable.what()});
    } catch (const std::bad_alloc&) {
        throw;
    } catch (const std::exception& fault) {
        return failed(request, progress, Error{Code::InternalError, fault.what()});
    }
}

Reply Service::refuse(const Request& request, const Error& error) const {
    Progress progress;
    progress.style.format = likely_format(request);
    return failed(request, progress, error);
}

/// Nothing is looked up for a caller who is not verified, and no statement runs for a call the
/// policy does not allow.
Reply Service::answered(const Request& request, Progress& progress) const {
    const auto deadline = db::Deadline::after(settings_.budget - request.age);
    const auto parsed = Params::parse(request.query, form_body(request));
    const auto& params = parsed.params;
    const auto format = parsed.problem == Params::Problem::None
                            ? asked_format(request, params)
                            : std::optional{likely_format(request)};
    progress.style.format = format.value_or(Format::Xml);
    progress.style.cpp_lists = request.header("x-sdk-client").value_or("").substr(0, 4) == "CPP/";
    check_method(request);
    check_parsed(parsed);
    if (!format) throw Error{Code::InvalidParameterFormat};

    const auto envelope = open_envelope(request, params);
    const auto* action = find_action(envelope.action);
    if (action == nullptr || !action->in(envelope.version))
        throw Error{Code::InvalidActionNotFound};
    progress.action = action->name();
    progress.style.version = envelope.version;
    if (deadline.left() < settings_.least || request.age > settings_.most_wait)
        throw Error{Code::ServiceUnavailable, "the request waited too long before it arrived"};

    const auto caller = gate_.authenticate(request, params, envelope, deadline);
    progress.account = caller.account().name;
    gate_.admit(caller, *action);
    const Inputs inputs{action->fields(), params, envelope.version};
    const auto* named = named_instance(*action, caller.account(), inputs);
    gate_.authorize(request, caller, *action, inputs);
    inputs.check_ids();
    if (action->creates() && volume_.is_nearly_full())
        throw Error{Code::ServiceUnavailable, "the database volume is nearly full"};

    const auto data = [&] {
        if (action->kind() == Action::Kind::Lookup)
            return action->answer(Query{caller, inputs, settings_.handlers});
        const auto* instance =
            named != nullptr ? named : instance_of(*action, caller, inputs, deadline);
        if (instance == nullptr) throw Error{Code::NonExistent, "no instance to work in"};
        try {
            return perform(*action, request, caller, inputs, *instance, deadline);
        } catch (const db::Fault&) {
            database_.expect_tenant_version(scope_of(caller.account(), *instance), deadline);
            throw;
        }
    }();
    return success(action->name(), request.request_id, data, action->reply(), progress.style);
}

const Instance* Service::instance_of(const Action& action, const Caller& caller,
                                     const Inputs& inputs, const db::Deadline& deadline) const {
    const auto& account = caller.account();
    const auto* home = account.home();
    const auto id_field = placing_id(action, inputs);
    if (home == nullptr || !id_field) return home;

    std::optional<std::int64_t> number;
    database_.read(scope_of(account, *home), deadline, [&](db::Session& session) {
        const bool by_eui = action.field(*id_field)->rule() == Rule::Eui;
        const auto id =
            by_eui ? db::Value{inputs.text(*id_field)} : db::Value{inputs.number(*id_field)};
        const auto row = session.row(locator(*id_field), {{"id", id}});
        number = row ? std::optional{row->number("instance")} : std::nullopt;
    });
    return number ? account.instance(*number) : home;
}

Data Service::perform(const Action& action, const Request& request, const Caller& caller,
                      const Inputs& inputs, const Instance& instance,
                      const db::Deadline& deadline) const {
    const auto scope = scope_of(caller.account(), instance);
    const auto run = [&](db::Session& session) {
        Call call{caller,     inputs,   session,  instance,
                  directory_, devices_, deadline, settings_.handlers};
        return action.answer(call);
    };
    Data data;
    const auto read = [&](db::Session& session) { data = run(session); };
    if (action.kind() == Action::Kind::Read) {
        database_.read(scope, deadline, read);
        return data;
    }
    const auto entry = ledger_entry(request, caller, action);
    return from_ledger(database_.write(scope, entry, deadline, [&](db::Session& session) {
        try {
            return to_ledger(run(session));
        } catch (const Error& error) {
            if (!error.keeps_changes()) throw;
            return to_ledger(error);
        }
    }));
}

Reply Service::failed(const Request& request, const Progress& progress, const Error& error) const {
    const auto line = "RequestId=" + request.request_id +
                      " Action=" + std::string{progress.action} + " Account=" + progress.account +
                      " Code=" + error.wire_code() +
                      (error.detail().empty() ? "" : " Detail=" + error.detail());
    switch (error.code()) {
    case Code::InternalError: logger().error(line); break;
    case Code::ServiceUnavailable: logger().warning(line); break;
    default: logger().information(line); break;
    }
    return refused(error, request.request_id, request.header("host").value_or(""),
                   progress.style.format);
}

} // namespace joingate
