#pragma once

#include <cstddef>
#include <cstdint>
#include <string_view>

namespace joingate {

/// Decides whether the bytes of one FastCGI connection are exactly one responder request: BEGIN,
/// PARAMS until an empty one, STDIN until an empty one, all with the same non-zero id and version
/// 1, no padding on BEGIN and on empty records, within the limits of spec "robustness", section 2.
/// Fed with chunks of any size; keeps no content. Not thread-safe.
class RecordStream {
public:
    static constexpr std::size_t kMostParams = 512;
    static constexpr std::size_t kMostNameBytes = 256;
    static constexpr std::size_t kMostValueBytes = std::size_t{64} * 1024;
    static constexpr std::size_t kMostParamBytes = std::size_t{128} * 1024;
    static constexpr std::size_t kMostBodyBytes = std::size_t{1024} * 1024;

    /// False from the first byte on that does not belong to such a request; the whole chunk is bad
    /// then.
    bool feed(std::string_view bytes);

    /// The empty STDIN record was seen; any further byte is refused.
    bool complete() const { return expected_ == Expected::Nothing; }
    bool refused() const { return refused_; }

private:
    enum class Expected { Begin, Params, Stdin, Nothing };
    enum class Part { Header, Content, Padding };
    enum class Pair { NameLength, ValueLength, Name, Value };

    bool step(std::string_view& bytes);
    bool header_done();
    bool stream_record_begins();
    bool content(std::string_view bytes);
    bool params(std::string_view bytes);
    bool length_byte(unsigned char byte);
    bool pair_begins();
    void after_name();
    void pair_done();

    Expected expected_ = Expected::Begin;
    bool refused_ = false;

    Part part_ = Part::Header;
    unsigned char header_[8] = {}; // NOLINT(modernize-avoid-c-arrays): indexed by protocol offsets
    std::size_t header_bytes_ = 0;
    std::size_t content_left_ = 0;
    std::size_t padding_left_ = 0;
    unsigned request_id_ = 0;
    std::size_t begin_bytes_ = 0;
    std::size_t body_bytes_ = 0;

    Pair pair_ = Pair::NameLength;
    std::size_t length_ = 0;
    std::size_t length_bytes_left_ = 0;
    std::size_t name_left_ = 0;
    std::size_t value_left_ = 0;
    std::size_t pairs_ = 0;
    std::size_t param_bytes_ = 0;
};

} // namespace joingate
