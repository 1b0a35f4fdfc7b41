// Prompts as files: front matter that says what they are for, then what each role says.
#pragma once

#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "language/generation.h"

namespace stint::language {

// A file such as
//
//   ---
//   name: insight
//   purpose: words for a finding
//   version: 1
//   inputs: facts, keys
//   offers: names
//   schema: insight
//   ---
//   [system]
//   You explain …
//   [user]
//   Facts: {{facts}}
//
// "{{input}}" is replaced by the input's text as it is, once: what a text brings with it is never looked at
// again.
class PromptTemplate {
 public:
  // ErrorCode::usage, with the line in `where`: no front matter, an unknown or missing entry, a placeholder
  // that is no input, an input that is not used, a role that is none.
  [[nodiscard]] static Result<PromptTemplate> parse(std::string_view text, std::string_view where);

  [[nodiscard]] const std::string& name() const { return name_; }
  [[nodiscard]] const std::string& purpose() const { return purpose_; }
  // The author's count and a hash of the whole text: "1.3f2a9c04".
  [[nodiscard]] const std::string& version() const { return version_; }
  [[nodiscard]] const std::vector<std::string>& inputs() const { return inputs_; }
  // What a file in its place may take as inputs besides.
  [[nodiscard]] const std::vector<std::string>& offers() const { return offers_; }
  [[nodiscard]] const std::string& schema() const { return schema_; }  // its name; may be empty

  // The whole file, as it was read.
  [[nodiscard]] const std::string& text() const { return text_; }

  // ErrorCode::usage when an input is missing or unknown.
  [[nodiscard]] Result<std::vector<Message>> render(const std::map<std::string, std::string>& inputs) const;

 private:
  std::string name_;
  std::string purpose_;
  std::string version_;
  std::string schema_;
  std::vector<std::string> inputs_;
  std::vector<std::string> offers_;
  std::vector<Message> parts_;
  std::string text_;
};

}  // namespace stint::language
