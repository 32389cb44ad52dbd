#pragma once

#include <boost/test/unit_test.hpp>

#include <unistd.h>

namespace joingate::test {

/// Decorates a case that only root can run; for others the report counts it as skipped.
inline auto only_as_root() {
    return boost::unit_test::precondition(+[](boost::unit_test::test_unit_id /*unused*/) {
        boost::test_tools::assertion_result met{::geteuid() == 0};
        met.message() << "only as root";
        return met;
    });
}

} // namespace joingate::test
