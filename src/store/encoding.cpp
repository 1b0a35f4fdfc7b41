#include "store/encoding.h"

#include <bit>
#include <fmt/compile.h>
#include <fmt/format.h>
#include <iterator>

#include "lib/xxhash/hash.h"
#include "tracker/acceptance_criteria.h"
#include "tracker/changes.h"

namespace stint::store {
namespace {

using tracker::Change;
using tracker::Issue;

void append(std::string& out, std::int64_t value) {
  fmt::format_to(std::back_inserter(out), FMT_COMPILE("{}"), value);
}

std::string encode_texts(const std::vector<std::string>& texts) {
  std::string out = "[";
  for (const std::string& text : texts) {
    if (out.size() > 1) out += ',';
    json::escape_to(out, text);
  }
  return out += ']';
}

std::string encode_versions(const std::vector<tracker::Version>& versions) {
  std::string out = "[";
  for (const tracker::Version& version : versions) {
    out += out.size() > 1 ? ",[" : "[";
    json::escape_to(out, version.name);
    out += version.released ? ",1," : ",0,";
    if (version.release_date) {
      append(out, to_epoch_ms(*version.release_date));
    } else {
      out += "null";
    }
    out += ']';
  }
  return out += ']';
}

std::string encode_links(const std::vector<tracker::Link>& links) {
  std::string out = "[";
  for (const tracker::Link& link : links) {
    out += out.size() > 1 ? ",[" : "[";
    json::escape_to(out, link.type);
    out += ',';
    json::escape_to(out, link.wording);
    out += link.outward ? ",1," : ",0,";
    json::escape_to(out, link.other_id);
    out += ',';
    json::escape_to(out, link.other_key);
    out += ']';
  }
  return out += ']';
}

std::string encode_numbers(const std::vector<tracker::NumberField>& numbers) {
  std::string out = "{";
  for (const tracker::NumberField& number : numbers) {
    if (out.size() > 1) out += ',';
    json::escape_to(out, number.field_id);
    fmt::format_to(std::back_inserter(out), FMT_COMPILE(":{}"), number.value);
  }
  return out += '}';
}

// Everything about the issue but its history and comments, which are merged and not compared, and what can
// only be told from a field's name: a page that comes without names is no conflict with one that has them.
std::int64_t hash_fields(const EncodedIssue& encoded) {
  const Issue& issue = encoded.issue;
  std::string all;
  all.reserve(512 + issue.description.size());
  const auto add = [&](std::string_view text) {
    append(all, static_cast<std::int64_t>(text.size()));
    all += ':';
    all += text;
  };
  for (const std::string_view text : {std::string_view{issue.id},
                                      std::string_view{issue.key},
                                      std::string_view{issue.project_key},
                                      std::string_view{issue.type},
                                      std::string_view{issue.status.id},
                                      std::string_view{issue.resolution},
                                      std::string_view{issue.priority},
                                      std::string_view{issue.assignee.id},
                                      std::string_view{issue.reporter.id},
                                      std::string_view{issue.parent_id},
                                      std::string_view{encoded.numbers},
                                      std::string_view{encoded.sprints},
                                      std::string_view{encoded.labels},
                                      std::string_view{encoded.components},
                                      std::string_view{encoded.fix_versions},
                                      std::string_view{encoded.affected_versions},
                                      std::string_view{encoded.links},
                                      std::string_view{issue.summary},
                                      std::string_view{issue.environment},
                                      std::string_view{issue.description}}) {
    add(text);
  }
  for (const std::int64_t number :
       {to_epoch_ms(issue.created), to_epoch_ms(issue.resolved.value_or(Instant{})),
        to_epoch_ms(issue.due.value_or(Instant{})), std::int64_t{issue.subtask}, std::int64_t{issue.epic},
        std::int64_t{issue.flagged}}) {
    append(all, number);
    all += ',';
  }
  return hash_of(all);
}

}  // namespace

std::int64_t hash_of(std::string_view text) {
  return std::bit_cast<std::int64_t>(content_hash(text));
}

std::string encode_changes(const std::vector<Change>& changes) {
  std::string out = "[";
  for (const Change& change : changes) {
    out += out.size() > 1 ? ",[" : "[";
    append(out, to_epoch_ms(change.at));
    out += ',';
    json::escape_to(out, change.history_id);
    out += ',';
    append(out, change.position);
    for (const std::string* text : {&change.author, &change.field_id, &change.field, &change.from,
                                    &change.from_text, &change.to, &change.to_text}) {
      out += ',';
      json::escape_to(out, *text);
    }
    out += ']';
  }
  return out += ']';
}

Outcome decode_changes(json::Parser& parser, std::string_view text, std::vector<Change>& changes) {
  STINT_ASSIGN(root, parser.parse(text));
  changes.resize(root.size());
  std::size_t next = 0;
  for (const json::Value row : root.items()) {
    Change& change = changes[next++];
    std::size_t column = 0;
    for (const json::Value item : row.items()) {
      switch (column++) {
        case 0:
          change.at = from_epoch_ms(item.as_int().value_or(0));
          break;
        case 1:
          change.history_id = item.text();
          break;
        case 2:
          change.position = static_cast<int>(item.as_int().value_or(0));
          break;
        case 3:
          change.author = item.text();
          break;
        case 4:
          change.field_id = item.text();
          break;
        case 5:
          change.field = item.text();
          break;
        case 6:
          change.from = item.text();
          break;
        case 7:
          change.from_text = item.text();
          break;
        case 8:
          change.to = item.text();
          break;
        case 9:
          change.to_text = item.text();
          break;
        default:
          break;
      }
    }
  }
  return {};
}

EncodedIssue encode(Issue issue) {
  EncodedIssue encoded;
  encoded.numbers = encode_numbers(issue.numbers);
  encoded.sprints = encode_texts(issue.sprint_ids);
  encoded.labels = encode_texts(issue.labels);
  encoded.components = encode_texts(issue.components);
  encoded.fix_versions = encode_versions(issue.fix_versions);
  encoded.affected_versions = encode_versions(issue.affected_versions);
  encoded.links = encode_links(issue.links);
  encoded.changes = encode_changes(issue.changes);
  encoded.history_count = tracker::count_histories(issue.changes);
  encoded.history_hash = hash_of(encoded.changes);
  // A field of its own needs no heading inside; the counting rule does.
  encoded.criteria = tracker::count_acceptance_criteria(
      issue.acceptance_criteria.empty() ? issue.description
                                        : "## Acceptance criteria\n\n" + issue.acceptance_criteria);
  issue.changes.clear();
  encoded.issue = std::move(issue);
  encoded.fields_hash = hash_fields(encoded);
  return encoded;
}

}  // namespace stint::store
