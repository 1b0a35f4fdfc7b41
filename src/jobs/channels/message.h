// What is to be said, whoever carries it. Plain text throughout; each channel escapes it for its format.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "jobs/alerts/item.h"

namespace stint::jobs {

struct Attachment {
  std::string file_name;   // "report.html"
  std::string media_type;  // "text/html"
  std::string content;     // any bytes
};

struct Message {
  std::string id;       // unique, and the same for every attempt to deliver it
  std::string purpose;  // "alert", "test" or "report"
  std::string rule;     // empty unless an alert
  std::string title;    // one line
  std::string text;     // some sentences; empty for an alert
  std::vector<AlertItem> items;
  std::string link;  // to the page; may be empty
  // By mail only.
  std::string html;  // a whole document, made by ourselves; empty: made from the above
  std::vector<Attachment> attachments;
};

// The items with the worst first, and a title that counts them.
[[nodiscard]] Message alert_message(std::string rule, std::vector<AlertItem> items);

// As it is kept until it has been delivered.
[[nodiscard]] std::string stored(const Message& message);
[[nodiscard]] Result<Message> stored_message(std::string_view text);

// "Error", "Warning", "Note"
[[nodiscard]] std::string_view severity_word(AlertSeverity severity);
// "new" or "worse"; empty for the others
[[nodiscard]] std::string_view change_word(AlertChange change);
// "Warning (new): title" on one line; of a report the title alone, because nothing was judged.
[[nodiscard]] std::string item_heading(const Message& message, const AlertItem& item);

// At most `most` bytes of a text, ended with "…" where something is missing, never within a character;
// control characters but line ends become spaces.
[[nodiscard]] std::string shortened(std::string_view text, std::size_t most);
// Likewise on one line.
[[nodiscard]] std::string one_line(std::string_view text, std::size_t most);
// The link if it is one that may be put into a message: http or https, nothing that ends it early. Or empty.
[[nodiscard]] std::string safe_link(std::string_view link);

}  // namespace stint::jobs
