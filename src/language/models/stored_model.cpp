#include "language/models/stored_model.h"

namespace stint::language {

std::string_view verified_name(Verified verified) {
  switch (verified) {
    case Verified::catalogue:
      return "catalogue";
    case Verified::given:
      return "given";
    case Verified::recorded:
      return "recorded";
  }
  return "";
}

std::string StoredModel::provenance() const {
  constexpr std::size_t kDigits = 12;
  return name + "@" + sha256.substr(0, kDigits);
}

}  // namespace stint::language
