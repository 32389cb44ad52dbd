#include "fcgi/record_stream.h"

#include "tests/fcgi/fastcgi_bytes.h"

#include <boost/test/unit_test.hpp>

#include <random>

using namespace fastcgi_bytes;
using joingate::RecordStream;

namespace {

const Pairs kParams{{"REQUEST_METHOD", "POST"},
                    {"QUERY_STRING", std::string(300, 'q')},
                    {"EMPTY", ""},
                    {std::string(200, 'N'), "1"}};

std::string valid() {
    return begin() + stream(FCGI_PARAMS, pairs(kParams), 50, 6) +
           stream(FCGI_STDIN, std::string(100, 'b'), 33, 7);
}

bool takes(std::string_view bytes) {
    RecordStream guard;
    return guard.feed(bytes) && guard.complete();
}

bool refuses(std::string_view bytes) {
    RecordStream guard;
    return !guard.feed(bytes) && guard.refused();
}

std::string with_params(std::string_view content) {
    return begin() + stream(FCGI_PARAMS, content) + stream(FCGI_STDIN, {});
}

Pairs many(std::size_t count, const std::string& value) {
    Pairs all;
    for (std::size_t i = 0; i < count; ++i)
        all.emplace_back("P" + std::to_string(i), value);
    return all;
}

} // namespace

BOOST_AUTO_TEST_SUITE(record_stream)

BOOST_AUTO_TEST_CASE(takes_a_request_in_chunks_of_every_size) {
    const auto bytes = valid();
    for (std::size_t size = 1; size <= bytes.size(); ++size) {
        RecordStream guard;
        bool good = true;
        for (std::size_t at = 0; at < bytes.size(); at += size)
            good =
                good && !guard.complete() && guard.feed(std::string_view{bytes}.substr(at, size));
        BOOST_TEST_REQUIRE(good);
        BOOST_TEST_REQUIRE(guard.complete());
    }
}

BOOST_AUTO_TEST_CASE(is_complete_after_the_last_byte_only) {
    const auto bytes = valid();
    for (std::size_t size = 0; size < bytes.size(); ++size) {
        RecordStream guard;
        BOOST_TEST_REQUIRE(guard.feed(std::string_view{bytes}.substr(0, size)));
        BOOST_TEST_REQUIRE(!guard.complete());
    }
}

BOOST_AUTO_TEST_CASE(refuses_whatever_follows_the_request) {
    BOOST_TEST(refuses(valid() + "x"));
    BOOST_TEST(refuses(valid() + valid()));
}

BOOST_AUTO_TEST_CASE(stays_refused) {
    RecordStream guard;
    BOOST_TEST(!guard.feed("x12345678"));
    BOOST_TEST(!guard.feed(valid()));
    BOOST_TEST(!guard.complete());
}

BOOST_AUTO_TEST_CASE(refuses_management_records) {
    BOOST_TEST(refuses(record(FCGI_GET_VALUES, 0, pair("FCGI_MPXS_CONNS", ""))));
    BOOST_TEST(refuses(begin() + record(FCGI_GET_VALUES, 0, pair("FCGI_MPXS_CONNS", ""))));
    BOOST_TEST(refuses(begin() + record(77, 0, {})));
}

BOOST_AUTO_TEST_CASE(refuses_another_role_version_or_id) {
    BOOST_TEST(refuses(begin(1, FCGI_AUTHORIZER)));
    BOOST_TEST(refuses(begin(1, FCGI_FILTER)));
    BOOST_TEST(refuses(begin(0)));
    auto version = begin();
    version[0] = 2;
    BOOST_TEST(refuses(version));
    BOOST_TEST(refuses(begin(1) + record(FCGI_PARAMS, 2, pair("A", "b"))));
}

BOOST_AUTO_TEST_CASE(refuses_records_out_of_order) {
    BOOST_TEST(refuses(record(FCGI_PARAMS, 1, pair("A", "b"))));
    BOOST_TEST(refuses(begin() + begin()));
    BOOST_TEST(refuses(begin() + record(FCGI_STDIN, 1, "b")));
    BOOST_TEST(refuses(begin() + record(FCGI_ABORT_REQUEST, 1, {})));
    BOOST_TEST(refuses(begin() + stream(FCGI_PARAMS, {}) + record(FCGI_PARAMS, 1, "b")));
    BOOST_TEST(refuses(begin() + stream(FCGI_PARAMS, {}) + record(FCGI_DATA, 1, "b")));
}

BOOST_AUTO_TEST_CASE(refuses_padding_where_the_library_would_misread_it) {
    BOOST_TEST(refuses(record(FCGI_BEGIN_REQUEST, 1, std::string("\0\1\0\0\0\0\0\0", 8), 8)));
    BOOST_TEST(refuses(begin() + record(FCGI_PARAMS, 1, {}, 8)));
    BOOST_TEST(refuses(begin() + stream(FCGI_PARAMS, {}) + record(FCGI_STDIN, 1, {}, 1)));
}

BOOST_AUTO_TEST_CASE(refuses_parameters_that_end_inside_a_pair) {
    const auto whole = pair("NAME", std::string(200, 'v'));
    for (std::size_t size = 1; size < whole.size(); ++size)
        BOOST_TEST_REQUIRE(refuses(with_params(whole.substr(0, size))));
    BOOST_TEST(takes(with_params(whole)));
}

BOOST_AUTO_TEST_CASE(refuses_names_and_values_that_blur_the_pair) {
    BOOST_TEST(refuses(with_params(pair("", "v"))));
    BOOST_TEST(refuses(with_params(pair("A=B", "v"))));
    BOOST_TEST(refuses(with_params(pair(std::string{"A\0B", 3}, "v"))));
    BOOST_TEST(refuses(with_params(pair("A", std::string{"v\0w", 3}))));
}

BOOST_AUTO_TEST_CASE(refuses_lengths_beyond_the_limits_at_once) {
    // Two lengths of 2^31 - 1 overflow the library's addition.
    RecordStream guard;
    BOOST_TEST(!guard.feed(begin() + record(FCGI_PARAMS, 1, "\xff\xff\xff\xff\xff\xff\xff\xff")));
    BOOST_TEST(takes(with_params(pair(std::string(256, 'N'), "v"))));
    BOOST_TEST(refuses(with_params(pair(std::string(257, 'N'), "v"))));
    BOOST_TEST(takes(with_params(pair("N", std::string(65536, 'v')))));
    BOOST_TEST(refuses(with_params(pair("N", std::string(65537, 'v')))));
    BOOST_TEST(takes(with_params(pairs(many(512, "v")))));
    BOOST_TEST(refuses(with_params(pairs(many(513, "v")))));
    BOOST_TEST(refuses(with_params(pairs(many(3, std::string(50000, 'v'))))));
}

BOOST_AUTO_TEST_CASE(takes_a_body_of_one_mebibyte_and_no_byte_more) {
    const auto head = begin() + stream(FCGI_PARAMS, {});
    BOOST_TEST(takes(head + stream(FCGI_STDIN, std::string(1024 * 1024, 'b'))));
    BOOST_TEST(refuses(head + stream(FCGI_STDIN, std::string(1024 * 1024 + 1, 'b'))));
}

BOOST_AUTO_TEST_CASE(gives_the_same_verdict_for_a_mutated_request_however_it_is_cut) {
    std::mt19937 random{20260101}; // NOLINT(cert-msc32-c,cert-msc51-cpp): repeatable on purpose
    const auto original = valid();
    const auto below = [&random](std::size_t limit) {
        return std::uniform_int_distribution<std::size_t>{0, limit - 1}(random);
    };
    std::size_t completed = 0;
    for (int round = 0; round < 100000; ++round) {
        auto bytes = original;
        for (auto changes = below(3) + 1; changes > 0; --changes) {
            switch (below(3)) {
            case 0: bytes[below(bytes.size())] = static_cast<char>(below(256)); break;
            case 1: bytes.erase(below(bytes.size()), 1); break;
            default:
                bytes.insert(bytes.begin() + static_cast<std::ptrdiff_t>(below(bytes.size())),
                             static_cast<char>(below(256)));
            }
        }
        RecordStream whole;
        whole.feed(bytes);
        RecordStream pieces;
        std::string_view rest{bytes};
        while (!rest.empty()) {
            const auto size = below(rest.size()) + 1;
            pieces.feed(rest.substr(0, size));
            rest.remove_prefix(size);
        }
        BOOST_TEST_REQUIRE(whole.refused() == pieces.refused());
        BOOST_TEST_REQUIRE((whole.refused() || whole.complete() == pieces.complete()));
        if (whole.complete() && !whole.refused()) ++completed;
    }
    // Bytes of values, of the body and of padding are free; nearly all others are not.
    BOOST_TEST(completed > 0U);
    BOOST_TEST(completed < 50000U);
}

BOOST_AUTO_TEST_SUITE_END()
