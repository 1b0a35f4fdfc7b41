// What a server says, as it may stand in an error: short, printable, without secrets and without the prompt.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "language/generation.h"
#include "language/providers/remote_settings.h"

namespace stint::language {

class Quotation {
 public:
  // `messages` have to outlive it.
  Quotation(const RemoteSettings& settings, const std::vector<Message>& messages);
  explicit Quotation(const RemoteSettings& settings) : Quotation(settings, {}) {}

  // At most 300 columns, in which runs that also stand in the key or a header (8 bytes and more, in whatever
  // case) are "***", and runs that also stand in the prompt (24 bytes and more) are "…". What the server says
  // is looked at before it is cut, so that no part of a secret is left at the end.
  [[nodiscard]] std::string operator()(std::string_view said) const;

 private:
  std::vector<std::string> secrets_;  // in lower case
  std::vector<std::string_view> prompts_;
};

}  // namespace stint::language
