// Answers that are given again as long as nothing has changed. One thread at a time.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <unordered_map>

#include "lib/beast/message.h"

namespace stint::server {

// An answer made ready for those who accept it compressed, or for those who do not.
struct KeptAnswer {
  std::string etag;
  http::ResponsePtr whole;
  http::ResponsePtr unchanged;  // 304; nullptr where the answer has no entity tag
};

class KeptAnswers {
 public:
  // Of the state `version`; nullptr where there is none.
  [[nodiscard]] std::shared_ptr<const KeptAnswer> find(const std::string& key, std::uint64_t version);
  void keep(const std::string& key, std::uint64_t version, std::shared_ptr<const KeptAnswer> answer);

 private:
  void forget_others(std::uint64_t version);

  std::uint64_t version_ = 0;
  std::size_t bytes_ = 0;
  std::unordered_map<std::string, std::shared_ptr<const KeptAnswer>> answers_;
};

[[nodiscard]] bool accepts_gzip(const http::Request& request);

// The one of its forms that the request asks for.
[[nodiscard]] http::ResponsePtr form_for(const KeptAnswer& answer, const http::Request& request);

}  // namespace stint::server
