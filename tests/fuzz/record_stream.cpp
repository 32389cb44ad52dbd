#include "fcgi/record_stream.h"

#include "tests/fuzz/target.h"

#include <fastcgi.h>

#include <optional>

namespace joingate::fuzz {
namespace {

std::size_t byte(std::string_view text, std::size_t at) {
    return static_cast<unsigned char>(text[at]);
}

struct Record {
    std::size_t type = 0;
    std::size_t id = 0;
    std::string_view content;
    std::size_t padding = 0;
};

std::optional<Record> take_record(std::string_view& bytes) {
    if (bytes.size() < FCGI_HEADER_LEN || byte(bytes, 0) != FCGI_VERSION_1) return std::nullopt;
    Record record{byte(bytes, 1), byte(bytes, 2) * 256 + byte(bytes, 3), {}, byte(bytes, 6)};
    const auto length = byte(bytes, 4) * 256 + byte(bytes, 5);
    bytes.remove_prefix(FCGI_HEADER_LEN);
    if (bytes.size() < length + record.padding) return std::nullopt;
    record.content = bytes.substr(0, length);
    bytes.remove_prefix(length + record.padding);
    return record;
}

/// The content of a stream up to its empty record.
std::optional<std::string> take_stream(std::string_view& bytes, std::size_t type, std::size_t id) {
    std::string all;
    for (;;) {
        const auto record = take_record(bytes);
        if (!record || record->type != type || record->id != id) return std::nullopt;
        if (record->content.empty())
            return record->padding == 0 ? std::optional{all} : std::nullopt;
        all += record->content;
    }
}

std::optional<std::size_t> take_length(std::string_view& pairs) {
    const std::size_t size = pairs.empty() || byte(pairs, 0) < 128 ? 1 : 4;
    if (pairs.size() < size) return std::nullopt;
    std::size_t length = byte(pairs, 0) & 127U;
    for (std::size_t i = 1; i < size; ++i)
        length = length * 256 + byte(pairs, i);
    pairs.remove_prefix(size);
    return length;
}

bool are_params(std::string_view pairs) {
    std::size_t count = 0;
    std::size_t sum = 0;
    while (!pairs.empty()) {
        const auto name_length = take_length(pairs);
        const auto value_length = name_length ? take_length(pairs) : std::nullopt;
        if (!value_length || *name_length + *value_length > pairs.size()) return false;
        const auto name = pairs.substr(0, *name_length);
        const auto value = pairs.substr(*name_length, *value_length);
        pairs.remove_prefix(*name_length + *value_length);
        sum += name.size() + value.size();
        if (name.empty() || name.size() > RecordStream::kMostNameBytes ||
            value.size() > RecordStream::kMostValueBytes || sum > RecordStream::kMostParamBytes ||
            ++count > RecordStream::kMostParams ||
            name.find_first_of(std::string_view{"=\0", 2}) != std::string_view::npos ||
            value.find('\0') != std::string_view::npos)
            return false;
    }
    return true;
}

/// Of all the bytes at once, which a worker never has.
bool is_request(std::string_view bytes) {
    const auto begin = take_record(bytes);
    if (!begin || begin->type != FCGI_BEGIN_REQUEST || begin->id == 0 || begin->padding != 0 ||
        begin->content.size() != 8 ||
        byte(begin->content, 0) * 256 + byte(begin->content, 1) != FCGI_RESPONDER)
        return false;
    const auto params = take_stream(bytes, FCGI_PARAMS, begin->id);
    if (!params || !are_params(*params)) return false;
    const auto body = take_stream(bytes, FCGI_STDIN, begin->id);
    return body && body->size() <= RecordStream::kMostBodyBytes && bytes.empty();
}

} // namespace

void check(std::string_view bytes) {
    RecordStream whole;
    whole.feed(bytes);
    must((whole.complete() && !whole.refused()) == is_request(bytes),
         "exactly one well-formed request is let through");

    RecordStream pieces;
    for (const char& c : bytes)
        pieces.feed({&c, 1});
    must(whole.refused() == pieces.refused(), "it does not matter how the bytes are cut");
    must(whole.refused() || whole.complete() == pieces.complete(),
         "the end is seen however the bytes are cut");
}

} // namespace joingate::fuzz
