#include "fcgi/record_stream.h"

#include <fastcgi.h>

#include <algorithm>

namespace joingate {
namespace {

constexpr std::size_t kBeginBytes = sizeof(FCGI_BeginRequestBody);
constexpr unsigned kLongLength = 0x80;
constexpr std::size_t kLongLengthBytes = 4;

unsigned byte(char c) {
    return static_cast<unsigned char>(c);
}

} // namespace

bool RecordStream::feed(std::string_view bytes) {
    while (!refused_ && !bytes.empty())
        refused_ = !step(bytes);
    return !refused_;
}

/// Consumes at least one byte.
bool RecordStream::step(std::string_view& bytes) {
    if (complete()) return false;
    if (part_ == Part::Header) {
        header_[header_bytes_++] = static_cast<unsigned char>(bytes.front());
        bytes.remove_prefix(1);
        if (header_bytes_ < FCGI_HEADER_LEN) return true;
        header_bytes_ = 0;
        return header_done();
    }
    auto& left = part_ == Part::Content ? content_left_ : padding_left_;
    const auto taken = bytes.substr(0, left);
    bytes.remove_prefix(taken.size());
    left -= taken.size();
    if (part_ == Part::Content && !content(taken)) return false;
    if (content_left_ == 0) part_ = padding_left_ == 0 ? Part::Header : Part::Padding;
    return true;
}

bool RecordStream::header_done() {
    constexpr std::size_t kType = 1;
    constexpr std::size_t kId = 2;
    constexpr std::size_t kLength = 4;
    constexpr std::size_t kPadding = 6;
    const unsigned id = header_[kId] * 256U + header_[kId + 1];
    content_left_ = header_[kLength] * 256U + header_[kLength + 1];
    padding_left_ = header_[kPadding];
    const unsigned type = header_[kType];

    if (header_[0] != FCGI_VERSION_1 || id == FCGI_NULL_REQUEST_ID) return false;
    part_ = Part::Content;
    if (expected_ == Expected::Begin) {
        request_id_ = id;
        return type == FCGI_BEGIN_REQUEST && content_left_ == kBeginBytes && padding_left_ == 0;
    }
    const unsigned wanted = expected_ == Expected::Params ? FCGI_PARAMS : FCGI_STDIN;
    return type == wanted && id == request_id_ && stream_record_begins();
}

bool RecordStream::stream_record_begins() {
    if (expected_ == Expected::Stdin) {
        body_bytes_ += content_left_;
        if (body_bytes_ > kMostBodyBytes) return false;
    }
    if (content_left_ > 0) return true;
    if (padding_left_ > 0) return false;
    part_ = Part::Header;
    if (expected_ == Expected::Stdin) {
        expected_ = Expected::Nothing;
        return true;
    }
    expected_ = Expected::Stdin;
    // The library reports a stream that ends inside a pair as success.
    return pair_ == Pair::NameLength && length_bytes_left_ == 0;
}

bool RecordStream::content(std::string_view bytes) {
    if (expected_ == Expected::Params) return params(bytes);
    if (expected_ == Expected::Stdin) return true;
    for (const char c : bytes) {
        // FCGI_BeginRequestBody: the role in two bytes, flags, reserved.
        if (begin_bytes_ == 0 && c != 0) return false;
        if (begin_bytes_ == 1 && byte(c) != FCGI_RESPONDER) return false;
        ++begin_bytes_;
    }
    if (begin_bytes_ == kBeginBytes) expected_ = Expected::Params;
    return true;
}

bool RecordStream::params(std::string_view bytes) {
    while (!bytes.empty()) {
        if (pair_ == Pair::NameLength || pair_ == Pair::ValueLength) {
            if (!length_byte(static_cast<unsigned char>(bytes.front()))) return false;
            bytes.remove_prefix(1);
            continue;
        }
        const bool in_name = pair_ == Pair::Name;
        auto& left = in_name ? name_left_ : value_left_;
        const auto taken = bytes.substr(0, left);
        bytes.remove_prefix(taken.size());
        left -= taken.size();
        // The library makes a C string "name=value" of each pair: neither byte may blur that.
        if (taken.find('\0') != std::string_view::npos) return false;
        if (in_name && taken.find('=') != std::string_view::npos) return false;
        if (left == 0) {
            if (in_name)
                after_name();
            else
                pair_done();
        }
    }
    return true;
}

/// One byte, or four with the highest bit of the first set.
bool RecordStream::length_byte(unsigned char next) {
    if (length_bytes_left_ == 0) {
        length_bytes_left_ = (next & kLongLength) != 0 ? kLongLengthBytes : 1;
        length_ = next & (kLongLength - 1);
    } else {
        length_ = length_ * 256 + next;
    }
    if (--length_bytes_left_ > 0) return true;
    if (pair_ == Pair::NameLength) {
        name_left_ = length_;
        pair_ = Pair::ValueLength;
        return true;
    }
    value_left_ = length_;
    return pair_begins();
}

bool RecordStream::pair_begins() {
    if (name_left_ == 0 || name_left_ > kMostNameBytes || value_left_ > kMostValueBytes)
        return false;
    param_bytes_ += name_left_ + value_left_;
    pair_ = Pair::Name;
    return ++pairs_ <= kMostParams && param_bytes_ <= kMostParamBytes;
}

void RecordStream::after_name() {
    if (value_left_ > 0)
        pair_ = Pair::Value;
    else
        pair_done();
}

void RecordStream::pair_done() {
    pair_ = Pair::NameLength;
}

} // namespace joingate
