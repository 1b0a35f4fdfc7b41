// Sites to read, filled with what `stint demo` makes up, and with what breaks readers.
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <string>

#include "support/trackers/site.h"

namespace stint::test {

struct SiteOptions {
  std::int64_t issues = 200;  // of the demo, at least 72; the extremes come on top
  int sprints = 3;            // per board
  std::uint64_t seed = 1;
  bool extremes = true;                // see below
  std::int64_t long_history = 12'000;  // entries
  std::int64_t many_comments = 300;
};

// The extremes: an issue with `long_history` changelog entries, one with `many_comments`, a description of
// 100 kB, texts in many scripts, canaries in every field that has room, an issue without any history, one
// that was moved from another project, saves of the same millisecond.
//
// `as_told` is what a tracker's own text format leaves of Markdown (the truth is what can be told). Null:
// all.
[[nodiscard]] std::unique_ptr<Site> demo_site(
    const SiteOptions& options, const std::function<std::string(std::string_view)>& as_told = {});

// Every field of an issue as text, one a line, for comparing.
[[nodiscard]] std::string text_of(const tracker::Issue& issue);

}  // namespace stint::test
