// Mail through the outbound guard, against a server that does wrong things.
#include "outbound/mail.h"

#include <gmock/gmock.h>

#include "jobs/smtp_server.h"
#include "support/http_server.h"

namespace stint::outbound {
namespace {

using test::SmtpServer;
using ::testing::Contains;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Not;

Mail mail_to(std::uint16_t port) {
  Mail mail;
  mail.server.host = "127.0.0.1";
  mail.server.port = port;
  mail.server.security = curl::MailSecurity::none;
  mail.from = "stint@example.com";
  mail.to = {"anna@example.com", "ben@example.org"};
  mail.text = "Subject: x\r\n\r\n.a line with a dot\r\n..\r\nthe end\r\n";
  mail.limits.total = Milliseconds{20'000};
  return mail;
}

// Says `text` to one command, and what is usual to all others.
SmtpServer::Answers only(const std::string& command, const std::string& text) {
  return [=](std::string_view said) { return said == command ? text : "default"; };
}

TEST(Mail, ArrivesAsItIs) {
  SmtpServer server;
  const Mail mail = mail_to(server.port());
  const auto answer = send_mail(mail, {}, {});
  ASSERT_TRUE(answer) << answer.error().error.to_string();
  EXPECT_EQ(*answer, 250);
  EXPECT_THAT(server.messages(), ElementsAre(mail.text));
  EXPECT_THAT(server.commands(), Contains("EHLO example.com"));
  EXPECT_THAT(server.commands(), Contains(HasSubstr("MAIL FROM:<stint@example.com>")));
  EXPECT_THAT(server.commands(), Contains("RCPT TO:<ben@example.org>"));
}

TEST(Mail, SignsIn) {
  SmtpServer server;
  Mail mail = mail_to(server.port());
  mail.server.user = "me";
  mail.server.password = Secret{"canary"};
  ASSERT_TRUE(send_mail(mail, {}, {}));
  // "\0me\0canary" (RFC 4616)
  EXPECT_THAT(server.commands(), Contains("credentials AG1lAGNhbmFyeQ=="));
  SmtpServer strict{only("AUTH", "535 no\r\n")};
  mail.server.port = strict.port();
  const auto refused = send_mail(mail, {}, {});
  ASSERT_TRUE(refused) << refused.error().error.to_string();
  EXPECT_EQ(*refused, 535);
  EXPECT_EQ(error_of_mail_status(*refused, "h").code, ErrorCode::authentication);
  EXPECT_THAT(strict.messages(), IsEmpty());
}

TEST(Mail, NeedsStarttlsUnlessItIsSwitchedOff) {
  SmtpServer server;
  Mail mail = mail_to(server.port());
  mail.server.security = curl::MailSecurity::starttls;
  mail.server.user = "me";
  mail.server.password = Secret{"canary"};
  const auto answer = send_mail(mail, {}, {});
  ASSERT_FALSE(answer);
  EXPECT_EQ(answer.error().kind, FailureKind::tls);
  EXPECT_FALSE(answer.error().may_have_arrived);
  EXPECT_THAT(server.commands(), Not(Contains(HasSubstr("AUTH"))));
  EXPECT_THAT(server.commands(), Not(Contains(HasSubstr("MAIL"))));
}

TEST(Mail, TellsAClearRefusalFromWhatMayHaveArrived) {
  struct Case {
    const char* command;
    const char* text;
    int status;  // 0: a failure
    bool may_have_arrived;
  };
  constexpr Case kCases[] = {{"EHLO", "", 0, false},
                             {"MAIL", "", 0, false},
                             {"MAIL", "451 later\r\n", 451, false},
                             {"RCPT", "550 nobody\r\n", 550, false},
                             {"DATA", "452 full\r\n", 452, false},
                             {"DATA", "", 0, false},
                             {".", "451 later\r\n", 451, false},
                             {".", "554 spam\r\n", 554, false},
                             {".", "", 0, true}};
  for (const Case& each : kCases) {
    SmtpServer server{only(each.command, each.text)};
    const auto answer = send_mail(mail_to(server.port()), {}, {});
    if (each.status != 0) {
      ASSERT_TRUE(answer) << each.command << each.text << answer.error().error.to_string();
      EXPECT_EQ(*answer, each.status) << each.command;
    } else {
      ASSERT_FALSE(answer) << each.command;
      EXPECT_EQ(answer.error().may_have_arrived, each.may_have_arrived) << each.command;
    }
  }
}

TEST(Mail, PassesTheGuard) {
  SmtpServer server;
  Mail mail = mail_to(server.port());
  for (const std::string host : {"169.254.169.254", "metadata.google.internal", "0x7f000001", "127.1", "a b",
                                 "", "h/x", "h@x", "[::1]x", "224.0.0.1"}) {
    mail.server.host = host;
    const auto answer = send_mail(mail, {}, {});
    ASSERT_FALSE(answer) << host;
    EXPECT_EQ(answer.error().kind, FailureKind::refused) << host;
  }
  // A name that leads to an address that is never spoken to.
  curl::TransportOptions options;
  options.hosts = {{"smtp.example.com", server.port(), {"169.254.1.1"}}};
  mail.server.host = "smtp.example.com";
  const auto near = send_mail(mail, options, {});
  ASSERT_FALSE(near);
  EXPECT_EQ(near.error().kind, FailureKind::refused);
  EXPECT_THAT(near.error().error.to_string(), HasSubstr("link-local"));
  EXPECT_THAT(server.commands(), IsEmpty());
}

TEST(Mail, RefusesAddressesThatAreMoreThanOne) {
  SmtpServer server;
  for (const std::string bad : {"a@b.c>\r\nRCPT TO:<x@y.z", "a@b.c x", "a@b.c,d@e.f", ""}) {
    Mail mail = mail_to(server.port());
    mail.to = {bad};
    const auto answer = send_mail(mail, {}, {});
    ASSERT_FALSE(answer);
    EXPECT_EQ(answer.error().kind, FailureKind::malformed);
    mail.to = {"a@b.c"};
    mail.from = bad;
    EXPECT_EQ(send_mail(mail, {}, {}).error().kind, FailureKind::malformed);
  }
  EXPECT_THAT(server.commands(), IsEmpty());
}

TEST(Mail, SaysThatNobodyListensAndStopsWhenAsked) {
  const auto nobody = send_mail(mail_to(test::unused_port()), {}, {});
  ASSERT_FALSE(nobody);
  EXPECT_EQ(nobody.error().kind, FailureKind::unreachable);
  EXPECT_FALSE(nobody.error().may_have_arrived);
  std::stop_source stop;
  SmtpServer server{[&](std::string_view command) -> std::string {
    if (command == "MAIL") stop.request_stop();
    return "default";
  }};
  const auto stopped = send_mail(mail_to(server.port()), {}, stop.get_token());
  ASSERT_FALSE(stopped);
  EXPECT_EQ(stopped.error().kind, FailureKind::cancelled);
}

}  // namespace
}  // namespace stint::outbound
