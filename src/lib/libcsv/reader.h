// Reading delimited text as it arrives, over libcsv: quoted newlines, either line end, a byte order mark, and
// the delimiter found from the first line.
#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <span>
#include <string_view>

#include "base/result.h"

namespace stint::csv {

// One record. Its fields live until the handler returns; they are the file's bytes without their quotes,
// whatever their encoding.
struct Row {
  std::int64_t line = 0;     // where it begins, from 1; line feeds are counted
  std::uint64_t offset = 0;  // bytes from the start of the input to the line it begins on
  std::span<const std::string_view> fields;
};

struct Options {
  // A longer record is refused: almost always a quote that is never closed, which would otherwise pull the
  // whole file into memory. Bytes.
  std::size_t max_row_bytes = std::size_t{64} << 20U;
  // 0: whichever of comma, semicolon and tab is most frequent outside quotes in the first record (or the
  // first MiB), unless a line such as "sep=;" says it; a comma when there is none.
  char delimiter = 0;
};

using Handler = std::function<Outcome(const Row&)>;

// Fed with pieces of any size, calls the handler for each record, in order; empty lines are no records. What
// it reads does not depend on where the pieces are cut. Memory: the longest record.
//
// Errors (ErrorCode::usage, with the line in `where`): a record that is too long, UTF-16, a quote that is
// open at the end (with the line on which it opens); and whatever the handler returns. After an error every
// further call returns it again.
class Reader {
 public:
  explicit Reader(Handler handler, Options options = {});
  Reader(const Reader&) = delete;
  Reader& operator=(const Reader&) = delete;
  ~Reader();

  [[nodiscard]] Outcome feed(std::string_view piece);
  // Ends the input; the last record needs no line end.
  [[nodiscard]] Outcome finish();

  // 0 until known: it is from the first record on.
  [[nodiscard]] char delimiter() const;

 private:
  class Machine;
  std::unique_ptr<Machine> machine_;
};

}  // namespace stint::csv
