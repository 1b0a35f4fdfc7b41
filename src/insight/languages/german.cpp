#include "insight/languages/fact_words.h"

namespace stint::insight {
namespace {

using metrics::FactUnit;

constexpr UnitWords kUnits[]{
    {FactUnit::points, "Punkt", "Punkte"},
    {FactUnit::issues, "Vorgang", "Vorgänge"},
    {FactUnit::hours, "Stunde", "Stunden"},
    {FactUnit::days, "Tag", "Tage"},
    {FactUnit::sprints, "Sprint", "Sprints"},
    {FactUnit::bugs, "Fehler", "Fehler"},
    {FactUnit::weeks, "Woche", "Wochen"},
    {FactUnit::people, "Person", "Personen"},
    {FactUnit::contributions, "Beitrag", "Beiträge"},
    {FactUnit::signals, "Signal", "Signale"},
    {FactUnit::deviations, "Standardabweichung", "Standardabweichungen"},
};

constexpr NamedText kTexts[]{
    {"figure", "weekly_items", "Durchsatz"},
    {"figure", "weekly_median_cycle", "mittlere Durchlaufzeit"},
    {"rule", "large_change", "eine große Veränderung"},
    {"rule", "moderate_change", "eine Veränderung"},
    {"rule", "moderate_shift", "eine Verschiebung"},
    {"rule", "small_shift", "eine dauerhafte Verschiebung"},
    {"direction", "above", "über"},
    {"direction", "below", "unter"},
    {"change", "better", "besser"},
    {"change", "worse", "schlechter"},
    {"cycle_direction", "longer", "länger"},
    {"cycle_direction", "shorter", "kürzer"},
};

}  // namespace

constinit const FactWords kGermanFacts{"de",
                                       ',',
                                       kUnits,
                                       kTexts,
                                       {.about = "etwa wie üblich",
                                        .twice = "etwa doppelt so viel wie üblich",
                                        .half = "etwa halb so viel wie üblich",
                                        .over_twice = "mehr als doppelt so viel wie üblich",
                                        .under_half = "weniger als halb so viel wie üblich",
                                        .more = "mehr als üblich",
                                        .less = "weniger als üblich",
                                        .stayed = "blieb etwa gleich",
                                        .rose = "stieg",
                                        .fell = "sank"}};

}  // namespace stint::insight
