#pragma once

#include "tests/proofs/support/party.h"

#include <memory>
#include <random>

namespace joingate::proofs {

/// What many callers call at once, and the history of what they were told.
class Contended {
public:
    virtual ~Contended() = default;
    /// One call, drawn at random. Thread-safe.
    virtual void call(std::mt19937_64& random) = 0;
    /// After the last call: whether one order of all calls explains every answer.
    virtual bool explained() const = 0;
    virtual std::string what() const = 0;
};

/// Who calls. Must outlive what is made for it.
struct Parties {
    explicit Parties(const Site& site)
        : owner{site, site.owner()}, renter{site, site.renter()}, renter_name{site.renter_name()} {}

    const Party owner;
    const Party renter;
    const std::string renter_name;
};

/// The name of one permission: a register that is written and read.
std::unique_ptr<Contended> contended_register(const Parties& parties);
/// One name that many want for a permission of theirs; who has it gives it up now and then.
std::unique_ptr<Contended> contended_name(const Parties& parties);
/// One permission that is offered, canceled, rejected, accepted and returned.
std::unique_ptr<Contended> contended_order(const Parties& parties);

} // namespace joingate::proofs
