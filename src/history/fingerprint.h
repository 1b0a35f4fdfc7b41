// What a dataset was made from, as numbers that differ when it would come out differently.
#pragma once

#include <cstdint>
#include <string_view>

#include "store/definitions.h"

namespace stint::history {

struct Fingerprint {
  // Of what shapes events and membership: fields, estimation, ids of statuses, sprints and boards, bots, and
  // choices that go into building.
  std::uint64_t structure = 0;
  // Of everything the definitions say.
  std::uint64_t definitions = 0;

  bool operator==(const Fingerprint&) const = default;
};

// `choices`: whatever else decides how a dataset is built, as text.
[[nodiscard]] Fingerprint fingerprint(const store::Definitions& definitions, std::string_view choices);

}  // namespace stint::history
