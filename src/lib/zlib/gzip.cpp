#include "lib/zlib/gzip.h"

#include <cassert>
#include <zlib.h>

namespace stint {

std::string gzip(std::string_view bytes) {
  constexpr int kQuick = 4;
  constexpr int kGzipWindow = 15 + 16;  // 16 more: with the header of gzip
  constexpr int kMemory = 8;
  z_stream stream{};
  [[maybe_unused]] int status =
      deflateInit2(&stream, kQuick, Z_DEFLATED, kGzipWindow, kMemory, Z_DEFAULT_STRATEGY);
  assert(status == Z_OK);
  std::string out(deflateBound(&stream, bytes.size()), '\0');
  // zlib reads it only.
  stream.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(bytes.data()));
  stream.avail_in = static_cast<uInt>(bytes.size());
  stream.next_out = reinterpret_cast<Bytef*>(out.data());
  stream.avail_out = static_cast<uInt>(out.size());
  status = deflate(&stream, Z_FINISH);
  assert(status == Z_STREAM_END);
  out.resize(stream.total_out);
  deflateEnd(&stream);
  return out;
}

}  // namespace stint
