#include "tests/proofs/support/party.h"

#include <exception>

namespace joingate::proofs {

Party::Party(const Site& site, const Key& key) {
    client.endpoint = site.host();
    client.access_key_id = key.id;
    client.access_key_secret = key.secret;
}

Answer Party::call(std::string_view action, const Client::Pairs& fields) const {
    return send(client.sign(action, fields, Client::fresh_stamp()));
}

Answer Party::send(const Client::Request& request) const {
    try {
        return Answer{client.send(request)};
    } catch (const std::exception& e) {
        Answer none;
        none.body = e.what();
        return none;
    }
}

bool is_unavailable(const Answer& answer) {
    return answer.status == 503 && answer.code() == "ServiceUnavailable";
}

} // namespace joingate::proofs
