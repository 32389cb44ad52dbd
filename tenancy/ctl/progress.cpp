#include "tenancy/ctl/progress.h"

#include <algorithm>
#include <ostream>
#include <string>

namespace joingate::ctl {

Progress::~Progress() {
    if (is_drawn_) out_ << "\r\x1b[K" << std::flush;
}

void Progress::show(std::size_t done, std::size_t all) {
    constexpr std::chrono::milliseconds kRest{100};
    constexpr std::size_t kWidth = 40;
    const auto now = std::chrono::steady_clock::now();
    if (!is_terminal_ || all == 0 || (is_drawn_ && done < all && now - drawn_ < kRest)) return;
    is_drawn_ = true;
    drawn_ = now;
    const auto full = std::min(done, all) * kWidth / all;
    out_ << "\r[" << std::string(full, '#') << std::string(kWidth - full, '.') << "] " << done
         << " of " << all << std::flush;
}

} // namespace joingate::ctl
