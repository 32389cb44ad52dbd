#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

namespace joingate::proofs {

/// Texts to be looked for in files, also encoded: hex in either letter case, percent, base64 at
/// whatever place in what was encoded.
class Needles {
public:
    /// At least 6 bytes.
    void add(const std::string& secret);
    /// As it stands only where no letter or digit touches it: a number of few digits would be found
    /// in longer ones by chance.
    void add_word(const std::string& secret);

    std::size_t size() const { return secrets_.size(); }

    struct Found {
        std::size_t secrets = 0; ///< how many different ones
        std::string first;       ///< which, and where
        std::uint64_t bytes = 0; ///< that were searched
    };
    /// In all regular files under these paths.
    Found find_in(const std::vector<std::string>& paths) const;

private:
    struct Form {
        std::string text;
        std::size_t secret;
        bool is_word;
    };

    void add_encodings(const std::string& secret);
    void add_form(std::string text, bool is_word = false);
    void search(std::string_view bytes, std::vector<std::size_t>& found) const;

    std::vector<std::string> secrets_;
    std::vector<Form> forms_;
    std::unordered_multimap<std::uint64_t, std::size_t> by_start_;
    std::vector<bool> starts_ = std::vector<bool>(std::size_t{1} << 22U);
};

} // namespace joingate::proofs
