#include "insight/languages/fact_words.h"

namespace stint::insight {
namespace {

using metrics::FactUnit;

constexpr UnitWords kUnits[]{
    {FactUnit::points, "point", "points"},
    {FactUnit::issues, "item", "items"},
    {FactUnit::hours, "hour", "hours"},
    {FactUnit::days, "day", "days"},
    {FactUnit::sprints, "sprint", "sprints"},
    {FactUnit::bugs, "bug", "bugs"},
    {FactUnit::weeks, "week", "weeks"},
    {FactUnit::people, "person", "people"},
    {FactUnit::contributions, "contribution", "contributions"},
    {FactUnit::signals, "signal", "signals"},
    {FactUnit::deviations, "standard deviation", "standard deviations"},
};

constexpr NamedText kTexts[]{
    {"figure", "weekly_items", "throughput"},   {"figure", "weekly_median_cycle", "median cycle time"},
    {"rule", "large_change", "a large change"}, {"rule", "moderate_change", "a change"},
    {"rule", "moderate_shift", "a shift"},      {"rule", "small_shift", "a lasting shift"},
};

}  // namespace

constinit const FactWords kEnglishFacts{"en",
                                        '.',
                                        kUnits,
                                        kTexts,
                                        {.about = "about as usual",
                                         .twice = "about twice the usual",
                                         .half = "about half the usual",
                                         .over_twice = "more than twice the usual",
                                         .under_half = "less than half the usual",
                                         .more = "more than usual",
                                         .less = "less than usual",
                                         .stayed = "stayed about the same",
                                         .rose = "rose",
                                         .fell = "fell"}};

}  // namespace stint::insight
