#include "tracker/azure/comments.h"

#include <fmt/format.h>
#include <utility>

#include "base/text.h"
#include "tracker/azure/values.h"
#include "tracker/json_values.h"
#include "tracker/people.h"

namespace stint::tracker::azure {

Result<CommentPage> read_comments(json::Value page) {
  CommentPage read;
  read.next = page["continuationToken"].text();
  // Before 5.1 they were the revisions that had a comment.
  const bool revisions = page["value"].is_array();
  const json::Items items = page[revisions ? "value" : "comments"].items();
  for (const json::Value item : items) {
    if (item["isDeleted"].as_bool().value_or(false)) continue;
    Comment comment;
    comment.id = id_text_of(item["id"]);
    if (comment.id.empty()) comment.id = id_text_of(item["commentId"]);
    if (comment.id.empty()) comment.id = id_text_of(item["revision"]);
    const auto at = instant_of(item[revisions ? "revisedDate" : "createdDate"]);
    if (!at) return fail(ErrorCode::usage, fmt::format("comment {} has no readable date", comment.id));
    const Person author = read_person(item[revisions ? "revisedBy" : "createdBy"]);
    add_person(read.people, author);
    comment.at = *at;
    comment.author = author.id;
    comment.author_bot = author.bot;
    comment.body =
        read_long_text(item["text"].text(), equal_ignoring_case(item["format"].text(), "markdown"));
    read.comments.push_back(std::move(comment));
  }
  return read;
}

}  // namespace stint::tracker::azure
