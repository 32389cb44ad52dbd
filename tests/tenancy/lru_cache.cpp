#include "tenancy/lru_cache.h"

#include <boost/test/unit_test.hpp>

#include <thread>
#include <vector>

namespace joingate::test {

BOOST_AUTO_TEST_SUITE(lru_cache)

BOOST_AUTO_TEST_CASE(finds_what_was_put_last) {
    LruCache<int> cache{100};
    BOOST_TEST(!cache.find("a").has_value());
    cache.put("a", 1);
    cache.put("a", 2);
    BOOST_TEST(cache.find("a").value() == 2);
    BOOST_TEST(cache.size() == 1U);
}

BOOST_AUTO_TEST_CASE(never_holds_more_than_its_capacity) {
    LruCache<int> cache{160};
    for (int i = 0; i < 5000; ++i)
        cache.put("name" + std::to_string(i), i);
    BOOST_TEST(cache.size() == 160U);
}

BOOST_AUTO_TEST_CASE(keeps_what_is_used) {
    LruCache<int> cache{160};
    cache.put("used", 1);
    for (int i = 0; i < 5000; ++i) {
        cache.put("name" + std::to_string(i), i);
        BOOST_REQUIRE(cache.find("used").has_value());
    }
}

BOOST_AUTO_TEST_CASE(may_be_used_by_many_threads) {
    LruCache<int> cache{64};
    std::vector<std::thread> threads;
    threads.reserve(4);
    for (int thread = 0; thread < 4; ++thread)
        threads.emplace_back([&cache] {
            for (int i = 0; i < 5000; ++i) {
                const auto name = std::to_string(i % 97);
                cache.put(name, i % 97);
                if (const auto found = cache.find(name); found && std::to_string(*found) != name)
                    throw std::logic_error{"another name's value"};
            }
        });
    for (auto& thread : threads)
        thread.join();
    BOOST_TEST(cache.size() <= 64U);
}

BOOST_AUTO_TEST_SUITE_END()

} // namespace joingate::test
