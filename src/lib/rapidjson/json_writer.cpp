#include "lib/rapidjson/json_writer.h"

#include <cmath>
#include <rapidjson/prettywriter.h>

#include "lib/simdjson/utf8.h"

namespace stint {
namespace {

constexpr unsigned kIndent = 2;
constexpr std::string_view kReplacement = "\xEF\xBF\xBD";

// The library's idea of an output stream. Line ends stand between values only: in texts they are escaped.
class IndentedText {
 public:
  using Ch = char;
  IndentedText(std::string& out, std::size_t depth) : out_(out), indent_(depth * kIndent, ' ') {}
  void Put(char c) {
    out_ += c;
    if (c == '\n') out_ += indent_;
  }
  void Flush() {}

 private:
  std::string& out_;
  std::string indent_;
};

std::string valid_text(std::string_view text) {
  std::string valid;
  while (const auto wrong = find_invalid_utf8(text)) {
    valid += text.substr(0, *wrong);
    valid += kReplacement;
    text.remove_prefix(*wrong + 1);
  }
  return valid += text;
}

}  // namespace

struct JsonWriter::Writer {
  Writer(std::string& out, std::size_t depth) : text(out, depth), json(text) { json.SetIndent(' ', kIndent); }
  IndentedText text;
  rapidjson::PrettyWriter<IndentedText> json;
};

JsonWriter::JsonWriter(std::string& out, std::size_t depth) : writer_(std::make_unique<Writer>(out, depth)) {}
JsonWriter::~JsonWriter() = default;

void JsonWriter::key(std::string_view name) {
  writer_->json.Key(name.data(), static_cast<rapidjson::SizeType>(name.size()));
}
void JsonWriter::begin_object() {
  writer_->json.StartObject();
}
void JsonWriter::end_object() {
  writer_->json.EndObject();
}
void JsonWriter::begin_array() {
  writer_->json.StartArray();
}
void JsonWriter::end_array() {
  writer_->json.EndArray();
}
void JsonWriter::begin_line() {
  writer_->json.SetFormatOptions(rapidjson::kFormatSingleLineArray);
  writer_->json.StartArray();
}
void JsonWriter::end_line() {
  writer_->json.EndArray();
  writer_->json.SetFormatOptions(rapidjson::kFormatDefault);
}
void JsonWriter::write_null() {
  writer_->json.Null();
}
void JsonWriter::write_bool(bool value) {
  writer_->json.Bool(value);
}
void JsonWriter::write_number(double value) {
  if (!std::isfinite(value)) return write_null();
  writer_->json.Double(value);
}
void JsonWriter::write_integer(std::int64_t value) {
  writer_->json.Int64(value);
}
void JsonWriter::write_text(std::string_view text) {
  if (!is_valid_utf8(text)) return write_text(valid_text(text));
  writer_->json.String(text.data(), static_cast<rapidjson::SizeType>(text.size()));
}
void JsonWriter::raw(std::string_view name, std::string_view json) {
  key(name);
  writer_->json.RawValue(json.data(), json.size(), rapidjson::kObjectType);
}

}  // namespace stint
