# Makes a C++ source that holds files as they are:
# cmake -DOUT=FILE -DROOT=DIR -DFUNCTION=name -DFILES="DIR/a;DIR/b" -P embed_files.cmake
# The function gives a span of Embedded (server/embedded.h), named by their path below ROOT.
set(blocks "")
set(symbols "")
set(rows "")
set(number 0)
foreach(file IN LISTS FILES)
  file(RELATIVE_PATH name ${ROOT} ${file})
  set(symbol "stint_${FUNCTION}_${number}")
  string(APPEND blocks "    \"${symbol}: .incbin \\\"${file}\\\"\\n\"\n    \"${symbol}_end: .byte 0\\n\"\n")
  string(APPEND symbols "extern const char ${symbol}[];\nextern const char ${symbol}_end[];\n")
  string(APPEND rows "      {\"${name}\", {${symbol}, static_cast<std::size_t>(${symbol}_end - ${symbol})}},\n")
  math(EXPR number "${number} + 1")
endforeach()
if(number EQUAL 0)
  set(body "  return {};\n")
else()
  set(body "  static const std::array<Embedded, ${number}> files{{\n${rows}  }};\n  return files;\n")
endif()
file(WRITE ${OUT} "// Made by cmake/embed_files.cmake.
#include <array>
#include <cstddef>

#include \"server/embedded.h\"

asm(\".section .rodata\\n\"
${blocks}    \".previous\\n\");

extern \"C\" {
${symbols}}

namespace stint::server {

std::span<const Embedded> ${FUNCTION}() {
${body}}

}  // namespace stint::server
")
