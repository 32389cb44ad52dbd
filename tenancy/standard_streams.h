#pragma once

#include <array>
#include <ostream>
#include <stdexcept>
#include <streambuf>

namespace joingate {

/// Opens /dev/null on each of the descriptors 0 to 2 that is closed, so that no connection and no
/// file becomes the standard output by chance. Call it before anything else is opened. Standard
/// input can then only be written and the outputs only be read: their use still fails, as on a
/// closed descriptor. Throws std::system_error.
void open_standard_descriptors();

/// Something that was to be written is lost; what() is "cannot write the output: " and the reason.
class OutputFailed : public std::runtime_error {
    using std::runtime_error::runtime_error;
};

/// An output stream over a descriptor, which it leaves open. Unlike std::cout it never loses an
/// error: whatever is written to it, and flush(), throws OutputFailed. Call flush() at the end; the
/// destructor writes nothing. For one thread.
class Output : public std::ostream {
public:
    explicit Output(int descriptor) : std::ostream{nullptr}, buffer_{descriptor} {
        rdbuf(&buffer_);
        exceptions(std::ios::badbit);
    }

private:
    class Buffer : public std::streambuf {
    public:
        explicit Buffer(int descriptor) : descriptor_{descriptor} { forget(); }

    protected:
        int_type overflow(int_type byte) override;
        int sync() override;

    private:
        void forget() { setp(bytes_.data(), bytes_.data() + bytes_.size()); }

        int descriptor_;
        std::array<char, 4096> bytes_{};
    };

    Buffer buffer_;
};

} // namespace joingate
