#include "lib/curl/library.h"

#include <cstdlib>
#include <curl/curl.h>

namespace stint::curl {

void initialise() {
  // Never cleaned up: other threads may be inside a transfer when the process ends.
  static const CURLcode code = curl_global_init(CURL_GLOBAL_DEFAULT);
  if (code != CURLE_OK) std::abort();
}

}  // namespace stint::curl
