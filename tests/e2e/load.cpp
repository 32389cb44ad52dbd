#include "tests/e2e/load.h"

#include <chrono>
#include <stdexcept>

namespace joingate::e2e {

Load::Load(const Tenants& tenants, unsigned threads) : tenants_{tenants} {
    for (unsigned i = 0; i < threads; ++i)
        threads_.emplace_back([this] { run(); });
}

Load::~Load() {
    stop();
}

void Load::run() {
    while (!stop_) {
        try {
            note(tenants_.owner_calls("CreateLocalJoinPermission", creation(fresh_name())));
        } catch (const std::exception& e) {
            const std::lock_guard lock{mutex_};
            outcome_.surprise.push_back(std::string{"no reply: "} + e.what());
        }
    }
}

void Load::note(const Answer& answer) {
    const std::lock_guard lock{mutex_};
    if (answer.succeeded())
        outcome_.created.push_back(answer.value("Data"));
    else if (answer.status == 503 && answer.code() == "ServiceUnavailable")
        ++outcome_.unavailable;
    else
        outcome_.surprise.push_back(answer.body);
}

void Load::await(std::size_t count) {
    using std::chrono::steady_clock;
    const auto created = [this] {
        const std::lock_guard lock{mutex_};
        return outcome_.created.size();
    };
    const auto end = steady_clock::now() + std::chrono::seconds{30};
    for (const auto goal = created() + count; created() < goal;) {
        if (steady_clock::now() > end)
            throw std::runtime_error{"the site creates nothing any more"};
        std::this_thread::sleep_for(std::chrono::milliseconds{5});
    }
}

Load::Outcome Load::stop() {
    stop_ = true;
    for (auto& thread : threads_)
        thread.join();
    threads_.clear();
    return outcome_;
}

} // namespace joingate::e2e
