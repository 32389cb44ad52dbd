#include "tests/proofs/support/mutations.h"

#include "tests/fcgi/fastcgi_bytes.h"

#include <algorithm>
#include <array>
#include <iterator>

namespace joingate::proofs {

using fastcgi_bytes::begin;
using fastcgi_bytes::pair;
using fastcgi_bytes::record;

Mutations::Mutations(std::mt19937_64 random, Params params)
    : random_{random}, params_{std::move(params)} {}

std::size_t Mutations::below(std::size_t limit) {
    return std::uniform_int_distribution<std::size_t>{0, limit - 1}(random_);
}

bool Mutations::one_in(std::size_t many) {
    return below(many) == 0;
}

std::string Mutations::some_bytes(std::size_t most) {
    std::string bytes(below(most + 1), '\0');
    std::generate(bytes.begin(), bytes.end(), [this] { return static_cast<char>(below(256)); });
    return bytes;
}

/// Of lengths that no input has, or that overflow when they are added.
std::string Mutations::lying_pair() {
    static constexpr std::array<std::string_view, 5> kLengths{
        "\xff\xff\xff\xff", "\xff\xff\xff\xfe", "\x80\x01\x00\x01", "\xc0", "\x7f"};
    std::string bytes;
    for (int i = 0; i < 2; ++i)
        bytes += kLengths.at(below(kLengths.size()));
    return bytes + some_bytes(4000);
}

/// Of a body that does not come.
std::string Mutations::lying_length() {
    static constexpr std::array<std::string_view, 7> kLengths{
        "1",  "1048577", "99999999999999", "18446744073709551615", "18446744073709551616",
        "-1", "1x"};
    return std::string{kLengths.at(below(kLengths.size()))};
}

std::string Mutations::strange_record() {
    constexpr std::size_t kTypes = 13;
    const auto type = static_cast<int>(below(kTypes));
    switch (below(4)) {
    case 0: return record(FCGI_GET_VALUES, 0, pair("FCGI_MPXS_CONNS", ""));
    case 1: return record(FCGI_PARAMS, 1, lying_pair());
    case 2:
        return record(type, static_cast<int>(below(3)), some_bytes(300),
                      static_cast<unsigned>(below(256)));
    default: return record(type, 1, {});
    }
}

/// Its parameters and its body in pieces of any size, under any padding.
Mutations::Records Mutations::request() {
    auto params = params_;
    std::string body;
    if (one_in(2)) body = some_bytes(one_in(50) ? 70'000 : 300);
    if (one_in(10))
        params.emplace_back("CONTENT_LENGTH", lying_length());
    else if (!body.empty())
        params.emplace_back("CONTENT_LENGTH", std::to_string(body.size()));
    if (one_in(5)) params.emplace_back("HTTP_X", some_bytes(600));
    std::shuffle(params.begin(), params.end(), random_);

    Records records{begin(1, FCGI_RESPONDER, static_cast<int>(below(2)))};
    const auto add = [&](int type, std::string_view content) {
        while (!content.empty()) {
            const auto size =
                std::min(content.size(), one_in(3) ? below(65'535) + 1 : below(500) + 1);
            records.push_back(record(type, 1, content.substr(0, size),
                                     static_cast<unsigned>(one_in(2) ? below(256) : 0)));
            content.remove_prefix(size);
        }
        records.push_back(record(type, 1, {}));
    };
    add(FCGI_PARAMS, fastcgi_bytes::pairs(params));
    add(FCGI_STDIN, body);
    return records;
}

void Mutations::mutate(Records& records) {
    const auto at = [this, &records] {
        return std::next(records.begin(), static_cast<std::ptrdiff_t>(below(records.size())));
    };
    switch (below(6)) {
    case 0: records.erase(at()); break;
    case 1: {
        const auto copy = *at();
        records.insert(at(), copy);
        break;
    }
    case 2: std::iter_swap(at(), at()); break;
    case 3: records.insert(at(), strange_record()); break;
    case 4: records.push_back(strange_record()); break;
    default: mutate(*at());
    }
    if (records.empty()) records.push_back(strange_record());
}

void Mutations::mutate(std::string& bytes) {
    static constexpr std::array<char, 6> kEdges{'\0', '\1', '\x7f', '\x80', '\xfe', '\xff'};
    if (bytes.empty()) return;
    // Headers are where it hurts.
    const auto place = below(one_in(2) ? std::min<std::size_t>(bytes.size(), 16) : bytes.size());
    switch (below(5)) {
    case 0: bytes[place] = static_cast<char>(below(256)); break;
    case 1: bytes[place] = kEdges.at(below(kEdges.size())); break;
    case 2: bytes.erase(place, below(8) + 1); break;
    case 3: bytes.insert(place, some_bytes(8)); break;
    default: bytes.resize(place);
    }
}

std::string Mutations::next() {
    auto records = request();
    for (auto left = below(3); left > 0; --left)
        mutate(records);
    std::string bytes;
    for (const auto& one : records)
        bytes += one;
    for (auto left = below(3); left > 0; --left)
        mutate(bytes);
    return bytes;
}

} // namespace joingate::proofs
