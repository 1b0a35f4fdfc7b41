#include "tracker/jira/comments.h"

#include <algorithm>
#include <utility>

#include "tracker/jira/values.h"
#include "tracker/json_values.h"
#include "tracker/people.h"

namespace stint::tracker::jira {

Outcome read_comments(json::Value list, std::vector<Comment>& comments, std::vector<Person>& people) {
  for (const json::Value item : list.items()) {
    const auto at = read_instant(item["created"]);
    if (!at) return fail(ErrorCode::usage, "a comment has no readable \"created\" date");
    const Person author = read_person(item["author"]);
    add_person(people, author);
    Comment comment;
    comment.id = id_text_of(item["id"]);
    comment.at = *at;
    comment.author = author.id;
    comment.author_bot = author.bot;
    comment.body = read_rich_text(item["body"]);
    if (comment.id.empty()) comment.id = "t" + std::to_string(to_epoch_ms(*at));
    comments.push_back(std::move(comment));
  }
  return {};
}

}  // namespace stint::tracker::jira
