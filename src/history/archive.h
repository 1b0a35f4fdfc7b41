// Small tables as bytes and back. One description of a row's members serves both ways.
#pragma once

#include <cstdint>
#include <cstring>
#include <optional>
#include <span>
#include <string>
#include <type_traits>
#include <vector>

#include "base/instant.h"

namespace stint::history {

class ArchiveWriter {
 public:
  template <class... T>
  void operator()(T&... members) {
    (put(members), ...);
  }
  [[nodiscard]] const std::vector<char>& bytes() const { return bytes_; }

 private:
  template <class T>
    requires std::is_arithmetic_v<T> || std::is_enum_v<T>
  void put(const T& value) {
    const auto* const first = reinterpret_cast<const char*>(&value);
    bytes_.insert(bytes_.end(), first, first + sizeof value);
  }
  void put(const Instant& instant) {
    const std::int64_t ms = to_epoch_ms(instant);
    put(ms);
  }
  void put_size(std::uint64_t size) { put(size); }
  void put(const std::string& text) {
    put_size(text.size());
    bytes_.insert(bytes_.end(), text.begin(), text.end());
  }
  template <class T>
  void put(const std::optional<T>& value) {
    const bool has = value.has_value();
    put(has);
    if (value) put(*value);
  }
  template <class T>
  void put(std::vector<T>& values) {
    put_size(values.size());
    if constexpr (std::is_arithmetic_v<T>) {
      const auto* const first = reinterpret_cast<const char*>(values.data());
      bytes_.insert(bytes_.end(), first, first + values.size() * sizeof(T));
    } else {
      for (T& value : values) put(value);
    }
  }
  template <class T>
    requires requires(ArchiveWriter& self, T& row) { members(self, row); }
  void put(T& row) {
    members(*this, row);
  }

  std::vector<char> bytes_;
};

// Bytes that end too early make everything after them empty, and ok() false.
class ArchiveReader {
 public:
  explicit ArchiveReader(std::span<const char> bytes) : bytes_(bytes) {}

  template <class... T>
  void operator()(T&... members) {
    (get(members), ...);
  }
  [[nodiscard]] bool ok() const { return ok_; }

 private:
  [[nodiscard]] std::span<const char> take(std::uint64_t count) {
    if (count > bytes_.size()) ok_ = false;
    if (!ok_) return {};
    const auto taken = bytes_.first(static_cast<std::size_t>(count));
    bytes_ = bytes_.subspan(static_cast<std::size_t>(count));
    return taken;
  }
  template <class T>
    requires std::is_arithmetic_v<T> || std::is_enum_v<T>
  void get(T& value) {
    const auto taken = take(sizeof value);
    if (ok_) std::memcpy(&value, taken.data(), sizeof value);
  }
  void get(Instant& instant) {
    std::int64_t ms = 0;
    get(ms);
    instant = from_epoch_ms(ms);
  }
  void get(std::string& text) {
    std::uint64_t size = 0;
    get(size);
    const auto taken = take(size);
    text.assign(taken.data(), taken.size());
  }
  template <class T>
  void get(std::optional<T>& value) {
    bool has = false;
    get(has);
    if (has) get(value.emplace());
  }
  template <class T>
  void get(std::vector<T>& values) {
    std::uint64_t size = 0;
    get(size);
    if constexpr (std::is_arithmetic_v<T>) {
      if (size > bytes_.size() / sizeof(T)) ok_ = false;
      const auto taken = take(size * sizeof(T));
      if (!ok_) return;
      values.resize(static_cast<std::size_t>(size));
      if (!values.empty()) std::memcpy(values.data(), taken.data(), taken.size());
    } else {
      for (std::uint64_t i = 0; i < size && ok_; ++i) get(values.emplace_back());
    }
  }
  template <class T>
    requires requires(ArchiveReader& self, T& row) { members(self, row); }
  void get(T& row) {
    members(*this, row);
  }

  std::span<const char> bytes_;
  bool ok_ = true;
};

}  // namespace stint::history
