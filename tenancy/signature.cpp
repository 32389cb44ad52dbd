#include "tenancy/signature.h"

#include <openssl/crypto.h>
#include <openssl/evp.h>

#include <algorithm>
#include <array>
#include <ctime>
#include <stdexcept>

namespace joingate::signature {
namespace {

constexpr std::string_view kUpperHex{"0123456789ABCDEF"};
constexpr std::string_view kLowerHex{"0123456789abcdef"};

constexpr std::array<bool, 256> make_unreserved() {
    std::array<bool, 256> table{};
    for (const char c : std::string_view{"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"
                                         "0123456789-_.~"})
        table[static_cast<unsigned char>(c)] = true;
    return table;
}
constexpr auto kUnreserved = make_unreserved();

// A lambda: algorithms inline it, which they do not do with a pointer to a function.
constexpr auto kIsReserved = [](char c) { return !kUnreserved[static_cast<unsigned char>(c)]; };

std::size_t count_reserved(std::string_view text) {
    return static_cast<std::size_t>(std::count_if(text.begin(), text.end(), kIsReserved));
}

enum class Encoding { Once, Twice };

template <Encoding encoding> void append_encoded(std::string& out, std::string_view text) {
    constexpr std::size_t kGrowth = encoding == Encoding::Twice ? 4 : 2;
    const auto start = out.size();
    out.resize(start + text.size() + kGrowth * count_reserved(text));
    auto cursor = out.begin() + static_cast<std::ptrdiff_t>(start);
    for (const char c : text) {
        if (!kIsReserved(c)) {
            *cursor++ = c;
            continue;
        }
        const auto byte = static_cast<unsigned char>(c);
        *cursor++ = '%';
        if constexpr (encoding == Encoding::Twice) {
            *cursor++ = '2';
            *cursor++ = '5';
        }
        *cursor++ = kUpperHex[byte >> 4U];
        *cursor++ = kUpperHex[byte & 0x0FU];
    }
}

std::string base64(std::string_view bytes) {
    std::array<unsigned char, 48> text{};
    const int size =
        EVP_EncodeBlock(text.data(), reinterpret_cast<const unsigned char*>(bytes.data()),
                        static_cast<int>(bytes.size()));
    return {reinterpret_cast<const char*>(text.data()), static_cast<std::size_t>(size)};
}

/// None for anything but the one way to write `size` (at most 32) bytes.
std::optional<std::string> from_canonical_base64(std::string_view text, std::size_t size) {
    if (text.size() != (size + 2) / 3 * 4) return std::nullopt;
    std::array<unsigned char, 33> bytes{};
    if (EVP_DecodeBlock(bytes.data(), reinterpret_cast<const unsigned char*>(text.data()),
                        static_cast<int>(text.size())) < 0)
        return std::nullopt;
    std::string decoded{reinterpret_cast<const char*>(bytes.data()), size};
    // The decoder is lenient about white space, padding and spare bits.
    if (base64(decoded) != text) return std::nullopt;
    return decoded;
}

std::string hex(std::string_view bytes) {
    std::string text;
    text.reserve(bytes.size() * 2);
    for (const char c : bytes) {
        const auto byte = static_cast<unsigned char>(c);
        text += kLowerHex[byte >> 4U];
        text += kLowerHex[byte & 0x0FU];
    }
    return text;
}

std::optional<std::string> from_lower_hex(std::string_view text) {
    if (text.size() % 2 != 0) return std::nullopt;
    std::string bytes;
    bytes.reserve(text.size() / 2);
    for (std::size_t i = 0; i < text.size(); i += 2) {
        const auto high = kLowerHex.find(text[i]);
        const auto low = kLowerHex.find(text[i + 1]);
        if (high == std::string_view::npos || low == std::string_view::npos) return std::nullopt;
        bytes += static_cast<char>(high * 16 + low);
    }
    return bytes;
}

bool equal_in_constant_time(std::string_view a, std::string_view b) {
    return a.size() == b.size() && CRYPTO_memcmp(a.data(), b.data(), a.size()) == 0;
}

template <class Text>
std::string digest_v1(const SigningKey& key, MethodV1 method, const Text& text) {
    return method == MethodV1::HmacSha1 ? key.hmac_sha1_v1(text) : key.hmac_sha256_v1(text);
}

bool is_signature(std::string_view base64_text, std::string_view expected) {
    const auto given = from_canonical_base64(base64_text, expected.size());
    return given && equal_in_constant_time(*given, expected);
}

/// Writes a string to sign 1.0, piece by piece.
class WriterV1 {
public:
    /// Writes at most `room` bytes.
    WriterV1(const TextSink& sink, std::size_t room) : sink_{sink}, room_{room} {}

    bool is_full() const { return room_ == 0; }

    void plain(std::string_view text) {
        piece_ += text;
        hand_over(kPiece);
    }

    /// What is encoded as a part of the query, and once more with the query.
    void encoded(std::string_view text) {
        while (!text.empty() && !is_full()) {
            const auto part = text.substr(0, kPiece);
            append_encoded<Encoding::Twice>(piece_, part);
            text.remove_prefix(part.size());
            hand_over(kPiece);
        }
    }

    void end() { hand_over(1); }

private:
    /// Most requests take one piece.
    static constexpr std::size_t kPiece = 4096;

    void hand_over(std::size_t least) {
        if (piece_.size() < least) return;
        const auto fitting = std::string_view{piece_}.substr(0, room_);
        sink_(fitting);
        room_ -= fitting.size();
        piece_.clear();
    }

    const TextSink& sink_;
    std::size_t room_;
    std::string piece_;
};

void write_v1(std::string_view method, const Params& params, std::size_t most,
              const TextSink& sink) {
    constexpr std::string_view kSignatureName{"Signature"};
    WriterV1 out{sink, most};
    out.plain(method);
    out.plain("&%2F&");
    bool first = true;
    for (const auto& [name, value] : params.all()) {
        if (out.is_full()) return;
        if (name == kSignatureName) continue;
        if (!first) out.plain("%26");
        first = false;
        out.encoded(name);
        out.plain("%3D");
        out.encoded(value);
    }
    out.end();
}

} // namespace

std::string percent_encode(std::string_view text) {
    std::string encoded;
    append_encoded<Encoding::Once>(encoded, text);
    return encoded;
}

std::string string_to_sign_v1(std::string_view method, const Params& params, std::size_t most) {
    std::string text;
    write_v1(method, params, most, [&](std::string_view piece) { text += piece; });
    return text;
}

bool matches_v1(const SigningKey& key, MethodV1 method_v1, std::string_view method,
                const Params& params, std::string_view signature_base64) {
    const TextSource text = [&](const TextSink& sink) {
        write_v1(method, params, std::string_view::npos, sink);
    };
    return is_signature(signature_base64, digest_v1(key, method_v1, text));
}

std::string sign_v1(const SigningKey& key, MethodV1 method, std::string_view string_to_sign) {
    return base64(digest_v1(key, method, string_to_sign));
}

bool matches_v3(const SigningKey& key, std::string_view string_to_sign,
                std::string_view signature_hex) {
    const auto expected = key.hmac_sha256_v3(string_to_sign);
    const auto given = from_lower_hex(signature_hex);
    return given && equal_in_constant_time(*given, expected);
}

std::string sign_v3(const SigningKey& key, std::string_view string_to_sign) {
    return hex(key.hmac_sha256_v3(string_to_sign));
}

std::string sha256_hex(std::string_view bytes) {
    std::array<unsigned char, 32> digest{};
    unsigned size = 0;
    if (EVP_Digest(bytes.data(), bytes.size(), digest.data(), &size, EVP_sha256(), nullptr) != 1)
        throw std::runtime_error{"OpenSSL refuses SHA-256"};
    return hex({reinterpret_cast<const char*>(digest.data()), size});
}

std::optional<std::int64_t> parse_time(std::string_view text) {
    constexpr std::string_view kForm{"dddd-dd-ddTdd:dd:ddZ"};
    if (text.size() != kForm.size()) return std::nullopt;
    for (std::size_t i = 0; i < text.size(); ++i) {
        const bool good = kForm[i] == 'd' ? text[i] >= '0' && text[i] <= '9' : text[i] == kForm[i];
        if (!good) return std::nullopt;
    }
    const auto number = [&](std::size_t from, std::size_t digits) {
        int value = 0;
        for (const char digit : text.substr(from, digits))
            value = value * 10 + (digit - '0');
        return value;
    };

    std::tm time{};
    time.tm_year = number(0, 4) - 1900;
    time.tm_mon = number(5, 2) - 1;
    time.tm_mday = number(8, 2);
    time.tm_hour = number(11, 2);
    time.tm_min = number(14, 2);
    time.tm_sec = number(17, 2);
    // timegm carries what is too large over into the next field: then it was no time.
    std::tm carried = time;
    const auto seconds = timegm(&carried);
    const bool same = carried.tm_mon == time.tm_mon && carried.tm_mday == time.tm_mday &&
                      carried.tm_hour == time.tm_hour && carried.tm_min == time.tm_min &&
                      carried.tm_sec == time.tm_sec;
    if (!same) return std::nullopt;
    return seconds;
}

} // namespace joingate::signature
