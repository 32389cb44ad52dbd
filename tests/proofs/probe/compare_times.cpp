// compare_times SEED COUNT: measures how long signatures take to be refused whose first byte is
// wrong, and such whose last byte is; prints t, both medians in ns. A program of its own, so that
// it can be built with a bug in what it measures.
#include "tenancy/signature.h"
#include "tests/proofs/support/timing.h"

#include <openssl/evp.h>

#include <array>
#include <chrono>
#include <cstdlib>
#include <iostream>
#include <random>

namespace {

using namespace joingate;
using Clock = std::chrono::steady_clock;

constexpr std::size_t kDigest = 20;
constexpr std::string_view kMethod{"GET"};

const Params& params() {
    static const Params all = Params::parse("AccessKeyId=testid", {}).params;
    return all;
}

std::string encoded(const std::array<unsigned char, kDigest>& digest) {
    std::array<unsigned char, 32> text{};
    const auto size = EVP_EncodeBlock(text.data(), digest.data(), kDigest);
    return {text.begin(), text.begin() + size};
}

/// Right but for one byte: in turn the first, so at even places, and the last.
std::vector<std::string> wrong_signatures(const SigningKey& key, std::mt19937_64& random) {
    constexpr std::size_t kCount = 512;
    constexpr unsigned kMostDifferent = 255;
    const auto right = key.hmac_sha1_v1(signature::string_to_sign_v1(kMethod, params()));
    std::vector<std::string> signatures;
    for (std::size_t i = 0; i < kCount; ++i) {
        std::array<unsigned char, kDigest> digest{};
        std::copy(right.begin(), right.end(), digest.begin());
        auto& wrong = i % 2 == 0 ? digest.front() : digest.back();
        wrong ^= static_cast<unsigned char>(1 + random() % kMostDifferent);
        signatures.push_back(encoded(digest));
    }
    return signatures;
}

/// Several times, since clocks advance in steps.
double timed(const SigningKey& key, const std::string& signature) {
    constexpr int kTimes = 4;
    bool matches = false;
    const auto start = Clock::now();
    for (int i = 0; i < kTimes; ++i)
        matches = signature::matches_v1(key, signature::MethodV1::HmacSha1, kMethod, params(),
                                        signature) ||
                  matches;
    const std::chrono::duration<double, std::nano> took = Clock::now() - start;
    if (matches) throw std::logic_error{"a wrong signature matches"};
    return took.count() / kTimes;
}

} // namespace

int main(int count, char** words) {
    if (count != 3) return 2;
    std::mt19937_64 random{std::strtoull(words[1], nullptr, 10)};
    const auto measurements = std::strtoull(words[2], nullptr, 10);
    const SigningKey key{"a secret of thirty characters."};
    const auto signatures = wrong_signatures(key, random);
    std::string given; // always in the same place: caches tell addresses apart
    proofs::Timings timings;
    for (std::uint64_t i = 0; i < measurements; ++i) {
        const auto choice = random() % signatures.size();
        given = signatures[choice];
        (choice % 2 == 0 ? timings.first : timings.second).push_back(timed(key, given));
    }
    std::cout << proofs::welch_t(timings) << ' ' << proofs::median(timings.first) << ' '
              << proofs::median(timings.second) << '\n';
}
