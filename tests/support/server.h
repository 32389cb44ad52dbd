#pragma once

#include <string>

/// The tests meet MariaDB, or MySQL where the environment has JOINGATE_TEST_SERVER=mysql. `.ci/site`
/// reads the same variable.
namespace joingate::test {

/// Throws std::runtime_error where the variable names neither server.
bool on_mysql();

/// `name`, with ".mysql" behind it on MySQL: a file or folder of the build tree that tests on both
/// servers would share otherwise.
std::string of_this_server(const std::string& name);

} // namespace joingate::test
