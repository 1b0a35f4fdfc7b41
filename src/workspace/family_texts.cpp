#include "workspace/family_texts.h"

#include <cassert>
#include <fmt/format.h>

namespace stint::workspace {

std::string family_text(const views::MetricFamily& family, const metrics::Analysis& analysis,
                        const AsOf& as_of, bool evidence) {
  std::string text;
  {
    JsonWriter json{text};
    const auto document = json.object();
    json.member("schema", fmt::format("stint.metrics.{}/1", family.name));
    json.member("as_of", format_iso(as_of.at));
    json.member("as_of_source", as_of.source);
    family.write(json, analysis, views::Evidence{analysis.context.data, evidence});
  }
  return text;
}

std::shared_ptr<const std::string> FamilyTexts::of(const views::MetricFamily& family,
                                                   const metrics::Analysis& analysis, const AsOf& as_of) {
  const auto families = views::metric_families();
  const auto at = static_cast<std::size_t>(&family - families.data());
  assert(at < families.size());
  Kept& kept = kept_[at];
  std::call_once(kept.made, [&] {
    kept.text = std::make_shared<const std::string>(family_text(family, analysis, as_of, false));
  });
  return kept.text;
}

}  // namespace stint::workspace
