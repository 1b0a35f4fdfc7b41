// The key that kept secrets are sealed with: that in the file which STINT_KEY_FILE names, else one in the
// user's keyring. Keyrings are asked with little patience and never made to ask anybody
// (lib/systemd/secret_service.h).
#pragma once

#include <cstdint>
#include <string>

#include "base/result.h"
#include "exchange/connections/environment.h"
#include "lib/sodium/sealed.h"

namespace stint::exchange {

struct KeyPlace {
  std::string file;  // empty: the keyring

  // "the key in FILE", "a key in your keyring"
  [[nodiscard]] std::string words() const;
};

// To open what is sealed; nothing is made. ErrorCode::authentication, with what to do, when there is no key;
// usage when the file cannot be used.
[[nodiscard]] Result<SealKey> seal_key(const Environment& environment);
// To seal something: likewise, but where no file is named and the keyring has no key yet, makes it.
[[nodiscard]] Result<SealKey> key_to_seal_with(const Environment& environment);
// Where key_to_seal_with() has its key from, or would make it; errors as there.
[[nodiscard]] Result<KeyPlace> key_place(const Environment& environment);

}  // namespace stint::exchange
