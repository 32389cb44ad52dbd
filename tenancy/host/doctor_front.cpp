#include "tenancy/client.h"
#include "tenancy/host/doctor.h"
#include "tenancy/host/program.h"

#include <stdexcept>

namespace joingate::host {
namespace {

using Level = Finding::Level;

Findings look_at_nginx() {
    if (find_program("nginx").empty())
        return {{{},
                 Level::Warn,
                 "nginx is not installed",
                 "where another front is wanted, joingated(8) says what it has to do"}};
    const auto dump = run({"nginx", "-T"});
    if (!dump.good()) {
        auto complaint = dump.err;
        complaint.erase(complaint.find_last_not_of('\n') + 1);
        return {{{}, Level::Fail, complaint, "mend it, then: nginx -t && systemctl reload nginx"}};
    }
    if (dump.out.find("fcgi.sock") == std::string::npos)
        return {{{},
                 Level::Fail,
                 "its configuration is good, but nothing in it leads to the "
                 "workers' socket",
                 "joingatectl setup links the site"}};
    return {{{}, Level::Ok, "its configuration is good and leads to the workers", {}}};
}

/// An unsigned call: a worker refuses it, and only a worker refuses it in this way.
Findings look_at_a_call(const Patient& patient) {
    Client client;
    client.endpoint = patient.endpoint;
    client.timeout = std::chrono::seconds{5};
    Client::Reply reply;
    try {
        reply = client.send({"GET",
                             "/?Action=DescribeRegions&Version=2019-03-01&Format=JSON",
                             {{"Host", patient.endpoint}, {"Connection", "close"}},
                             {},
                             {},
                             {}});
    } catch (const std::runtime_error& e) {
        return {{{},
                 Level::Fail,
                 e.what(),
                 "does nginx run (systemctl status nginx)? Where the site listens elsewhere, give "
                 "--endpoint HOST:PORT"}};
    }
    const auto code = error_field(reply.body, "Code");
    const auto answer = patient.endpoint + " answers " + std::to_string(reply.status) + ' ' +
                        (code.empty() ? "without a code of the API" : code);
    if (code.compare(0, 7, "Missing") == 0)
        return {{{}, Level::Ok, answer + " to an unsigned call: a worker refused it", {}}};
    if (code == "ServiceUnavailable")
        return {{{},
                 Level::Fail,
                 answer,
                 "no worker serves; the lines above say why, or: journalctl -u 'joingated@*'"}};
    return {{{},
             Level::Fail,
             answer + ": no worker of ours has refused this unsigned call",
             "is another site of nginx in the way? nginx -T shows all of them; after a change: "
             "systemctl reload nginx"}};
}

} // namespace

Looks front_looks(const Patient& patient) {
    return {{"nginx", look_at_nginx}, {"a call", [&patient] { return look_at_a_call(patient); }}};
}

} // namespace joingate::host
