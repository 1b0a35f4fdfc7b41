// Archives put together by hand (POSIX.1-1988 ustar), so that they may hold what no program would write.
#pragma once

#include <cstdio>
#include <string>
#include <string_view>

namespace stint::backup::test {

struct TarEntry {
  std::string name;
  std::string content;
  char type = '0';        // '1' hard link, '2' symbolic link, '3' device, '5' folder
  std::string link = {};  // where it leads
  std::string size = {};  // octal digits, in the place of the true ones
};

inline std::string tar_entry(const TarEntry& entry) {
  constexpr std::size_t kBlock = 512;
  std::string header(kBlock, '\0');
  const auto put = [&](std::size_t at, std::string_view text) { header.replace(at, text.size(), text); };
  const auto octal = [](std::size_t value, int digits) {
    char text[32];
    std::snprintf(text, sizeof text, "%0*zo", digits, value);
    return std::string{text};
  };
  put(0, entry.name);
  put(100, "0000600");
  put(108, "0000000");
  put(116, "0000000");
  put(124, entry.size.empty() ? octal(entry.content.size(), 11) : entry.size);
  put(136, octal(0, 11));
  put(148, "        ");
  header[156] = entry.type;
  put(157, entry.link);
  put(257, std::string_view{"ustar\00000", 8});
  std::size_t sum = 0;
  for (const char c : header) sum += static_cast<unsigned char>(c);
  put(148, octal(sum, 6));
  header[154] = '\0';
  std::string out = header + entry.content;
  out.append((kBlock - entry.content.size() % kBlock) % kBlock, '\0');
  return out;
}

// Two empty blocks are the end.
inline std::string tar_end() {
  return std::string(1024, '\0');
}

}  // namespace stint::backup::test
