// How one kind of service is spoken to. Pure: what is sent, and what comes back means.
#pragma once

#include <expected>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "language/event_stream.h"
#include "language/generation.h"
#include "language/providers/remote_fault.h"
#include "language/providers/remote_settings.h"
#include "lib/curl/transport.h"
#include "lib/simdjson/json.h"

namespace stint::language {

struct RemoteCall {
  std::string url;
  curl::Headers headers;
  curl::Headers credentials;
  std::string body;
};

// What an answer has come to so far.
struct PartialAnswer {
  std::string text;
  std::optional<Ending> ending;  // said by the service; text that comes later is not taken
  Usage usage;
  std::string model;
  bool over = false;  // nothing more is to come
};

using Reading = std::expected<void, Fault>;

// Reads one answer. What cannot be part of one is a fault, and the end of it.
class AnswerReader {
 public:
  AnswerReader() = default;
  AnswerReader(const AnswerReader&) = delete;
  AnswerReader& operator=(const AnswerReader&) = delete;
  virtual ~AnswerReader() = default;

  [[nodiscard]] virtual Reading read_event(const StreamEvent& event, PartialAnswer& answer) = 0;
  // The answer as one document, in place of a stream.
  [[nodiscard]] virtual Reading read_document(json::Value root, PartialAnswer& answer) = 0;
};

// Immutable; any number of threads may use it.
class RemoteProtocol {
 public:
  RemoteProtocol() = default;
  RemoteProtocol(const RemoteProtocol&) = delete;
  RemoteProtocol& operator=(const RemoteProtocol&) = delete;
  virtual ~RemoteProtocol() = default;

  // `sampling`: with temperature and the like. FaultKind::rejected for what the service cannot be asked.
  [[nodiscard]] virtual std::expected<RemoteCall, Fault> call(const GenerationRequest& request,
                                                              bool sampling) const = 0;
  // `quote` has to outlive the reader.
  [[nodiscard]] virtual std::unique_ptr<AnswerReader> reader(const GenerationRequest& request,
                                                             const Quotation& quote) const = 0;
  // What an answer with another status than 2xx says.
  [[nodiscard]] virtual Notice notice(int status, json::Value root) const = 0;
};

// FaultKind::rejected.
[[nodiscard]] Fault rejected(std::string message, std::string hint = {});

// The texts of the system's messages, with an empty line between two.
[[nodiscard]] std::string system_text(const GenerationRequest& request);

// A document as a reader expects one, or FaultKind::malformed that quotes it.
[[nodiscard]] std::expected<json::Value, Fault> parse_answer(json::Parser& parser, std::string_view text,
                                                             const Quotation& quote);

}  // namespace stint::language
