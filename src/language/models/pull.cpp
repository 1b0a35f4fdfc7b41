#include "language/models/pull.h"

#include <fmt/format.h>

#include "language/models/model_name.h"
#include "lib/curl/url.h"
#include "lib/llama/description.h"
#include "lib/sodium/sha256.h"
#include "outbound/address_kind.h"
#include "outbound/host_check.h"

namespace stint::language {
namespace {

struct Checked {
  outbound::Policy policy;
  curl::Url url;
};

bool is_this_machine(const curl::Url& url) {
  const auto address = outbound::parse_ip_address(url.host);
  return outbound::is_localhost_name(url.host) ||
         (address && outbound::kind_of(*address) == outbound::AddressKind::loopback);
}

// Whom this download may speak to.
Result<Checked> admitted(const PullSource& source) {
  auto policy = outbound::Policy::for_connection("models", {source.url});
  if (!policy) return fail(policy.error().error());
  for (const std::string& host : source.hosts) {
    if (const auto refusal = policy->also_allow("https://" + host, true)) return fail(refusal->error());
  }
  auto url = policy->admit(source.url);
  if (!url) return fail(url.error().error());
  if (url->url.scheme == "http" && !is_this_machine(url->url) && source.sha256.empty()) {
    return fail(ErrorCode::usage, "over http anybody on the way may exchange the file", url->url.shown(),
                "use https, or say with --sha256 what the file has to be");
  }
  return Checked{std::move(*policy), std::move(url->url)};
}

// The hash that the file has to have, empty when nobody knows.
Result<std::string> expected_hash(const PullSource& source, const StoreIndex& index, const std::string& id,
                                  const std::string& shown) {
  const KnownDownload* const known = index.find_download(id);
  if (known == nullptr) return source.sha256;
  if (!source.sha256.empty() && source.sha256 != known->sha256) {
    return fail(ErrorCode::conflict,
                fmt::format("SHA-256 {} is wanted, but what came from there before had {}", source.sha256,
                            known->sha256),
                shown, "find out why the two differ before you trust either");
  }
  return known->sha256;
}

std::unexpected<Error> wrong_hash(const std::string& hash, const std::string& expected,
                                  const PullSource& source, const std::string& shown) {
  const std::string_view whose = source.sha256.empty() ? "as it had when it was first fetched"
                                 : source.verified == Verified::catalogue ? "as the catalogue says"
                                                                          : "as given";
  return fail(ErrorCode::conflict,
              fmt::format("what came has the SHA-256 {}, not {} {}; it was removed", hash, expected, whose),
              shown, "the file was replaced there, or tampered with on the way");
}

class Pull {
 public:
  Pull(const ModelStore& store, const PullSource& source, const PullOptions& options)
      : store_(store), source_(source), options_(options) {}

  Result<Pulled> run(const PullNetwork& network, Instant now, const std::stop_token& stop) {
    STINT_TRY(check_model_name(source_.name));
    STINT_ASSIGN(checked, admitted(source_));
    shown_ = checked.url.shown();
    id_ = url_id(checked.url.text());
    STINT_ASSIGN(index, store_.read());
    STINT_ASSIGN(expected, expected_hash(source_, index, id_, shown_));
    if (const StoredModel* const there = index.find(source_.name)) return known(*there, expected);
    STINT_TRY(store_.make_folder());
    STINT_ASSIGN(part, PartialFile::open(store_.part_of(source_.name), store_.record_of(source_.name)));
    if (!part) return fail(busy(source_.name));
    STINT_TRY(fetch(std::move(checked), network, *part, stop));
    STINT_ASSIGN(model, check(*part, expected));
    model.added = now;
    STINT_ASSIGN(stored, store_.publish(std::move(model), KnownDownload{id_, shown_, hash_}));
    STINT_TRY(part->drop_record());
    return Pulled{std::move(stored), false, expected.empty()};
  }

 private:
  // The name is taken: by the same thing, or by another.
  Result<Pulled> known(const StoredModel& there, const std::string& expected) const {
    if (there.source != shown_ || (!expected.empty() && expected != there.sha256)) {
      return fail(ErrorCode::conflict, fmt::format("a model \"{}\" is there, from elsewhere", there.name), {},
                  fmt::format("choose another name with --name, or stint model remove {}", there.name));
    }
    STINT_TRY(store_.check_unchanged(there));
    return Pulled{there, true, false};
  }

  Outcome fetch(Checked checked, const PullNetwork& network, PartialFile& part,
                const std::stop_token& stop) const {
    outbound::Client client{std::move(checked.policy), network.client};
    DownloadOptions options = options_.download;
    // Without a hash, the file may have been replaced by a better one.
    if (!source_.sha256.empty()) options.bytes = source_.bytes;
    outbound::DeliveryOptions retries;
    // Who is offline wants to know at once; what breaks off later is download()'s to go on with.
    retries.retry.budget = options.first_contact;
    outbound::Delivery delivery{client, retries, network.clock, network.random};
    options.progress = [&](const DownloadProgress& progress) {
      if (options_.progress) options_.progress(PullPhase::fetching, progress);
    };
    const DownloadPlace place{checked.url.text(), id_, shown_};
    STINT_TRY(download(delivery, network.clock, place, part, options, stop));
    return part.finish();
  }

  // Nothing that fails here is of any use; the next attempt begins anew.
  Result<StoredModel> check(PartialFile& part, const std::string& expected) {
    auto description = llama::inspect(part.file());
    if (!description) {
      Error error = std::move(description).error();
      error.where = shown_;
      return rejected(part, std::move(error));
    }
    STINT_TRY(hash(part));
    if (!expected.empty() && hash_ != expected) {
      return rejected(part, wrong_hash(hash_, expected, source_, shown_).error());
    }
    StoredModel model;
    model.name = source_.name;
    model.family = description->family;
    model.sha256 = hash_;
    model.source = shown_;
    model.licence = source_.licence;
    model.verified = source_.sha256.empty() ? Verified::recorded : source_.verified;
    return model;
  }

  Outcome hash(const PartialFile& part) {
    Sha256 sum;
    DownloadProgress progress{0, part.size()};
    STINT_TRY(part.read_all([&](std::span<const std::byte> piece) -> Outcome {
      sum.add(piece);
      progress.done += piece.size();
      if (options_.progress) options_.progress(PullPhase::hashing, progress);
      return {};
    }));
    hash_ = sum.hex();
    return {};
  }

  static std::unexpected<Error> rejected(PartialFile& part, Error why) {
    // Whether it could be removed matters less than why.
    static_cast<void>(part.remove());
    return fail(std::move(why));
  }

  const ModelStore& store_;
  const PullSource& source_;
  const PullOptions& options_;
  std::string shown_;
  std::string id_;
  std::string hash_;
};

}  // namespace

Result<Pulled> pull_model(const ModelStore& store, const PullSource& source, const PullNetwork& network,
                          const PullOptions& options, Instant now, const std::stop_token& stop) {
  return Pull{store, source, options}.run(network, now, stop);
}

std::string model_name_of_url(std::string_view url) {
  const auto parsed = curl::parse_url(url);
  if (!parsed) return {};
  const std::string path = parsed->path.substr(0, parsed->path.find('?'));
  return model_name_of(path.substr(path.rfind('/') + 1));
}

}  // namespace stint::language
