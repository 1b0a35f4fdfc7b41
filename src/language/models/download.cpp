#include "language/models/download.h"

#include <algorithm>
#include <fmt/format.h>
#include <utility>

#include "language/models/content_range.h"
#include "lib/llama/printable.h"

namespace stint::language {
namespace {

using outbound::Failure;
using outbound::FailureKind;

constexpr std::string_view kMagic = "GGUF";
constexpr std::size_t kProbe = 16;
// More than the file's own bytes, so that the system is not left without room.
constexpr std::uint64_t kSpareBytes = std::uint64_t{64} << 20U;
constexpr std::int64_t kUnlimited = std::int64_t{1} << 60U;
constexpr Milliseconds kLongestDelay{30'000};

// What the server says about the file.
struct Offer {
  std::optional<std::uint64_t> total;
  std::string validator;
};

class Download {
 public:
  Download(outbound::Delivery& delivery, const outbound::Clock& clock, const DownloadPlace& place,
           PartialFile& part, const DownloadOptions& options, const std::stop_token& stop)
      : delivery_(delivery),
        clock_(clock),
        place_(place),
        part_(part),
        options_(options),
        stop_(stop),
        furthest_(part.size()) {}

  Outcome run() {
    Milliseconds delay = options_.first_delay;
    for (int fruitless = 0;;) {
      if (stop_.stop_requested()) return stopped();
      const std::uint64_t before = brought_;
      STINT_ASSIGN(whole, attempt());
      if (whole) return {};
      if (brought_ > before) {
        fruitless = 0;
        delay = options_.first_delay;
      } else if (++fruitless >= options_.fruitless) {
        return fail(last_);
      }
      if (!clock_.wait(delay, stop_)) return stopped();
      delay = std::min(2 * delay, kLongestDelay);
    }
  }

 private:
  [[nodiscard]] outbound::Request request(std::string range) const {
    outbound::Request request;
    request.url = place_.url;
    request.headers = {{"Accept", "application/octet-stream, */*"}};
    if (!range.empty()) request.headers.push_back({"Range", std::move(range)});
    request.gzip = false;
    request.limits.total = Milliseconds::zero();
    request.limits.idle = options_.idle;
    request.limits.body_bytes = kUnlimited;
    return request;
  }

  // True: the file is whole now.
  Result<bool> attempt() {
    STINT_ASSIGN(offer, probe());
    if (!offer) return false;
    STINT_TRY(prepare(*offer));
    return fetch(*offer);
  }

  // Asks for the beginning of the file; of a server that sends all of it no more is taken. Nothing: nobody
  // answers any more, for now.
  Result<std::optional<Offer>> probe() {
    std::string beginning;
    const auto sink = [&](std::string_view piece) {
      beginning += piece.substr(0, kProbe);
      return beginning.size() < kMagic.size() ? curl::Flow::go_on : curl::Flow::enough;
    };
    const auto answer =
        delivery_.deliver("models", request(fmt::format("bytes=0-{}", kProbe - 1)), sink, stop_);
    if (!answer && brought_ > 0 && outbound::is_passing_failure(answer.error().kind)) {
      last_ = answer.error().error;
      return std::nullopt;
    }
    if (!answer) return explained(answer.error());
    const outbound::Response& response = answer->response;
    if (response.status == 416) return no_model("an empty file");
    if (response.status >= 300) return refused_by_server(response.status);
    if (!std::string_view{beginning}.starts_with(kMagic)) {
      const auto type = curl::find_header(response.headers, "Content-Type");
      const bool page = type && (type->starts_with("text/") || type->starts_with("application/json"));
      return no_model(page ? "a page of the type " + llama::printable(*type) : "no GGUF file");
    }
    Offer offer{std::nullopt, validator_of(response.headers)};
    if (response.status == 206) {
      const auto range = range_of(response);
      if (!range || range->first != 0 || !range->total) {
        return contradicting("asked for the beginning, it sends something else");
      }
      offer.total = range->total;
    } else if (const auto length = curl::find_header(response.headers, "Content-Length")) {
      offer.total = parse_bytes(*length);
    }
    return std::optional{std::move(offer)};
  }

  // Decides whether what is there can be gone on with, and whether there is room.
  Outcome prepare(const Offer& offer) {
    if (options_.bytes && offer.total && *options_.bytes != *offer.total) {
      return fail(
          ErrorCode::conflict,
          fmt::format("the file there has {} bytes, and should have {}", *offer.total, *options_.bytes),
          place_.shown_url, "the file was replaced there");
    }
    std::optional<PartRecord> record;
    if (offer.total && !offer.validator.empty()) {
      record = PartRecord{place_.url_id, offer.validator, *offer.total};
    }
    if (!record || part_.record() != record || part_.size() > record->total) {
      if (part_.size() > 0)
        STINT_TRY(count_restart("the file has changed there, or cannot be told from another"));
      STINT_TRY(part_.start_anew(record));
    }
    const std::uint64_t missing = offer.total.value_or(0) - std::min(offer.total.value_or(0), part_.size());
    const std::uint64_t room = options_.free_bytes(part_.file().parent_path());
    if (missing + kSpareBytes <= room || missing == 0) return {};
    return fail(ErrorCode::failure,
                fmt::format("{} bytes are still to come, and there is room for {}", missing, room),
                part_.file().parent_path().string(), "free some space, or choose another folder with --data");
  }

  // The rest of the file, or all of it.
  Result<bool> fetch(const Offer& offer) {
    if (offer.total && part_.size() == *offer.total) return true;
    arriving_ = Arriving::beginning;
    repeated_.clear();
    std::uint64_t from = 0;
    if (part_.size() > options_.overlap) {
      from = part_.size() - options_.overlap;
      arriving_ = Arriving::unknown;
    } else {
      // Too little to compare with.
      STINT_TRY(part_.cut_to(0));
    }
    outbound::Request wanted = request(from > 0 ? fmt::format("bytes={}-", from) : std::string{});
    if (from > 0) wanted.headers.push_back({"If-Range", offer.validator});
    trouble_ = Outcome{};
    const auto sink = [&](std::string_view piece) { return take(piece, offer); };
    const auto answer = delivery_.deliver("models", wanted, sink, stop_);
    if (!trouble_) return fail(trouble_.error());
    if (arriving_ == Arriving::unfit) return restart("what it sends is not the rest of what it sent before");
    if (arriving_ == Arriving::too_much) return restart("it sends more than it announced");
    if (!answer) return after_failure(answer.error());
    const outbound::Response& response = answer->response;
    if (response.status == 416) return restart("it does not have the rest of what it announced");
    if (response.status >= 300) {
      last_ = outbound::error_of_status(response.status, place_.shown_url);
      if (!outbound::is_passing_status(response.status)) return refused_by_server(response.status);
      return false;
    }
    if (auto lie = contradiction(response, offer, from)) return restart(*lie);
    if (offer.total && part_.size() < *offer.total) {
      last_ = broken_off();
      return false;
    }
    return true;
  }

  enum class Arriving : std::uint8_t {
    unknown,    // too little has come to tell
    rest,       // it repeats the end of what is there
    beginning,  // the whole file from its first byte
    unfit,      // neither
    too_much,
  };

  curl::Flow take(std::string_view piece, const Offer& offer) {
    if (stop_.stop_requested()) return curl::Flow::cancel;
    if (arriving_ == Arriving::unknown) {
      const std::size_t missing = options_.overlap - repeated_.size();
      repeated_ += piece.substr(0, missing);
      piece.remove_prefix(std::min(missing, piece.size()));
      if (repeated_.size() < options_.overlap) return curl::Flow::go_on;
      trouble_ = recognise();
      if (!trouble_ || arriving_ == Arriving::unfit) return curl::Flow::cancel;
    }
    if (offer.total && part_.size() + piece.size() > *offer.total) {
      arriving_ = Arriving::too_much;
      return curl::Flow::cancel;
    }
    trouble_ = part_.append(std::as_bytes(std::span{piece}));
    if (!trouble_) return curl::Flow::cancel;
    if (part_.size() > furthest_) {
      brought_ += part_.size() - furthest_;
      furthest_ = part_.size();
    }
    if (options_.progress) options_.progress({part_.size(), offer.total.value_or(0)});
    return curl::Flow::go_on;
  }

  Outcome recognise() {
    STINT_ASSIGN(end, part_.read(part_.size() - options_.overlap, options_.overlap));
    STINT_ASSIGN(begin, part_.read(0, options_.overlap));
    const bool is_end = repeated_ == end;
    const bool is_begin = repeated_ == begin;
    arriving_ = Arriving::unfit;
    if (is_begin && !is_end) {
      arriving_ = Arriving::beginning;
      return part_.cut_to(options_.overlap);
    }
    if (is_end && !is_begin) arriving_ = Arriving::rest;
    return {};
  }

  // What a complete answer's head says against what has come.
  [[nodiscard]] std::optional<std::string> contradiction(const outbound::Response& response,
                                                         const Offer& offer, std::uint64_t from) const {
    if (!fits_validator(response.headers, offer.validator)) return "the file has changed meanwhile";
    if (response.status != 206) {
      if (arriving_ != Arriving::beginning) return "it says that it sends all, and sends a part";
      return std::nullopt;
    }
    const auto range = range_of(response);
    if (arriving_ != Arriving::rest || !range || range->first != from) {
      return "it sends another part than it was asked for";
    }
    if (range->total != offer.total || range->last + 1 != *offer.total) {
      return "it says that the file has another size now";
    }
    return std::nullopt;
  }

  [[nodiscard]] static std::optional<ContentRange> range_of(const outbound::Response& response) {
    const auto text = curl::find_header(response.headers, "Content-Range");
    return text ? parse_content_range(*text) : std::nullopt;
  }

  Result<bool> restart(const std::string& why) {
    STINT_TRY(count_restart(why));
    STINT_TRY(part_.start_anew(std::nullopt));
    return false;
  }

  Outcome count_restart(const std::string& why) {
    furthest_ = 0;
    if (++restarts_ <= options_.restarts) {
      last_ = contradicting(why).error();
      return {};
    }
    STINT_TRY(part_.start_anew(std::nullopt));
    return contradicting(why);
  }

  Result<bool> after_failure(const Failure& failure) {
    if (failure.kind == FailureKind::cancelled) return stopped();
    if (!outbound::is_passing_failure(failure.kind)) return explained(failure);
    last_ = failure.error;
    return false;
  }

  std::unexpected<Error> explained(const Failure& failure) const {
    if (failure.kind == FailureKind::cancelled) return stopped();
    Error error = failure.error;
    if (failure.kind == FailureKind::refused && failure.error.message.contains("a redirect")) {
      error.hint += "; for downloads: --also-from HOST allows another host";
    }
    return fail(std::move(error));
  }

  std::unexpected<Error> stopped() const {
    return fail(ErrorCode::failure, fmt::format("stopped after {} bytes", part_.size()), place_.shown_url,
                "the same command goes on from there");
  }

  std::unexpected<Error> contradicting(std::string_view why) const {
    return fail(ErrorCode::failure, fmt::format("the server contradicts itself: {}", why), place_.shown_url,
                "try again later, or fetch the file in another way and use stint model add");
  }

  std::unexpected<Error> no_model(std::string_view what) const {
    return fail(ErrorCode::usage, fmt::format("leads to {}, not to a model in the GGUF format", what),
                place_.shown_url, "look at the URL in a browser: it has to be the file's own address");
  }

  std::unexpected<Error> refused_by_server(int status) const {
    Error error = outbound::error_of_status(status, place_.shown_url);
    if (status == 401 || status == 403) {
      error.hint =
          "its licence may have to be accepted there first; then fetch the file with a browser and use "
          "stint model add";
    }
    return fail(std::move(error));
  }

  [[nodiscard]] Error broken_off() const {
    return {ErrorCode::throttled, "the answer ends before the file does", place_.shown_url,
            "try again later"};
  }

  outbound::Delivery& delivery_;
  const outbound::Clock& clock_;
  const DownloadPlace& place_;
  PartialFile& part_;
  const DownloadOptions& options_;
  const std::stop_token& stop_;

  Arriving arriving_ = Arriving::beginning;
  std::string repeated_;  // what came of the overlap
  Outcome trouble_;       // of writing
  int restarts_ = 0;
  std::uint64_t brought_ = 0;  // bytes that had not been there before
  std::uint64_t furthest_;     // size that the file has had since the last restart
  Error last_;                 // why the last attempt has not finished
};

}  // namespace

Outcome download(outbound::Delivery& delivery, const outbound::Clock& clock, const DownloadPlace& place,
                 PartialFile& part, const DownloadOptions& options, const std::stop_token& stop) {
  return Download{delivery, clock, place, part, options, stop}.run();
}

}  // namespace stint::language
