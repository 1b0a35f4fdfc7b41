// Rich text as Jira keeps it: ADF on Cloud, wiki markup on Data Center.
#pragma once

#include <string>
#include <string_view>
#include <unordered_map>

#include "lib/simdjson/json.h"

namespace stint::test {

// Headings, lists one level deep and paragraphs; everything else is plain text. What is made of Markdown that
// told_as_adf() or told_as_wiki() gave is read back as that very Markdown.
[[nodiscard]] std::string adf_of(std::string_view markdown);   // a JSON object
[[nodiscard]] std::string wiki_of(std::string_view markdown);  // a text

// What of the Markdown a reader can find in a Jira that keeps it.
[[nodiscard]] std::string told_as_adf(std::string_view markdown);
[[nodiscard]] std::string told_as_wiki(std::string_view markdown);

// Gives back what clients wrote as they wrote it.
class JiraDocuments {
 public:
  explicit JiraDocuments(bool wiki) : wiki_(wiki) {}
  // As JSON, null for an empty text.
  [[nodiscard]] std::string json_of(std::string_view markdown) const;
  // As text: in changelogs.
  [[nodiscard]] std::string wiki_text_of(std::string_view markdown) const;
  // Whether it is of the kind this Jira takes.
  [[nodiscard]] bool takes(json::Value document) const;
  // The Markdown of a document.
  [[nodiscard]] std::string keep(json::Value document);

 private:
  bool wiki_;
  std::unordered_map<std::string, std::string> written_;  // by Markdown: JSON
};

// A value as it was, compactly.
[[nodiscard]] std::string json_text(json::Value value);

}  // namespace stint::test
