// Parses pieces of Jira JSON on a thread of its own, between the reader of files and the writer of batches.
#pragma once

#include <atomic>
#include <cstdint>
#include <map>
#include <string>
#include <thread>
#include <utility>
#include <vector>

#include "base/bounded_queue.h"
#include "base/result.h"
#include "exchange/batch.h"
#include "exchange/jira_reader.h"
#include "exchange/writer_thread.h"
#include "tracker/json/splitter.h"

namespace stint::exchange {

// Pieces of one file, with their bytes.
class PieceBatch {
 public:
  // `file` is the caller's number of it, `name` and `site` are for JiraReader::begin_file.
  PieceBatch(std::size_t file, std::string name, std::string site)
      : file_(file), name_(std::move(name)), site_(std::move(site)) {}

  void add(const tracker::JsonPiece& piece);
  [[nodiscard]] bool is_full() const;
  [[nodiscard]] bool empty() const { return pieces_.empty(); }

 private:
  friend class ParserThread;
  struct Piece {
    tracker::JsonPiece piece;  // without its text
    std::string member;
    std::size_t begin = 0;  // of the text in bytes_
    std::size_t size = 0;
  };
  std::size_t file_;
  std::string name_;
  std::string site_;
  std::string bytes_;
  std::vector<Piece> pieces_;
};

class ParserThread {
 public:
  struct FileResult {
    FileContents contents;
    std::vector<Error> errors;
  };

  // `known` is what custom fields are called, as far as that is known before.
  ParserThread(WriterThread& writer, const tracker::jira::FieldNames& known);
  ParserThread(const ParserThread&) = delete;
  ParserThread& operator=(const ParserThread&) = delete;
  ~ParserThread() { static_cast<void>(finish()); }

  // False: writing has failed, going on makes no sense.
  [[nodiscard]] bool parse(PieceBatch batch) { return queue_.push(std::move(batch)); }

  [[nodiscard]] std::int64_t issues() const { return issues_; }

  // Waits until all is parsed and handed to the writer; what came of each file, by its number.
  [[nodiscard]] std::map<std::size_t, FileResult> finish();

 private:
  void run();
  [[nodiscard]] bool parse_all(PieceBatch& batch);

  WriterThread& writer_;
  Collector collector_;
  JiraReader reader_;
  std::map<std::size_t, FileResult> results_;  // the thread's until it is joined
  std::atomic<std::int64_t> issues_ = 0;
  BoundedQueue<PieceBatch> queue_;
  std::thread thread_;
};

}  // namespace stint::exchange
