#include "tracker/json/splitter.h"

#include <algorithm>
#include <array>
#include <cstring>
#include <fmt/format.h>

#include "lib/simdjson/json.h"

namespace stint::tracker {
namespace {

// What a byte outside a string means for finding the end of a value.
enum Meaning : std::uint8_t { plain, quote, open, close, ends_scalar };

constexpr std::array<Meaning, 256> make_meanings() {
  std::array<Meaning, 256> meanings{};
  meanings['"'] = quote;
  meanings['{'] = meanings['['] = open;
  meanings['}'] = meanings[']'] = close;
  meanings[','] = meanings[' '] = meanings['\n'] = meanings['\r'] = meanings['\t'] = ends_scalar;
  return meanings;
}
constexpr auto kMeanings = make_meanings();

Meaning meaning_of(char c) {
  return kMeanings[static_cast<unsigned char>(c)];
}

bool is_space(char c) {
  return c == ' ' || c == '\n' || c == '\r' || c == '\t';
}

// Whether the quote at `at` is escaped: an odd number of backslashes stands before it, none before `from`.
bool is_escaped(const char* from, const char* at) {
  std::size_t count = 0;
  while (at - count > from && *(at - count - 1) == '\\') ++count;
  return count % 2 == 1;
}

}  // namespace

JsonSplitter::JsonSplitter(ByteSource source, Options options)
    : source_(std::move(source)), options_(std::move(options)) {}

std::unexpected<Error> JsonSplitter::bad(std::string message) {
  state_ = State::finished;
  return fail(ErrorCode::usage, std::move(message), fmt::format("byte {}", position()));
}

std::unexpected<Error> JsonSplitter::too_large() {
  constexpr std::size_t kMebibyte = std::size_t{1} << 20;
  const std::size_t limit = options_.max_piece_bytes;
  return bad(limit < kMebibyte ? fmt::format("one item is larger than {} bytes", limit)
                               : fmt::format("one item is larger than {} MiB", limit / kMebibyte));
}

Result<bool> JsonSplitter::skip_byte_order_mark() {
  constexpr std::string_view kByteOrderMark = "\xEF\xBB\xBF";
  while (end_ - begin_ < kByteOrderMark.size()) {
    STINT_ASSIGN(more, refill());
    if (!more) break;
  }
  const bool found = std::string_view{buffer_}.substr(begin_, end_ - begin_).starts_with(kByteOrderMark);
  if (found) begin_ += kByteOrderMark.size();
  return found;
}

Result<bool> JsonSplitter::refill() {
  if (at_end_) return false;
  if (begin_ > 0) {
    std::memmove(buffer_.data(), buffer_.data() + begin_, end_ - begin_);
    base_ += begin_;
    end_ -= begin_;
    begin_ = 0;
  }
  // Growing doubles, so that a piece larger than a chunk is moved a few times only.
  const std::size_t wanted = std::max(end_ + options_.chunk_bytes, end_ * 2) + json::kPadding;
  if (buffer_.size() < end_ + options_.chunk_bytes + json::kPadding) buffer_.resize(wanted);
  auto got = source_(std::span{buffer_.data() + end_, buffer_.size() - json::kPadding - end_});
  if (!got) {
    state_ = State::finished;
    return fail(std::move(got).error());
  }
  if (*got == 0) at_end_ = true;
  end_ += *got;
  return !at_end_;
}

Result<char> JsonSplitter::peek() {
  for (;;) {
    while (begin_ < end_ && is_space(buffer_[begin_])) ++begin_;
    if (begin_ < end_) return buffer_[begin_];
    STINT_ASSIGN(more, refill());
    if (!more) return '\0';
  }
}

// The size of the value that starts at begin_, with all of it in the buffer.
Result<std::size_t> JsonSplitter::value_size() {
  STINT_ASSIGN(size, end_of_value());
  // Whether a large item is refused must not depend on how the input was cut.
  if (size > options_.max_piece_bytes) return too_large();
  return size;
}

Result<std::size_t> JsonSplitter::end_of_value() {
  std::size_t at = 0;  // relative to begin_, which refill() moves
  std::size_t depth = 0;
  bool in_string = false;
  bool scalar = false;
  for (;;) {
    const char* const from = buffer_.data() + begin_;
    const std::size_t size = end_ - begin_;
    while (at < size) {
      if (in_string) {
        const auto* found = static_cast<const char*>(std::memchr(from + at, '"', size - at));
        if (found == nullptr) {
          at = size;
          break;
        }
        at = static_cast<std::size_t>(found - from) + 1;
        if (is_escaped(from, found)) continue;
        in_string = false;
        if (depth == 0) return at;
        continue;
      }
      switch (meaning_of(from[at])) {
        case plain:
          scalar = scalar || depth == 0;
          break;
        case quote:
          if (scalar) return at;
          in_string = true;
          break;
        case open:
          if (scalar) return at;
          ++depth;
          break;
        case close:
          if (depth == 0) return at;
          if (--depth == 0) return at + 1;
          break;
        case ends_scalar:
          if (depth == 0) return at;
          break;
      }
      ++at;
    }
    if (at > options_.max_piece_bytes) return too_large();
    STINT_ASSIGN(more, refill());
    if (!more) {
      if (scalar && !in_string && depth == 0) return at;
      return bad("the input is truncated: it ends inside an item");
    }
  }
}

Result<std::optional<JsonPiece>> JsonSplitter::array_element() {
  STINT_ASSIGN(first, peek());
  if (first == '\0') return bad("the input is truncated: it ends inside a list");
  if (after_item_ && first == ',') {
    ++begin_;
    STINT_ASSIGN(next_first, peek());
    first = next_first;
    if (first == '\0') return bad("the input is truncated: it ends inside a list");
  } else if (first != ']' && after_item_) {
    return bad("a comma or ] is missing");
  }
  if (first == ']') {
    ++begin_;
    state_ = state_ == State::object_array ? State::object : State::between;
    after_item_ = true;
    return std::nullopt;
  }
  STINT_ASSIGN(size, value_size());
  if (size == 0) return bad("a value is missing");
  JsonPiece piece;
  piece.kind = JsonPiece::Kind::element;
  if (state_ == State::object_array) piece.member = member_;
  piece.text = std::string_view{buffer_}.substr(begin_, size);
  piece.offset = position();
  begin_ += size;
  after_item_ = true;
  return piece;
}

Result<std::optional<JsonPiece>> JsonSplitter::object_member() {
  STINT_ASSIGN(first, peek());
  if (after_item_ && first == ',') {
    ++begin_;
    STINT_ASSIGN(next_first, peek());
    first = next_first;
  } else if (after_item_ && first != '}' && first != '\0') {
    return bad("a comma or } is missing");
  }
  if (first == '\0') return bad("the input is truncated: it ends inside an object");
  if (first == '}') {
    ++begin_;
    state_ = State::between;
    document_ += '}';
    const std::size_t size = document_.size();
    document_.resize(size + json::kPadding);
    JsonPiece piece;
    piece.kind = JsonPiece::Kind::document;
    piece.text = std::string_view{document_}.substr(0, size);
    piece.offset = document_offset_;
    piece.had_list = had_list_;
    return piece;
  }
  if (first != '"') return bad("a member name is missing");
  STINT_ASSIGN(key_size, value_size());
  const std::string key = buffer_.substr(begin_, key_size);  // with its quotes
  begin_ += key_size;
  STINT_ASSIGN(colon, peek());
  if (colon != ':')
    return bad(colon == '\0' ? "the input is truncated: it ends inside an object"
                             : "a colon is missing after a member name");
  ++begin_;
  STINT_ASSIGN(value_first, peek());
  const std::string_view name = std::string_view{key}.substr(1, key.size() - 2);
  if (value_first == '[' && std::ranges::find(options_.streamed, name) != options_.streamed.end()) {
    ++begin_;
    member_ = name;
    had_list_ = true;
    state_ = State::object_array;
    after_item_ = false;
    return std::nullopt;
  }
  STINT_ASSIGN(size, value_size());
  if (size == 0) return bad("a value is missing");
  if (document_.size() + size > options_.max_piece_bytes) return too_large();
  if (document_.size() > 1) document_ += ',';
  document_ += key;
  document_ += ':';
  document_.append(buffer_, begin_, size);
  begin_ += size;
  after_item_ = true;
  return std::nullopt;
}

Result<std::optional<JsonPiece>> JsonSplitter::next() {
  for (;;) {
    switch (state_) {
      case State::finished:
        return std::nullopt;
      case State::between: {
        STINT_ASSIGN(first, peek());
        if (position() == 0 && first == '\xEF') {
          STINT_ASSIGN(found, skip_byte_order_mark());
          if (found) continue;
        }
        if (first == '\0' && begin_ >= end_) {
          state_ = State::finished;
          return std::nullopt;
        }
        if (first != '{' && first != '[') return bad("this is not JSON: { or [ is expected");
        document_offset_ = position();
        ++begin_;
        state_ = first == '{' ? State::object : State::array;
        document_ = "{";
        had_list_ = false;
        after_item_ = false;
        continue;
      }
      case State::array:
      case State::object_array: {
        STINT_ASSIGN(piece, array_element());
        if (piece) return piece;
        continue;
      }
      case State::object: {
        STINT_ASSIGN(piece, object_member());
        if (piece) return piece;
        continue;
      }
    }
  }
}

}  // namespace stint::tracker
