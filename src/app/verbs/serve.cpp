#include <fmt/format.h>

#include "app/interruption.h"
#include "app/serving/wiring.h"
#include "app/verb.h"

namespace stint::app {
namespace {

class ServeVerb : public Verb {
 public:
  void declare(CommandLine::Verb& line) override {
    line.option("--listen", listen_,
                "Where to listen; beyond this machine only once there are users (127.0.0.1:5001)",
                "ADDRESS:PORT")
        .options("--host", options_.hosts, "A further name by which browsers reach it", "NAME")
        .option("--tls-certificate", certificate_, "Serve https with this certificate chain (PEM)", "FILE")
        .option("--tls-key", key_, "The certificate's key (PEM)", "FILE");
  }

  Result<int> run(const Session& session, const CommandLine& /*line*/) override {
    if (certificate_.empty() != key_.empty())
      return fail(ErrorCode::usage, "--tls-certificate and --tls-key go together");
    options_.certificate = certificate_;
    options_.key = key_;
    if (listen_.empty()) listen_ = session.server().listen;
    if (!listen_.empty()) STINT_TRY(parse_listen(listen_, options_));
    // Before any thread, so that none is hit by a signal.
    const Interruption interruption;
    STINT_ASSIGN(serving, Serving::create(session, options_));
    std::string text = fmt::format("Stint is at {}/ (Ctrl-C stops it)\n", serving->url());
    if (const std::string link = serving->setup_link(); !link.empty()) {
      text += fmt::format(
          "There are no users yet: everybody on this machine may read. To make the first one, an admin, "
          "open\n  {}\n",
          link);
    }
    STINT_TRY(session.write(text));
    STINT_TRY(serving->run(interruption.token()));
    return 0;
  }

 private:
  std::string listen_;
  std::string certificate_;
  std::string key_;
  ServeOptions options_;
};

}  // namespace

std::unique_ptr<Verb> make_serve_verb() {
  return std::make_unique<ServeVerb>();
}

}  // namespace stint::app
