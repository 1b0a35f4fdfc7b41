# Where llama.cpp lies: -DSTINT_LLAMA=PATH, else an installed package, else what cmake/llama/build.sh has built.
# Defines the targets llama and ggml::ggml, and llama_chat_template where build.sh has built that beside them.
set(STINT_LLAMA "" CACHE PATH "Folder of an installed llama.cpp; empty: a package of the system, or what cmake/llama/build.sh built")

function(stint_find_llama)
  # Looked up anew each time: another compiler, or a newer version, lies elsewhere.
  foreach(found llama_DIR ggml_DIR llama_LIBRARY)
    unset(${found} CACHE)
  endforeach()
  if(STINT_LLAMA)
    find_package(llama CONFIG REQUIRED NO_DEFAULT_PATH HINTS ${STINT_LLAMA})
    return()
  endif()
  find_package(llama 0.5 CONFIG QUIET)
  if(llama_FOUND)
    return()
  endif()
  set(script ${PROJECT_SOURCE_DIR}/cmake/llama/build.sh)
  # Its C interface makes one build serve every preset, so it is asked without this build's compiler.
  execute_process(COMMAND ${script} --where OUTPUT_VARIABLE place OUTPUT_STRIP_TRAILING_WHITESPACE RESULT_VARIABLE failed)
  if(failed OR NOT EXISTS ${place})
    message(FATAL_ERROR "llama.cpp is neither installed nor built. Run cmake/llama/build.sh (./dev does), "
                        "or give the folder of one with -DSTINT_LLAMA=PATH. Looked for ${place}")
  endif()
  find_package(llama CONFIG REQUIRED NO_DEFAULT_PATH HINTS ${place})
endfunction()

# The packages' own targets are visible where they are found only.
set(CMAKE_FIND_PACKAGE_TARGETS_GLOBAL ON)
stint_find_llama()
unset(CMAKE_FIND_PACKAGE_TARGETS_GLOBAL)

# Any chat template, rather than only those that llama.cpp knows by heart.
get_filename_component(STINT_LLAMA_PLACE ${llama_DIR}/../../.. ABSOLUTE)
if(NOT TARGET llama_chat_template AND EXISTS ${STINT_LLAMA_PLACE}/lib/libllama_chat_template.a)
  add_library(llama_chat_template STATIC IMPORTED GLOBAL)
  set_target_properties(llama_chat_template PROPERTIES
    IMPORTED_LOCATION ${STINT_LLAMA_PLACE}/lib/libllama_chat_template.a
    INTERFACE_INCLUDE_DIRECTORIES ${STINT_LLAMA_PLACE}/include
    INTERFACE_COMPILE_DEFINITIONS STINT_LLAMA_CHAT_TEMPLATE
    INTERFACE_LINK_LIBRARIES ggml::ggml)
endif()
