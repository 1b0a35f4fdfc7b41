#include "exchange/parser_thread.h"

#include "lib/simdjson/json.h"

namespace stint::exchange {
namespace {

constexpr std::size_t kBatchBytes = std::size_t{512} << 10;
constexpr std::size_t kQueuedBatches = 8;

}  // namespace

void PieceBatch::add(const tracker::JsonPiece& piece) {
  Piece& kept = pieces_.emplace_back();
  kept.piece = piece;
  kept.piece.text = {};
  kept.piece.member = {};
  kept.member = piece.member;
  kept.begin = bytes_.size();
  kept.size = piece.text.size();
  bytes_ += piece.text;
}

bool PieceBatch::is_full() const {
  return bytes_.size() >= kBatchBytes;
}

ParserThread::ParserThread(WriterThread& writer, const tracker::jira::FieldNames& known)
    : writer_(writer), reader_(collector_), queue_(kQueuedBatches) {
  reader_.learn(known);
  thread_ = std::thread{[this] { run(); }};
}

void ParserThread::run() {
  while (auto batch = queue_.pop()) {
    if (!parse_all(*batch)) {
      queue_.close();
      return;
    }
  }
  static_cast<void>(writer_.write(collector_.take()));
}

bool ParserThread::parse_all(PieceBatch& batch) {
  const auto [result, begins] = results_.try_emplace(batch.file_);
  if (begins) reader_.begin_file(batch.name_, batch.site_);
  batch.bytes_.resize(batch.bytes_.size() + json::kPadding);
  for (PieceBatch::Piece& kept : batch.pieces_) {
    kept.piece.text = std::string_view{batch.bytes_}.substr(kept.begin, kept.size);
    kept.piece.member = kept.member;
    const std::int64_t before = reader_.contents().issues;
    if (Outcome read = reader_.read(kept.piece); !read)
      result->second.errors.push_back(std::move(read).error());
    issues_ += reader_.contents().issues - before;
    if (collector_.is_full() && !writer_.write(collector_.take())) return false;
  }
  result->second.contents = reader_.contents();
  return true;
}

std::map<std::size_t, ParserThread::FileResult> ParserThread::finish() {
  queue_.close();
  if (thread_.joinable()) thread_.join();
  return std::move(results_);
}

}  // namespace stint::exchange
