# Makes a C++ source from the prompts: cmake -DOUT=FILE -DFILES="a.md;b.md" -P embed_prompts.cmake
set(rows "")
foreach(file IN LISTS FILES)
  get_filename_component(name ${file} NAME_WE)
  file(READ ${file} text)
  string(APPEND rows "    BuiltinPrompt{\"${name}\", R\"prompt(${text})prompt\"},\n")
endforeach()
file(WRITE ${OUT} "// Made from src/language/prompts.
#include <array>

#include \"language/prompt/library.h\"

namespace stint::language {
namespace {

constexpr std::array kPrompts{
${rows}};

}  // namespace

std::span<const BuiltinPrompt> builtin_prompts() {
  return kPrompts;
}

}  // namespace stint::language
")
