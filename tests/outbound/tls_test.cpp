// Certificates, with OpenSSL's own server. Skipped where there is no openssl program.
#include <csignal>
#include <cstdio>
#include <cstdlib>
#include <gmock/gmock.h>
#include <sys/types.h>

#include "outbound/connection.h"
#include "support/child.h"
#include "support/http_server.h"
#include "support/scratch.h"

namespace stint::outbound {
namespace {

using ::testing::HasSubstr;

// `openssl s_server` on a port of its own choice, with a certificate of its own for 127.0.0.1.
class TlsServer {
 public:
  explicit TlsServer(const test::Scratch& folder) : certificate_(folder / "cert.pem") {
    const auto made =
        test::run_child({"openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256",
                         "-nodes", "-subj", "/CN=127.0.0.1", "-addext", "subjectAltName=IP:127.0.0.1",
                         "-days", "2", "-keyout", folder / "key.pem", "-out", certificate_});
    if (made.status != 0) return;
    const std::string command =
        "echo PID $$; exec timeout 120 openssl s_server -accept 127.0.0.1:0 -www -cert '" +
        certificate_.string() + "' -key '" + (folder / "key.pem").string() + "' 2>&1";
    output_ = ::popen(command.c_str(), "r");
    std::array<char, 256> line{};
    while (output_ != nullptr && port_ == 0 && std::fgets(line.data(), line.size(), output_) != nullptr) {
      const std::string text{line.data()};
      if (text.starts_with("PID ")) pid_ = static_cast<pid_t>(std::strtol(line.data() + 4, nullptr, 10));
      if (text.starts_with("ACCEPT ")) port_ = std::strtol(line.data() + text.rfind(':') + 1, nullptr, 10);
    }
  }
  ~TlsServer() {
    if (pid_ > 0) ::kill(pid_, SIGTERM);
    if (output_ != nullptr) ::pclose(output_);
  }
  TlsServer(const TlsServer&) = delete;
  TlsServer& operator=(const TlsServer&) = delete;

  [[nodiscard]] bool runs() const { return port_ > 0; }
  [[nodiscard]] std::string url(const std::string& host) const {
    return "https://" + host + ":" + std::to_string(port_);
  }
  [[nodiscard]] std::uint16_t port() const { return static_cast<std::uint16_t>(port_); }
  [[nodiscard]] const std::filesystem::path& certificate() const { return certificate_; }

 private:
  std::filesystem::path certificate_;
  std::FILE* output_ = nullptr;
  pid_t pid_ = -1;
  long port_ = 0;
};

TEST(Tls, TrustsOnlyWhomItIsToldTo) {
  const test::Scratch folder;
  const TlsServer server{folder};
  if (!server.runs()) GTEST_SKIP() << "no openssl program";
  const std::string url = server.url("127.0.0.1");

  Client strict{policy_for({url}), {}};
  const auto unknown = strict.send(post(url, "create"));
  ASSERT_FALSE(unknown);
  EXPECT_EQ(unknown.error().kind, FailureKind::tls);
  EXPECT_FALSE(unknown.error().may_have_arrived);
  EXPECT_THAT(unknown.error().error.to_string(), HasSubstr("certificate"));

  ClientOptions trusting;
  trusting.transport.ca_file = server.certificate();
  Client knows{policy_for({url}), trusting};
  const auto response = knows.send(get(url));
  ASSERT_TRUE(response) << response.error().error.to_string();
  EXPECT_EQ(response->status, 200);

  // The certificate is good, but not for that name.
  const std::string named = server.url("team.example.org");
  trusting.transport.hosts = {{"team.example.org", server.port(), {"127.0.0.1"}}};
  Client mistaken{policy_for({named}), trusting};
  EXPECT_EQ(mistaken.send(get(named)).error().kind, FailureKind::tls);

  ClientOptions careless;
  careless.transport.verify_certificates = false;
  Client anyone{policy_for({url}), careless};
  EXPECT_TRUE(anyone.send(get(url)));
}

TEST(Tls, IsNotSpokenToAServerWithoutIt) {
  test::HttpServer server{
      [](test::HttpConnection& connection) { connection.send("HTTP/1.1 200 OK\r\n\r\n"); }};
  const std::string url = "https://127.0.0.1:" + std::to_string(server.port());
  Client client{policy_for({url}), {}};
  EXPECT_EQ(client.send(get(url)).error().kind, FailureKind::tls);
}

}  // namespace
}  // namespace stint::outbound
