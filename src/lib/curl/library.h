// libcurl's state that the whole process shares.
#pragma once

namespace stint::curl {

// Sets libcurl up once. To be called before any of its functions; safe from several threads.
void initialise();

}  // namespace stint::curl
