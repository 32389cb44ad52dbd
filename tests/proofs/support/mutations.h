#pragma once

#include <cstddef>
#include <random>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace joingate::proofs {

/// Makes FastCGI inputs that are almost requests: records are left out, doubled, put elsewhere, of
/// another type or id, lengths lie, bytes change. Not thread-safe.
class Mutations {
public:
    using Params = std::vector<std::pair<std::string, std::string>>;

    /// `params` are those of a request that the worker answers; they are what is mutated.
    Mutations(std::mt19937_64 random, Params params);

    std::string next();

private:
    using Records = std::vector<std::string>;

    std::size_t below(std::size_t limit);
    bool one_in(std::size_t many);
    std::string some_bytes(std::size_t most);
    std::string lying_pair();
    std::string lying_length();
    std::string strange_record();
    Records request();
    void mutate(Records& records);
    void mutate(std::string& bytes);

    std::mt19937_64 random_;
    Params params_;
};

} // namespace joingate::proofs
