find_program(PATCH patch REQUIRED)

# The copy of a source of the product with one bug planted in it by PATCH_FILE, in the variable that is named last.
function(joingate_patched patch_file result)
  cmake_path(ABSOLUTE_PATH CMAKE_CURRENT_FUNCTION_LIST_DIR NORMALIZE OUTPUT_VARIABLE here)
  cmake_path(GET here PARENT_PATH tests)
  cmake_path(GET tests PARENT_PATH root)
  cmake_path(GET patch_file STEM name)
  file(STRINGS ${patch_file} target REGEX "^\\+\\+\\+ b/" LIMIT_COUNT 1)
  string(REGEX REPLACE "^\\+\\+\\+ b/([^\t ]*).*" "\\1" source "${target}")
  set(copy ${CMAKE_BINARY_DIR}/bugs/${name}/${source})
  cmake_path(GET copy PARENT_PATH folder)
  file(MAKE_DIRECTORY ${folder})
  add_custom_command(OUTPUT ${copy}
    COMMAND ${PATCH} --quiet --fuzz=0 --reject-file=- --output=${copy} ${root}/${source} ${patch_file}
    DEPENDS ${root}/${source} ${patch_file} VERBATIM)
  set(${result} ${copy} PARENT_SCOPE)
endfunction()
