#include "lib/libcsv/reader.h"

#include <algorithm>
#include <csv.h>
#include <fmt/format.h>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "lib/libcsv/delimiter.h"

namespace stint::csv {

namespace {

// The first record is looked at for the delimiter up to here. Bytes.
constexpr std::size_t kMaxHead = std::size_t{1} << 20U;

// csv_parser::pstate outside any record. The header does not name it, but only it tells whether the next byte
// begins a record.
constexpr int kNoRecord = 0;

// libcsv would strip blanks around fields; they belong to the text.
int is_no_space(unsigned char) {
  return 0;
}

// Up to and with the first line end of either kind; all of it without one.
std::size_t line_length(std::string_view piece) {
  const auto end = std::ranges::find_if(piece, [](char c) { return c == '\n' || c == '\r'; });
  return std::min(static_cast<std::size_t>(end - piece.begin()) + 1, piece.size());
}

// A finished record: the fields' bytes one after another, and where each ends.
struct Record {
  std::int64_t line = 0;
  std::uint64_t offset = 0;
  std::string bytes;
  std::vector<std::size_t> ends;
};

}  // namespace

class Reader::Machine {
 public:
  Machine(Handler handler, Options options) : handler_(std::move(handler)), options_(options) {
    csv_init(&parser_, 0);
    csv_set_space_func(&parser_, is_no_space);
    // What its buffer grows by.
    csv_set_blk_size(&parser_, std::size_t{64} << 10U);
  }
  Machine(const Machine&) = delete;
  Machine& operator=(const Machine&) = delete;
  ~Machine() { csv_free(&parser_); }

  Outcome feed(std::string_view piece) {
    if (error_) return fail(*error_);
    return remember(started_ ? read(piece) : start(piece, false));
  }
  Outcome finish() {
    if (error_) return fail(*error_);
    return remember(end());
  }

  [[nodiscard]] char delimiter() const { return started_ ? delimiter_ : '\0'; }

 private:
  Outcome remember(Outcome done) {
    if (!done) error_ = done.error();
    return done;
  }

  // The beginning is kept until the first record is complete, because that tells the delimiter.
  Outcome start(std::string_view piece, bool complete) {
    head_ += piece;
    if (head_.starts_with("\xFF\xFE") || head_.starts_with("\xFE\xFF")) {
      return fail(ErrorCode::usage, "the file is in UTF-16", "line 1",
                  "save it as \"CSV UTF-8\" and try again");
    }
    const auto head = std::string_view(head_).substr(0, kMaxHead);
    const auto found = find_start(head, complete || head_.size() >= kMaxHead);
    if (!found) return {};
    delimiter_ = options_.delimiter != 0 ? options_.delimiter : found->delimiter;
    csv_set_delim(&parser_, static_cast<unsigned char>(delimiter_));
    started_ = true;
    const std::string all = std::exchange(head_, {});
    const std::string_view skipped = std::string_view(all).substr(0, found->skip);
    line_ += std::ranges::count(skipped, '\n');
    line_offset_ = offset_ = found->skip;
    return read(std::string_view(all).substr(found->skip));
  }

  // One line at a time, so that the place of every record is known.
  Outcome read(std::string_view piece) {
    while (!piece.empty()) {
      const std::size_t length = line_length(piece);
      if (parser_.pstate == kNoRecord) begin_record();
      // Of a record that is too long all that may be is read, so that the error does not depend on the
      // pieces.
      const std::size_t room = options_.max_row_bytes - static_cast<std::size_t>(offset_ - record_begin_);
      const std::size_t take = std::min(length, room);
      if (csv_parse(&parser_, piece.data(), take, on_field, on_record, this) != take) return broken();
      if (take < length) return too_long();
      offset_ += length;
      if (piece[length - 1] == '\n') {
        ++line_;
        line_offset_ = offset_;
      }
      STINT_TRY(hand_over());
      piece.remove_prefix(length);
    }
    return {};
  }

  Outcome end() {
    if (!started_) STINT_TRY(start({}, true));
    csv_set_opts(&parser_, CSV_STRICT | CSV_STRICT_FINI);  // only to be told of an open quote
    if (csv_fini(&parser_, on_field, on_record, this) != 0) {
      if (csv_error(&parser_) != CSV_EPARSE) return broken();
      return fail(ErrorCode::usage, "a quote that opens here is never closed",
                  fmt::format("line {}", field_line_), "the file may be cut off: export it again");
    }
    return hand_over();
  }

  void begin_record() {
    record_begin_ = offset_;
    record_.line = field_line_ = line_;
    record_.offset = line_offset_;
  }

  static void on_field(void* bytes, std::size_t size, void* self) noexcept {
    auto& machine = *static_cast<Machine*>(self);
    machine.record_.bytes.append(static_cast<const char*>(bytes), size);
    machine.record_.ends.push_back(machine.record_.bytes.size());
    machine.field_line_ = machine.line_;
  }

  static void on_record(int, void* self) noexcept {
    auto& machine = *static_cast<Machine*>(self);
    machine.finished_.push_back(std::move(machine.record_));
    machine.record_ = {};
    machine.begin_record();
  }

  // Outside libcsv's C frames, through which nothing may be thrown.
  Outcome hand_over() {
    for (const Record& record : finished_) {
      fields_.clear();
      std::size_t begin = 0;
      for (const std::size_t end : record.ends) {
        fields_.push_back(std::string_view(record.bytes).substr(begin, end - begin));
        begin = end;
      }
      STINT_TRY(handler_(Row{record.line, record.offset, fields_}));
    }
    // The buffers of the usual single record serve the next one.
    if (finished_.size() == 1 && record_.bytes.empty() && record_.ends.empty()) {
      std::swap(record_.bytes, finished_.front().bytes);
      std::swap(record_.ends, finished_.front().ends);
      record_.bytes.clear();
      record_.ends.clear();
    }
    finished_.clear();
    return {};
  }

  [[nodiscard]] Outcome too_long() const {
    return fail(ErrorCode::usage, fmt::format("a record of more than {} bytes", options_.max_row_bytes),
                fmt::format("line {}", record_.line),
                fmt::format("look for a quote that is not closed on line {}", field_line_));
  }
  [[nodiscard]] Outcome broken() const {
    return fail(ErrorCode::failure, "not enough memory for a record", fmt::format("line {}", record_.line));
  }

  Handler handler_;
  Options options_;
  csv_parser parser_{};
  std::string head_;
  bool started_ = false;
  char delimiter_ = ',';
  std::int64_t line_ = 1;           // of the next byte
  std::uint64_t offset_ = 0;        // of the next byte
  std::uint64_t line_offset_ = 0;   // where the line of the next byte begins
  std::uint64_t record_begin_ = 0;  // of the record under way
  std::int64_t field_line_ = 1;     // where the field under way begins
  Record record_;                   // under way
  std::vector<Record> finished_;
  std::vector<std::string_view> fields_;
  std::optional<Error> error_;
};

Reader::Reader(Handler handler, Options options)
    : machine_(std::make_unique<Machine>(std::move(handler), options)) {}

Reader::~Reader() = default;

Outcome Reader::feed(std::string_view piece) {
  return machine_->feed(piece);
}

Outcome Reader::finish() {
  return machine_->finish();
}

char Reader::delimiter() const {
  return machine_->delimiter();
}

}  // namespace stint::csv
