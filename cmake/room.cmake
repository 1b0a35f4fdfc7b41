# Every library of the project is made here, so that all are compiled alike.

add_library(stint_options INTERFACE)
target_compile_options(stint_options INTERFACE
  -Wall -Wextra -Wpedantic -Wconversion -Wshadow -Wnon-virtual-dtor -Wold-style-cast
  -Woverloaded-virtual -Wnull-dereference -Wimplicit-fallthrough -Werror -fno-omit-frame-pointer)
if(CMAKE_CXX_COMPILER_ID STREQUAL "Clang")
  # libstdc++ 12 builds std::stable_sort from a function that it marks as deprecated itself.
  target_compile_options(stint_options INTERFACE -Wno-deprecated-declarations)
endif()
if(CMAKE_CXX_COMPILER_ID STREQUAL "GNU")
  # GCC 12 reports these inside the standard library at -O2, where nothing can be done about them.
  target_compile_options(stint_options INTERFACE
    -Wno-null-dereference -Wno-maybe-uninitialized -Wno-restrict -Wno-stringop-overflow
    -Wno-array-bounds -Wno-stringop-overread)
endif()
if(STINT_SANITIZE)
  target_compile_options(stint_options INTERFACE -fsanitize=${STINT_SANITIZE} -fno-sanitize-recover=all)
  target_link_options(stint_options INTERFACE -fsanitize=${STINT_SANITIZE})
endif()
find_package(Threads REQUIRED)
target_link_libraries(stint_options INTERFACE Threads::Threads)

# Headers of others that most units read, read once for all of them: takes a good part off a build from nothing. Not for
# daily work: a header that a unit forgot to include would not be missed.
option(STINT_PRECOMPILE "Precompile the headers that most units read" OFF)
if(STINT_PRECOMPILE)
  find_package(fmt REQUIRED)
  file(WRITE ${PROJECT_BINARY_DIR}/precompiled.cpp "")
  add_library(stint_precompiled STATIC ${PROJECT_BINARY_DIR}/precompiled.cpp)
  target_link_libraries(stint_precompiled PRIVATE fmt::fmt stint_options)
  target_precompile_headers(stint_precompiled PRIVATE
    <algorithm> <array> <atomic> <chrono> <expected> <filesystem> <functional> <map> <memory> <mutex> <optional> <ranges> <span>
    <string> <string_view> <thread> <unordered_map> <variant> <vector> <fmt/format.h>)
endif()

# stint_room(NAME FILES… [LINKS TARGET…]): a room under src/. LINKS may name only rooms that
# src/CMakeLists.txt lists above it; CMake refuses the others because they do not exist yet.
function(stint_room name)
  cmake_parse_arguments(ROOM "" "" "LINKS" ${ARGN})
  foreach(link IN LISTS ROOM_LINKS)
    if(link MATCHES "^stint_" AND NOT TARGET ${link})
      message(FATAL_ERROR "room ${name} links ${link}, which is not below it")
    endif()
  endforeach()
  add_library(stint_${name} STATIC ${ROOM_UNPARSED_ARGUMENTS})
  target_include_directories(stint_${name} PUBLIC ${PROJECT_SOURCE_DIR}/src)
  target_link_libraries(stint_${name} PUBLIC ${ROOM_LINKS} PRIVATE stint_options)
  if(STINT_PRECOMPILE)
    target_link_libraries(stint_${name} PRIVATE fmt::fmt)
    target_precompile_headers(stint_${name} REUSE_FROM stint_precompiled)
  endif()
endfunction()
