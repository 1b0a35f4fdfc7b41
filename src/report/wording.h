// Words and lists that sections share.
#pragma once

#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "report/material.h"
#include "report/report.h"

namespace stint::report {

// A section of the row `id`, with nothing in it yet.
[[nodiscard]] Section begin_section(const Material& material, std::string_view id, std::string_view kicker);

// "1 point", "4.5 points"; `units` is the plural.
[[nodiscard]] std::string amount(double value, std::string_view units);
// The unit alone, as it stands beside a figure: "point" for one that reads 1.
[[nodiscard]] std::string unit_beside(double value, std::string_view units);
// "33 to 48", or the one value where both read the same.
[[nodiscard]] std::string range_text(double low, double high);
// "one", "two" … "ten", then figures.
[[nodiscard]] std::string count_word(std::size_t count);
[[nodiscard]] std::string capitalised(std::string text);
// "2026-11-02 09:30"
[[nodiscard]] std::string minute_text(chart::Moment moment);
// "13 Nov", with the year where it is not that of as-of.
[[nodiscard]] std::string date_text(const Material& material, Day day);

// The command that lists the issues of a family of metrics.
[[nodiscard]] std::string listing(std::string_view family);
[[nodiscard]] Keys keys_of(const history::Dataset& data, std::span<const metrics::Index> issues,
                           std::string command = {});
// By reason, the most frequent first.
[[nodiscard]] std::vector<Exclusion> exclusions(const history::Dataset& data,
                                                std::span<const metrics::Excluded> excluded);

// Adds a note and gives its place among those of the section.
std::size_t add_note(Section& section, Note note);

}  // namespace stint::report
