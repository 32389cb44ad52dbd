# The wire name of an action is declared once, as the name of its file: writes registry.cpp from the file names.
# Called as: cmake -DACTIONS="A B" -DOUT=registry.cpp -P registry.cmake
separate_arguments(ACTIONS UNIX_COMMAND "${ACTIONS}")
list(SORT ACTIONS)
set(declarations "")
set(entries "")
foreach(action IN LISTS ACTIONS)
  string(APPEND declarations "Action ${action}();\n")
  string(APPEND entries "        ${action}().named(\"${action}\"),\n")
endforeach()
file(WRITE "${OUT}" "// Generated from the names of the files in handlers/*/.
#include \"handlers/action.h\"

namespace joingate {

${declarations}
const std::vector<Action>& all_actions() {
    static const std::vector<Action> actions{
${entries}    };
    return actions;
}

} // namespace joingate
")
