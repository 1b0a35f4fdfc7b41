// A text that must not be seen: it cannot be printed, compared or formatted by accident, only revealed.
#pragma once

#include <string>
#include <string_view>
#include <utility>

namespace stint {

class Secret {
 public:
  Secret() = default;
  explicit Secret(std::string text) : text_(std::move(text)) {}
  Secret(const Secret&) = default;
  Secret& operator=(const Secret&) = default;
  Secret(Secret&& other) noexcept : text_(std::exchange(other.text_, {})) {}
  Secret& operator=(Secret&& other) noexcept {
    std::swap(text_, other.text_);
    return *this;
  }
  // Memory that is given back holds nothing of it. A short text moved from may leave its bytes.
  ~Secret() {
    volatile char* bytes = text_.data();
    for (std::size_t i = 0; i < text_.size(); ++i) bytes[i] = 0;
  }

  [[nodiscard]] bool empty() const { return text_.empty(); }
  // To be put into a request's credentials, and nowhere else.
  [[nodiscard]] std::string_view reveal() const { return text_; }

 private:
  std::string text_;
};

}  // namespace stint
