#include "tests/proofs/support/needles.h"

#include "tenancy/signature.h"

#include <Poco/Base64Encoder.h>
#include <Poco/File.h>
#include <Poco/HexBinaryEncoder.h>
#include <Poco/SharedMemory.h>
#include <Poco/String.h>

#include <algorithm>
#include <cctype>
#include <cstring>
#include <filesystem>
#include <sstream>
#include <stdexcept>

namespace joingate::proofs {
namespace {

constexpr std::size_t kStart = 6;

std::uint64_t start_of(const char* text) {
    std::uint64_t start = 0;
    std::memcpy(&start, text, kStart);
    return start;
}

std::size_t slot_of(std::uint64_t start) {
    constexpr std::uint64_t kOdd = 0x9E3779B97F4A7C15U;
    return (start * kOdd) >> 42U;
}

template <class Encoder> std::string encoded(const std::string& text) {
    std::ostringstream out;
    Encoder encoder{out};
    encoder.rdbuf()->setLineLength(0);
    encoder << text;
    encoder.close();
    return out.str();
}

/// The part that is the same whatever stands before and behind the text.
std::string inner_base64(const std::string& text, std::size_t offset) {
    constexpr std::size_t kByte = 8;
    constexpr std::size_t kDigit = 6;
    const auto all = encoded<Poco::Base64Encoder>(std::string(offset, ' ') + text);
    const auto first = (offset * kByte + kDigit - 1) / kDigit;
    const auto last = (offset + text.size()) * kByte / kDigit;
    return all.substr(first, last - first);
}

bool touches_word(std::string_view bytes, std::size_t place, std::size_t size) {
    const auto is_word = [&](std::size_t at) {
        return at < bytes.size() && std::isalnum(static_cast<unsigned char>(bytes[at])) != 0;
    };
    return (place > 0 && is_word(place - 1)) || is_word(place + size);
}

} // namespace

void Needles::add(const std::string& secret) {
    secrets_.push_back(secret);
    add_form(secret);
    add_encodings(secret);
}

void Needles::add_word(const std::string& secret) {
    secrets_.push_back(secret);
    add_form(secret, true);
    add_encodings(secret);
}

void Needles::add_encodings(const std::string& secret) {
    const auto hex = encoded<Poco::HexBinaryEncoder>(secret);
    add_form(Poco::toLower(hex));
    add_form(Poco::toUpper(hex));
    if (const auto percent = signature::percent_encode(secret); percent != secret)
        add_form(percent);
    for (const std::size_t offset : {0U, 1U, 2U})
        add_form(inner_base64(secret, offset));
}

void Needles::add_form(std::string text, bool is_word) {
    if (text.size() < kStart) throw std::invalid_argument{"too short to look for: " + text};
    const auto start = start_of(text.data());
    starts_[slot_of(start)] = true;
    by_start_.emplace(start, forms_.size());
    forms_.push_back({std::move(text), secrets_.size() - 1, is_word});
}

void Needles::search(std::string_view bytes, std::vector<std::size_t>& found) const {
    for (std::size_t place = 0; place + kStart <= bytes.size(); ++place) {
        const auto start = start_of(bytes.data() + place);
        if (!starts_[slot_of(start)]) continue;
        const auto [begin, end] = by_start_.equal_range(start);
        for (auto entry = begin; entry != end; ++entry) {
            const auto& form = forms_[entry->second];
            if (bytes.substr(place, form.text.size()) == form.text &&
                !(form.is_word && touches_word(bytes, place, form.text.size())))
                found.push_back(form.secret);
        }
    }
}

Needles::Found Needles::find_in(const std::vector<std::string>& paths) const {
    namespace fs = std::filesystem;
    std::vector<fs::path> files;
    for (const auto& path : paths) {
        if (fs::is_regular_file(path)) files.emplace_back(path);
        if (!fs::is_directory(path)) continue;
        for (const auto& entry : fs::recursive_directory_iterator{path})
            if (entry.is_regular_file()) files.push_back(entry.path());
    }
    Found result;
    std::vector<std::size_t> all;
    for (const auto& path : files) {
        const auto size = fs::file_size(path);
        result.bytes += size;
        if (size < kStart) continue;
        const Poco::SharedMemory file{Poco::File{path.string()}, Poco::SharedMemory::AM_READ};
        std::vector<std::size_t> found;
        search({file.begin(), size}, found);
        if (!found.empty() && result.first.empty())
            result.first = secrets_[found.front()] + " in " + path.string();
        all.insert(all.end(), found.begin(), found.end());
    }
    std::sort(all.begin(), all.end());
    result.secrets = static_cast<std::size_t>(std::unique(all.begin(), all.end()) - all.begin());
    return result;
}

} // namespace joingate::proofs
