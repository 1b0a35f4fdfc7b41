// Messages in their receivers' eyes: signatures, cards and mails are checked by Python's own hmac, json and
// email.
#include "jobs/channels/formats.h"

#include <gmock/gmock.h>

#include "lib/simdjson/json.h"
#include "support/child.h"
#include "support/scratch.h"

namespace stint::jobs {
namespace {

using ::testing::AllOf;
using ::testing::HasSubstr;
using ::testing::Not;

const Instant kAt = *parse_iso_instant("2026-11-21T22:53:54Z");
constexpr std::string_view kHostile =
    "<!channel> <https://evil.example|click> *bold* _x_ & <script>alert(1)</script>";

AlertItem item(std::string title, std::string message = "Three issues were added.") {
  AlertItem made;
  made.insight_id = "scope-1";
  made.kind = "scope_creep";
  made.severity = AlertSeverity::warning;
  made.projects = {"PAY"};
  made.title = std::move(title);
  made.message = std::move(message);
  made.link = "https://stint.example.com/insights/scope-1";
  made.content_hash = "h";
  return made;
}

Message message(std::vector<AlertItem> items) {
  Message made = alert_message("morning", std::move(items));
  made.id = "00112233445566778899aabbccddeeff";
  made.link = "https://stint.example.com/";
  return made;
}

// What a Python program says about a text on its standard input.
std::string python(const std::string& program, const std::string& input) {
  test::ChildOptions options;
  options.input = input;
  const auto result = test::run_child({"python3", "-c", program}, options);
  if (result.status == 127) return "no python3";
  EXPECT_EQ(result.status, 0) << result.err;
  return result.out;
}

TEST(Message, PutsTheWorstFirstAndCounts) {
  AlertItem error = item("b");
  error.severity = AlertSeverity::error;
  const Message both = message({item("a"), error, item("c")});
  EXPECT_EQ(both.title, "3 findings: 1 error, 2 warnings");
  EXPECT_EQ(both.items[0].title, "b");
  EXPECT_EQ(message({item("a")}).title, "Warning (new): a");
  const auto kept = stored_message(stored(both));
  ASSERT_TRUE(kept);
  EXPECT_EQ(stored(*kept), stored(both));
}

TEST(Message, IsCutBetweenCharacters) {
  EXPECT_EQ(shortened("äöü", 6), "äöü");
  EXPECT_EQ(shortened("äöüß", 7), "äö…");
  EXPECT_EQ(one_line("a\r\nb\tc", 99), "a  b c");
  EXPECT_EQ(safe_link("javascript:alert(1)"), "");
  EXPECT_EQ(safe_link("https://a.b/c|d"), "");
  EXPECT_EQ(safe_link("https://a.b/c>d"), "");
  EXPECT_EQ(safe_link("https://a.b/c?d=%20#e"), "https://a.b/c?d=%20#e");
}

TEST(Webhook, IsSignedAsReceiversCheckIt) {
  const Message made = message({item(std::string{kHostile})});
  const std::string body = webhook_body(made, kAt);
  const Secret key{"a-key-that-both-know"};
  const curl::Headers headers = webhook_headers(made, body, key, kAt);
  const std::string ours = std::string{*curl::find_header(headers, "X-Stint-Signature")} + "\n" +
                           std::string{*curl::find_header(headers, "X-Hub-Signature-256")} + "\n";
  const std::string theirs = python(R"(
import hmac, sys
key, body = b'a-key-that-both-know', sys.stdin.buffer.read()
digest = lambda text: hmac.new(key, text, 'sha256').hexdigest()
print('t=1795301634,v1=' + digest(b'1795301634.' + body))
print('sha256=' + digest(body))
)",
                                    body);
  if (theirs == "no python3") GTEST_SKIP() << theirs;
  EXPECT_EQ(ours, theirs);
  EXPECT_EQ(curl::find_header(headers, "X-Stint-Delivery"), made.id);
  EXPECT_FALSE(curl::find_header(webhook_headers(made, body, Secret{}, kAt), "X-Stint-Signature"));
  json::Parser parser;
  const auto root = parser.parse(body);
  ASSERT_TRUE(root);
  EXPECT_EQ((*root)["schema"].text(), "stint.alert/1");
  EXPECT_EQ((*root)["sent_at"].text(), "2026-11-21T22:53:54+00:00");
  EXPECT_EQ((*root)["items"].at(0)["title"].text(), kHostile);
  EXPECT_FALSE((*root)["items"].at(0)["content_hash"].exists());
}

TEST(Slack, LetsTrackerTextsDoNothing) {
  AlertItem hostile = item(std::string{kHostile}, std::string{kHostile});
  hostile.projects = {"<!here>"};
  hostile.link = "https://a.b/x|<!channel>";
  const std::string body = slack_body(message({hostile}));
  json::Parser parser;
  const auto root = parser.parse(body);
  ASSERT_TRUE(root);
  // Where Slack reads mrkdwn, nothing of theirs has an angle bracket.
  EXPECT_THAT(std::string((*root)["text"].text()), AllOf(HasSubstr("&lt;!channel&gt;"), Not(HasSubstr("<"))));
  int sections = 0;
  const json::Items blocks = (*root)["blocks"].items();
  for (const json::Value block : blocks) {
    const std::string_view type = block["type"].text();
    if (type == "context") {
      const std::string text{block["elements"].at(0)["text"].text()};
      EXPECT_THAT(text, AllOf(Not(HasSubstr("<!")), Not(HasSubstr("evil"))));
    } else {
      EXPECT_EQ(block["text"]["type"].text(), "plain_text");
      sections += type == "section" ? 1 : 0;
    }
  }
  EXPECT_EQ(sections, 1);
  EXPECT_THAT(body, HasSubstr("<https://stint.example.com/|Open Stint>"));
}

TEST(Slack, KeepsWithinItsLimits) {
  const std::string body =
      slack_body(message(std::vector<AlertItem>(40, item(std::string(5000, 'x'), std::string(9000, '<')))));
  json::Parser parser;
  const auto root = parser.parse(body);
  ASSERT_TRUE(root);
  EXPECT_LE((*root)["blocks"].size(), 50U);
  EXPECT_THAT(body, HasSubstr("and 25 more"));
  const json::Items blocks = (*root)["blocks"].items();
  for (const json::Value block : blocks) EXPECT_LE(block["text"]["text"].text().size(), 3000U);
  EXPECT_LE((*root)["blocks"].at(0)["text"]["text"].text().size(), 150U);
}

TEST(Teams, KnowsNoMarkdownInTrackerTextsAndKeepsWithinItsLimits) {
  const std::string body = teams_body(message({item(std::string{kHostile}, "[x](https://evil.example)")}));
  json::Parser parser;
  const auto root = parser.parse(body);
  ASSERT_TRUE(root);
  const json::Value attachment = (*root)["attachments"].at(0);
  EXPECT_EQ(attachment["contentType"].text(), "application/vnd.microsoft.card.adaptive");
  const json::Value card = attachment["content"];
  EXPECT_EQ(card["type"].text(), "AdaptiveCard");
  EXPECT_EQ(card["actions"].at(0)["url"].text(), "https://stint.example.com/");
  EXPECT_THAT(body, Not(HasSubstr("\"TextBlock\"")));
  EXPECT_EQ(card["body"].at(1)["selectAction"]["url"].text(), "https://stint.example.com/insights/scope-1");
  const std::string large =
      teams_body(message(std::vector<AlertItem>(40, item(std::string(5000, '"'), std::string(9000, '\n')))));
  EXPECT_LE(large.size(), 28'000U);
  EXPECT_THAT(large, HasSubstr("more"));
}

MailSettings settings() {
  MailSettings made;
  made.from = "stint@example.com";
  made.to = {"anna@example.com", "ben@example.org"};
  return made;
}

constexpr const char* kReadMail = R"(
import email, email.policy, sys
raw = sys.stdin.buffer.read()
assert b'\n' not in raw.replace(b'\r\n', b''), 'a bare line feed'
assert max(map(len, raw.split(b'\r\n'))) <= 78, 'a long line'
mail = email.message_from_bytes(raw, policy=email.policy.default)
for name in mail.keys(): print(name)
for name in ('Subject', 'From', 'To', 'Date', 'Message-ID'): print(mail[name])
print(mail.get_body(('plain',)).get_content())
print(mail.get_body(('html',)).get_content())
for part in mail.iter_attachments(): print(part.get_filename(), part.get_content_type(), len(part.get_payload(decode=True)))
for part in mail.walk(): assert not part.defects, part.defects
)";

TEST(MailText, ReadsBackAsItWasMeant) {
  Message made =
      message({item("Sprint „Über“ — größer\r\nBcc: everybody@example.com", "<script>alert(1)</script>")});
  made.attachments = {{"report \"x\".html\r\n", "text/html", std::string(1000, '\0')}};
  const std::string read = python(kReadMail, mail_text(made, settings(), kAt));
  if (read == "no python3") GTEST_SKIP() << read;
  // No header but ours.
  EXPECT_THAT(read, ::testing::StartsWith(
                        "From\nTo\nSubject\nDate\nMessage-ID\nAuto-Submitted\nMIME-Version\nContent-Type\n"));
  EXPECT_THAT(read, HasSubstr("\nWarning (new): Sprint „Über“ — größer  Bcc: everybody@example.com\n"));
  EXPECT_THAT(
      read,
      HasSubstr(
          "Stint <stint@example.com>\nanna@example.com, ben@example.org\nSat, 21 Nov 2026 22:53:54 +0000\n"
          "<00112233445566778899aabbccddeeff@example.com>\n"));
  EXPECT_THAT(read, HasSubstr("&lt;script&gt;alert(1)&lt;/script&gt;"));
  EXPECT_THAT(read, HasSubstr("<a href=\"https://stint.example.com/insights/scope-1\">View details</a>"));
  EXPECT_THAT(read, HasSubstr("report__x_.html__ text/html 1000"));
}

TEST(MailText, EncodesEverySubjectSoThatItComesBack) {
  const std::vector<std::string> titles{std::string(399, 'a'), "=?utf-8?q?x?=", "  blanks  ",
                                        "日本語のとても長い題名がここにありますので何行にもなるはずです",
                                        "plain"};
  std::string mails;
  std::string expected;
  for (const std::string& title : titles) {
    Message made = message({});
    made.title = title;
    mails += mail_text(made, settings(), kAt) + '\0';
    expected += title + "\n";
  }
  const std::string read = python(R"(
import email, email.policy, sys
for raw in sys.stdin.buffer.read().split(b'\0')[:-1]:
  print(email.message_from_bytes(raw, policy=email.policy.default)['Subject'])
)",
                                  mails);
  if (read == "no python3") GTEST_SKIP() << read;
  EXPECT_EQ(read, expected);
}

}  // namespace
}  // namespace stint::jobs
