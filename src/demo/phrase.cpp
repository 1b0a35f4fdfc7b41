#include "demo/phrase.h"

#include <array>

namespace stint::demo {

namespace {

using Words = std::string_view;

constexpr std::array<Words, 22> kVerbs{
    "Filter",   "Export", "Archive", "Sort",    "Group",     "Highlight", "Preview",  "Print",
    "Validate", "Import", "Show",    "Collect", "Summarise", "Restore",   "Schedule", "Share",
    "Compare",  "Search", "Tag",     "Explain", "Translate", "Duplicate"};
constexpr std::array<Words, 16> kTweaks{"by date and owner",
                                        "in one step",
                                        "without leaving the page",
                                        "on small screens",
                                        "across time zones",
                                        "for several accounts",
                                        "with keyboard only",
                                        "as CSV and PDF",
                                        "before they expire",
                                        "with a clear history",
                                        "after a lost connection",
                                        "in the local currency",
                                        "with saved filters",
                                        "for read-only users",
                                        "per team",
                                        "in large numbers"};
constexpr std::array<Words, 14> kManners{
    "on small screens", "in one step",          "without calling support",
    "from a mail",      "with keyboard only",   "while offline",
    "with a reason",    "for a colleague",      "in bulk",
    "a second time",    "in a second language", "with a preview",
    "at a later time",  "under supervision"};
constexpr std::array<Words, 14> kFaults{"are shown twice",
                                        "disappear after a reload",
                                        "keep the old value after saving",
                                        "load for half a minute",
                                        "ignore the chosen language",
                                        "are sorted wrongly",
                                        "show the wrong total",
                                        "cannot be opened",
                                        "lose their attachments",
                                        "time out in large lists",
                                        "are cut off on phones",
                                        "show yesterday's date",
                                        "are sent to the old address",
                                        "cannot be saved with an apostrophe"};
constexpr std::array<Words, 12> kWhen{
    "after a time-zone change", "when the list is empty",     "on the second page",
    "with two tabs open",       "for archived accounts",      "when the network drops",
    "after midnight UTC",       "with a very long name",      "when a filter is set",
    "after a password change",  "on the last day of a month", "in the mobile view"};
constexpr std::array<Words, 6> kReasons{
    "because support is asked about it every week", "so that nobody has to keep a list by hand",
    "since the old way takes far too many clicks",  "so that mistakes are seen before they cost money",
    "because new colleagues keep getting it wrong", "so that the numbers agree with the monthly report"};

}  // namespace

std::string capitalised(std::string text) {
  if (!text.empty() && text[0] >= 'a' && text[0] <= 'z') text[0] = static_cast<char>(text[0] - 'a' + 'A');
  return text;
}

std::string with_articles(std::string_view text) {
  std::string out;
  for (std::size_t i = 0; i < text.size(); ++i) {
    out.push_back(text[i]);
    const bool article = (text[i] == 'a' || text[i] == 'A') && (i == 0 || text[i - 1] == ' ');
    if (article && i + 2 < text.size() && text[i + 1] == ' ' &&
        std::string_view("aeiou").find(text[i + 2]) != std::string_view::npos) {
      out.push_back('n');
    }
  }
  return out;
}

std::string Phrase::fill(Words text) {
  std::string out;
  while (true) {
    const std::size_t open = text.find('{');
    if (open == Words::npos) break;
    const std::size_t close = text.find('}', open);
    out.append(text.substr(0, open));
    const Words hole = text.substr(open + 1, close - open - 1);
    const bool begins = hole[0] >= 'A' && hole[0] <= 'Z';
    std::string filling(word(hole));
    if (hole == "Actor") filling.insert(0, "The ");
    out += begins ? capitalised(std::move(filling)) : filling;
    text.remove_prefix(close + 1);
  }
  out.append(text);
  return with_articles(out);
}

Phrase::Words Phrase::word(Words hole) {
  // Without its first letter, which may be a capital.
  const Words rest = hole.substr(1);
  if (rest == "bject") return random_.pick(domain_.objects);
  if (rest == "ctor") return random_.pick(domain_.actors);
  if (rest == "ction") return random_.pick(domain_.actions);
  if (rest == "ystem") return random_.pick(domain_.systems);
  if (rest == "lace") return random_.pick(domain_.places);
  if (rest == "erb") return random_.pick(kVerbs);
  if (rest == "weak") return random_.pick(kTweaks);
  if (rest == "anner") return random_.pick(kManners);
  if (rest == "ault") return random_.pick(kFaults);
  if (rest == "hen") return random_.pick(kWhen);
  return random_.pick(kReasons);
}

}  // namespace stint::demo
