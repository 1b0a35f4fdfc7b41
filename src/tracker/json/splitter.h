// Cuts JSON texts of any size into pieces small enough to parse one at a time, so that memory does not grow
// with the file.
//
// Pieces are: every element of a top-level array; every element of a top-level object's member named in
// `streamed`; and each top-level object itself without those members. Several documents may follow each other
// (one per line, for example). Only strings and brackets are looked at: whether a piece is valid JSON is for
// the parser to say, piece by piece, so one bad element does not cost its neighbours.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "tracker/json/byte_source.h"

namespace stint::tracker {

struct JsonPiece {
  enum class Kind : std::uint8_t { element, document };
  Kind kind = Kind::element;
  std::string_view member;  // the streamed member that an element belongs to; empty for a top-level array
  // Lives until the next call; json::kPadding readable bytes follow it.
  std::string_view text;
  std::uint64_t offset = 0;  // of its first byte in the input
  // For a document: whether it had a streamed member, even an empty one.
  bool had_list = false;
};

class JsonSplitter {
 public:
  struct Options {
    std::vector<std::string> streamed{"issues", "issueChangeLogs"};
    std::size_t max_piece_bytes = std::size_t{256} << 20;  // larger pieces are refused, not read
    std::size_t chunk_bytes = std::size_t{1} << 20;        // how much is asked of the source at a time
  };

  JsonSplitter(ByteSource source, Options options);

  // The next piece, nothing at the end. After an error (input that is no JSON, ends too early, or holds a
  // piece over the limit) there are no more pieces; `where` of the error holds the byte.
  [[nodiscard]] Result<std::optional<JsonPiece>> next();

  // Bytes consumed so far.
  [[nodiscard]] std::uint64_t position() const { return base_ + begin_; }

 private:
  enum class State : std::uint8_t { between, array, object, object_array, finished };

  [[nodiscard]] Result<bool> refill();  // false: the source is at its end
  [[nodiscard]] Result<char> peek();    // the next byte that is no white space; '\0' at the end
  [[nodiscard]] Result<bool> skip_byte_order_mark();
  [[nodiscard]] Result<std::size_t> value_size();
  [[nodiscard]] Result<std::size_t> end_of_value();
  [[nodiscard]] Result<std::optional<JsonPiece>> array_element();
  [[nodiscard]] Result<std::optional<JsonPiece>> object_member();
  [[nodiscard]] std::unexpected<Error> bad(std::string message);
  [[nodiscard]] std::unexpected<Error> too_large();

  ByteSource source_;
  Options options_;
  State state_ = State::between;
  bool after_item_ = false;  // a comma is due before the next element or member
  bool at_end_ = false;      // the source has nothing more
  std::string buffer_;       // bytes [begin_, end_) are input not consumed yet
  std::size_t begin_ = 0;
  std::size_t end_ = 0;
  std::uint64_t base_ = 0;  // position of buffer_[0] in the input
  std::string document_;    // the object being collected
  std::uint64_t document_offset_ = 0;
  bool had_list_ = false;
  std::string member_;
};

}  // namespace stint::tracker
