#pragma once

#include <memory>
#include <string>
#include <vector>

namespace joingate::host {

/// What a step found.
struct Seen {
    bool done = false;
    std::string what; ///< what is there: "mariadb.service is active"
    std::string plan; ///< what perform() would do: "start mariadb.service"; unused where done
};

/// One thing that `joingatectl setup` brings about. look() changes nothing and may be called at
/// any time; both throw std::exception where they cannot do their work. A step that was
/// interrupted is finished by the next perform().
class Step {
public:
    Step() = default;
    virtual ~Step() = default;
    Step(const Step&) = delete;
    Step& operator=(const Step&) = delete;

    virtual std::string name() const = 0;
    virtual Seen look() = 0;
    virtual void perform() = 0;

    /// What the operator is asked about this step alone, after look(); empty where nothing.
    virtual std::string question() const { return {}; }
    virtual void answer(bool /*yes*/) {}
};

using Steps = std::vector<std::unique_ptr<Step>>;

} // namespace joingate::host
