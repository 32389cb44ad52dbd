#pragma once

#include "tests/support/server.h"

#include <boost/test/unit_test.hpp>

#include <string>

namespace joingate::test {

/// Decorates a case that can hold on MariaDB alone. On MySQL the report counts it as skipped, with
/// `reason`.
inline auto only_on_mariadb(const std::string& reason) {
    return boost::unit_test::precondition([reason](boost::unit_test::test_unit_id /*unused*/) {
        boost::test_tools::assertion_result met{!on_mysql()};
        met.message() << "only on MariaDB: " << reason;
        return met;
    });
}

} // namespace joingate::test
